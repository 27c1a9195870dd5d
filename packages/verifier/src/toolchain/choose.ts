import type { VerifyOptions } from '../driver-input.ts';
import { findSystemClang } from './system-clang.ts';
import type { Toolchain } from './toolchain.ts';
import { wasmClang } from './wasm-clang.ts';

/** The toolchain asked for; null when an installed one was demanded and none is able. Found once per thread. */
export function chooseToolchain(wanted: VerifyOptions['toolchain']): Toolchain | null {
  if (wanted === 'wasm') return wasmClang();
  system ??= { found: findSystemClang() };
  return system.found ?? (wanted === 'auto' ? wasmClang() : null);
}

let system: { readonly found: Toolchain | null } | undefined;
