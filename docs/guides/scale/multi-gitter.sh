#!/bin/sh
# multi-gitter run ./multi-gitter.sh --org YOUR-ORG -B freehandle/consistent-free \
#   -m 'Give consistent_free the size and the DMA handle' --dry-run
#
# Runs in each repository; what it changes becomes a pull request, a failure none. One cache serves them all.
npx --yes freehandle migrate --write --quiet --cache-dir "${FREEHANDLE_CACHE:-$HOME/.cache/freehandle}"
code=$?
# 1: calls are left for a person.
test "$code" -le 1
