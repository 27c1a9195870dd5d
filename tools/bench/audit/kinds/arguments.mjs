/** A free that is told something else than the allocation was. */
import { memberOf, rootOf } from '../driver-file.mjs';

const replaced = ({ start, end }, text) => ({ start, end, text });
const source = (file, { start, end }) => file.text.slice(start, end);

/** Frees whose memory this file allocates: what they should say is known. */
const paired = (file) => file.frees.filter((free) => makersOf(file, free).length > 0);

const makersOf = (file, free) => {
  const member = memberOf(free.pointer.text);
  return file.allocations.filter(
    ({ target }) => target === free.pointer.text || (member !== null && memberOf(target) === member),
  );
};

export const sizeAndHandleSwapped = {
  name: 'size and handle swapped',
  fits: ['R11', 'R9', 'D1', 'R10'],
  plant: (file) =>
    paired(file)
      .filter(({ size, handle }) => size !== undefined && size.text !== handle.text)
      .map((free) => ({
        site: free,
        edits: [replaced(free.size, source(file, free.handle)), replaced(free.handle, source(file, free.size))],
        what: `size ${free.handle.text}, handle ${free.size.text}`,
      })),
};

/** A factor is left out, or another allocation's size stands there. */
export const otherSize = {
  name: 'another size',
  fits: ['R9', 'D1', 'R11'],
  plant(file) {
    const mutants = [];
    const constant = /^(?:sizeof \( (?:struct |union )?\w+ \)|[A-Z][A-Z0-9_]+|\d\w*|[*+() ])+$/;
    const constants = [...new Set(file.allocations.map(({ size }) => size?.text ?? ''))].filter((text) =>
      constant.test(text),
    );
    for (const free of paired(file)) {
      if (free.size === undefined) continue;
      const text = source(file, free.size);
      // What the allocation says is no mistake, even where the free says something else.
      const right = new Set(makersOf(file, free).map(({ size }) => size?.text));
      const others = constants.filter((other) => other !== free.size.text && !right.has(other));
      const factor = /^(?:sizeof\s*\([^()]*\)|[\w>.-]+)\s*\*\s*(.+)$/s.exec(text)?.[1];
      const choices = [factor, ...others.slice(0, 2), `2 * (${text})`].filter((other) => other !== undefined);
      const other = choices[free.token % choices.length];
      mutants.push({ site: free, edits: [replaced(free.size, other)], what: `size ${other}` });
    }
    return mutants;
  },
};

/** The handle of another buffer that is freed here, or that hangs on the same object. */
export const otherHandle = {
  name: "another buffer's handle",
  fits: ['R10', 'R8'],
  plant(file) {
    const mutants = [];
    for (const free of paired(file)) {
      const nearby = file.frees.filter(
        (other) => other.function === free.function && other.handle.text !== free.handle.text,
      );
      const sibling = file.frees.filter(
        (other) =>
          rootOf(other.handle.text) === rootOf(free.handle.text) &&
          memberOf(other.handle.text) !== null &&
          other.handle.text !== free.handle.text &&
          !other.handle.text.includes('['),
      );
      const other = nearby[0] ?? (memberOf(free.handle.text) === null ? undefined : sibling[0]);
      if (other === undefined) continue;
      const text = source(file, other.handle);
      mutants.push({ site: free, edits: [replaced(free.handle, text)], what: `handle ${text}` });
    }
    return mutants;
  },
};

/** Another device than the one it was allocated for. */
export const otherDevice = {
  name: 'another device',
  fits: ['D3'],
  plant: (file) =>
    paired(file)
      .filter(({ name, device }) => name.startsWith('dma_free') && device !== undefined && device.text !== 'NULL')
      .filter((free) => {
        const maker = file.allocations.find(({ target }) => memberOf(target) === memberOf(free.pointer.text));
        return maker?.device?.text === free.device.text;
      })
      .map((free) => {
        const device = source(file, free.device);
        const text = free.token % 3 === 0 ? 'NULL' : `${device.startsWith('&') ? `(${device})` : device}->parent`;
        return { site: free, edits: [replaced(free.device, text)], what: `device ${text}` };
      }),
};

/** A function that frees other memory. */
export const otherFamily = {
  name: 'freed by another allocator',
  fits: ['R14', 'R15', 'D2'],
  plant: (file) =>
    paired(file).map((free) => {
      const pointer = source(file, free.pointer);
      const texts = [`kfree(${pointer});`, `kfree(${pointer});`];
      if (free.size !== undefined)
        texts.push(
          `free_pages((unsigned long)${pointer}, get_order(${source(file, free.size)}));`,
          `vfree(${pointer});`,
        );
      const text = texts[free.token % texts.length];
      return { site: free, edits: [{ start: free.start, end: free.end, text }], what: text };
    }),
};
