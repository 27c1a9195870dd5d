/** How far up the stack a call is looked for: kernel inline functions stand between it and the driver's line. */
const DEPTH = 8;

/** Offsets in the module of the WebAssembly frames on the stack now, innermost first. Takes a few µs. */
export function wasmFrames(): number[] {
  const { stackTraceLimit } = Error;
  const prepare: unknown = Reflect.get(Error, 'prepareStackTrace');
  Error.stackTraceLimit = DEPTH;
  Error.prepareStackTrace = offsets;
  const holder: { stack?: number[] } = {};
  Error.captureStackTrace(holder, wasmFrames);
  const found = holder.stack ?? [];
  Reflect.set(Error, 'prepareStackTrace', prepare);
  Error.stackTraceLimit = stackTraceLimit;
  return found;
}

/** V8 counts columns from 1, and a WebAssembly column is the offset in the module. */
function offsets(_: Error, sites: NodeJS.CallSite[]): number[] {
  const found: number[] = [];
  for (const site of sites) {
    if (site.getFileName()?.startsWith('wasm://')) found.push(site.getColumnNumber()! - 1);
  }
  return found;
}

/** The same from an error that came through WebAssembly. */
export function wasmFramesOf(error: Error): number[] {
  return [...(error.stack ?? '').matchAll(/wasm-function\[\d+\]:0x([0-9a-f]+)/g)].map((match) =>
    Number.parseInt(match[1]!, 16),
  );
}
