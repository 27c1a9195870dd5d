import type { BehindPrefix, PreparedDriver } from '../front/prepared-driver.ts';
import type { Toolchain, ToolResult, TranslationUnit } from '../toolchain/toolchain.ts';

/** Drivers of a tree after which its common headers are compiled beforehand: that takes as long as they save on four. */
const WORTH = 3;

/** A prefix met in this thread: how often, and its compiled form once that was worth it. */
interface Prefix {
  uses: number;
  compiled: Promise<Uint8Array | null> | null;
}

const prefixes = new WeakMap<TranslationUnit, Prefix>();

/**
 * Compiles a prepared driver, behind precompiled headers where there are some and many drivers want them. One that does not
 * compile behind them is compiled by itself: what is reported is never the prefix's fault.
 */
export async function compileUnit(toolchain: Toolchain, prepared: PreparedDriver): Promise<ToolResult> {
  const quick = prepared.behindPrefix && (await compileBehind(toolchain, prepared.behindPrefix));
  return quick?.output ? quick : toolchain.compile(prepared.unit);
}

async function compileBehind(toolchain: Toolchain, { prefix, unit }: BehindPrefix): Promise<ToolResult | null> {
  const known = prefixes.get(prefix) ?? { uses: 0, compiled: null };
  prefixes.set(prefix, known);
  known.uses++;
  if (known.uses < WORTH) return null;
  known.compiled ??= toolchain.compile(prefix).then(({ output }) => output);
  const bytes = await known.compiled;
  if (bytes === null) return null;
  return toolchain.compile({ ...unit, files: new Map([...unit.files, [unit.precompiled, bytes]]) });
}
