/** How far up the stack a call is looked for: kernel inline functions stand between it and the driver's line. */
const DEPTH = 12;

/** Offsets in the module of the WebAssembly frames on the stack now, innermost first. Takes about 5 µs. */
export function wasmFrames(): number[] {
  const former = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const { stackTraceLimit } = Error;
  Error.prepareStackTrace = (_, sites) => sites;
  Error.stackTraceLimit = DEPTH;
  const holder: { stack?: NodeJS.CallSite[] } = {};
  Error.captureStackTrace(holder, wasmFrames);
  const sites = holder.stack ?? [];
  if (former) Object.defineProperty(Error, 'prepareStackTrace', former);
  else Reflect.deleteProperty(Error, 'prepareStackTrace');
  Error.stackTraceLimit = stackTraceLimit;
  // V8 counts columns from 1, and a WebAssembly column is the offset in the module
  return sites.filter((site) => site.getFileName()?.startsWith('wasm://')).map((site) => site.getColumnNumber()! - 1);
}

/** The same from an error that came through WebAssembly. */
export function wasmFramesOf(error: Error): number[] {
  return [...(error.stack ?? '').matchAll(/wasm-function\[\d+\]:0x([0-9a-f]+)/g)].map((match) =>
    Number.parseInt(match[1]!, 16),
  );
}
