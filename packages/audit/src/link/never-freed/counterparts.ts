/** What a function that undoes the work of one is called, by the verb of that. */
const undoing: ReadonlyMap<string, readonly string[]> = new Map(
  [
    [
      ['alloc', 'allocate', 'create', 'new'],
      ['free', 'release', 'destroy', 'dealloc', 'cleanup', 'clean', 'deinit', 'put'],
    ],
    [
      ['init', 'initialize', 'setup'],
      [
        'exit',
        'deinit',
        'fini',
        'uninit',
        'free',
        'cleanup',
        'clean',
        'destroy',
        'release',
        'teardown',
        'deinitialize',
        'uninitialize',
        'term',
        'shutdown',
        'remove',
        'unset',
      ],
    ],
    [
      ['open', 'connect', 'up', 'start', 'startup'],
      ['close', 'stop', 'disconnect', 'down', 'release', 'shutdown'],
    ],
    [
      ['request', 'get', 'acquire'],
      ['release', 'put', 'free'],
    ],
    [
      ['probe', 'attach', 'add', 'bind', 'register', 'load', 'enable', 'map', 'prepare', 'install'],
      [
        'remove',
        'detach',
        'del',
        'delete',
        'unbind',
        'unregister',
        'unload',
        'disable',
        'unmap',
        'unprepare',
        'uninstall',
        'disconnect',
        'cleanup',
      ],
    ],
  ].flatMap(([does, undoes]) => does!.map((verb) => [verb, undoes!])),
);

/**
 * The functions that undo, by their names, what a function does: `lamp_alloc_rings` and `lamp_free_rings`. Only one word of the
 * names differs.
 */
export function undoingByName(name: string, names: { has(name: string): boolean }): string[] {
  const words = name.split('_');
  return words.flatMap((word, position) =>
    (undoing.get(word) ?? []).map((other) => words.with(position, other).join('_')).filter((other) => names.has(other)),
  );
}
