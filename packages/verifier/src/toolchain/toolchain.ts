/** Files as a compiler sees them: absolute virtual path → bytes. */
export type FileTree = ReadonlyMap<string, Uint8Array>;

/** One translation unit ready to be compiled. */
export interface TranslationUnit {
  /** Virtual path of the main file, present in `files`. */
  readonly main: string;
  readonly files: FileTree;
  /** Directories searched for headers, in order. */
  readonly includeDirs: readonly string[];
  /** Language and macro arguments of `clang -cc1`, without include directories. */
  readonly args: readonly string[];
}

/** What a tool printed, and what it made: null when it failed. */
export interface ToolResult {
  readonly output: Uint8Array | null;
  readonly diagnostics: string;
}

/** A C compiler and a linker for wasm32. Both are pure: the same input gives the same bytes. */
export interface Toolchain {
  /** Name and version, for the profile of a verdict. Known before the compiler is loaded. */
  readonly name: string;
  /** Compiles to a relocatable object. */
  compile(unit: TranslationUnit): Promise<ToolResult>;
  /** Links objects into one module, given arguments of `wasm-ld`. */
  link(objects: readonly Uint8Array[], args: readonly string[]): Promise<ToolResult>;
}
