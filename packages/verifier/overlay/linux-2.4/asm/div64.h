#ifndef _FREEHANDLE_DIV64_H
#define _FREEHANDLE_DIV64_H
#define do_div(n,base) ({ unsigned __r = (n) % (unsigned)(base); (n) = (n) / (unsigned)(base); __r; })
#endif
