import type { Cursor } from './syntax-node.ts';

/** The functions of the binding's module that a cursor is made of. Each works on the cursor in the transfer buffer. */
interface CursorModule {
  _ts_tree_root_node_wasm(tree: number): void;
  _ts_tree_cursor_new_wasm(tree: number): void;
  _ts_tree_cursor_delete_wasm(tree: number): void;
  _ts_tree_cursor_goto_first_child_wasm(tree: number): number;
  _ts_tree_cursor_goto_next_sibling_wasm(tree: number): number;
  _ts_tree_cursor_goto_parent_wasm(tree: number): number;
  _ts_tree_cursor_current_node_type_id_wasm(tree: number): number;
  _ts_tree_cursor_current_node_is_missing_wasm(tree: number): number;
  _ts_tree_cursor_start_index_wasm(tree: number): number;
  _ts_tree_cursor_end_index_wasm(tree: number): number;
  _ts_tree_cursor_current_field_id_wasm(tree: number): number;
}

const needed: readonly (keyof CursorModule)[] = [
  '_ts_tree_root_node_wasm',
  '_ts_tree_cursor_new_wasm',
  '_ts_tree_cursor_delete_wasm',
  '_ts_tree_cursor_goto_first_child_wasm',
  '_ts_tree_cursor_goto_next_sibling_wasm',
  '_ts_tree_cursor_goto_parent_wasm',
  '_ts_tree_cursor_current_node_type_id_wasm',
  '_ts_tree_cursor_current_node_is_missing_wasm',
  '_ts_tree_cursor_start_index_wasm',
  '_ts_tree_cursor_end_index_wasm',
  '_ts_tree_cursor_current_field_id_wasm',
];

/** What the language's numbers stand for. */
export interface NodeNames {
  readonly types: readonly string[];
  readonly named: readonly boolean[];
  readonly fields: readonly (string | null)[];
}

/**
 * Walks a tree without the binding's cursor object, which copies the cursor into and out of the module at every
 * question. Null when the module is not made as expected: then the binding's own cursor is the way.
 */
export function directCursor(module: object, treeAddress: unknown, names: NodeNames): ClosableCursor | null {
  if (typeof treeAddress !== 'number' || treeAddress === 0) return null;
  const functions = module as Partial<Record<string, unknown>>;
  if (!needed.every((name) => typeof functions[name] === 'function')) return null;
  return new DirectCursor(module as CursorModule, treeAddress, names);
}

/** A cursor whose memory must be given back. */
export interface ClosableCursor extends Cursor {
  delete(): void;
}

/** Only one may be in use at a time: there is one transfer buffer. */
class DirectCursor implements ClosableCursor {
  readonly #module: CursorModule;
  readonly #tree: number;
  readonly #names: NodeNames;
  /** The number of the node's type; −1 when it has not been asked for. */
  #type = -1;

  constructor(module: CursorModule, tree: number, names: NodeNames) {
    this.#module = module;
    this.#tree = tree;
    this.#names = names;
    module._ts_tree_root_node_wasm(tree);
    module._ts_tree_cursor_new_wasm(tree);
  }

  get nodeType(): string {
    return this.#names.types[this.#typeId()] ?? 'ERROR';
  }

  get nodeIsNamed(): boolean {
    return this.#names.named[this.#typeId()] ?? true;
  }

  get nodeIsMissing(): boolean {
    return this.#module._ts_tree_cursor_current_node_is_missing_wasm(this.#tree) === 1;
  }

  get startIndex(): number {
    return this.#module._ts_tree_cursor_start_index_wasm(this.#tree);
  }

  get endIndex(): number {
    return this.#module._ts_tree_cursor_end_index_wasm(this.#tree);
  }

  get currentFieldName(): string | null {
    return this.#names.fields[this.#module._ts_tree_cursor_current_field_id_wasm(this.#tree)] ?? null;
  }

  gotoFirstChild(): boolean {
    this.#type = -1;
    return this.#module._ts_tree_cursor_goto_first_child_wasm(this.#tree) === 1;
  }

  gotoNextSibling(): boolean {
    this.#type = -1;
    return this.#module._ts_tree_cursor_goto_next_sibling_wasm(this.#tree) === 1;
  }

  gotoParent(): boolean {
    this.#type = -1;
    return this.#module._ts_tree_cursor_goto_parent_wasm(this.#tree) === 1;
  }

  #typeId(): number {
    if (this.#type < 0) this.#type = this.#module._ts_tree_cursor_current_node_type_id_wasm(this.#tree);
    return this.#type;
  }

  delete(): void {
    this.#module._ts_tree_cursor_delete_wasm(this.#tree);
  }
}
