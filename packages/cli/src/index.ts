export { run } from './run.ts';
export { exitCode } from './exit-code.ts';
export type { Io } from './io.ts';
export { defineConfig, type Config } from './config/schema.ts';
