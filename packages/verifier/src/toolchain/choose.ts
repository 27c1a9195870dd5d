import type { VerifyOptions } from '../driver-input.ts';
import { findSystemClang } from './system-clang.ts';
import type { Toolchain } from './toolchain.ts';
import { loadWasmClang } from './wasm-clang.ts';

/** The toolchain asked for; null when an installed one was demanded and none is able. Found once per thread. */
export async function chooseToolchain(wanted: VerifyOptions['toolchain']): Promise<Toolchain | null> {
  if (wanted === 'wasm') return loadWasmClang();
  system ??= { found: findSystemClang() };
  return system.found ?? (wanted === 'auto' ? loadWasmClang() : null);
}

let system: { readonly found: Toolchain | null } | undefined;
