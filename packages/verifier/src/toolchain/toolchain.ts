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
  /** Virtual paths of headers that stand before the main file, in order. */
  readonly forced?: readonly string[];
  /** Virtual path of a precompiled header, present in `files`, that comes before the forced ones. */
  readonly precompiled?: string;
  /** Whether a precompiled header is to be made of it; an object otherwise. */
  readonly isHeader?: boolean;
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
  /** Compiles to a relocatable object, or to a precompiled header. */
  compile(unit: TranslationUnit): Promise<ToolResult>;
  /** Links objects into one module, given arguments of `wasm-ld`. */
  link(objects: readonly Uint8Array[], args: readonly string[]): Promise<ToolResult>;
}
