/** Pools that outlive the driver, or do not outlive their blocks. */
import { memberOf } from '../driver-file.mjs';

const fits = ['R31', 'R7'];

/** The only destruction of a pool is taken out. */
export const poolKept = {
  name: 'pool not destroyed',
  fits,
  plant: (file) =>
    file.destroyed
      .filter(({ pool }) => {
        const member = memberOf(pool.text);
        const same = ({ pool: other }) =>
          other.text === pool.text || (member !== null && memberOf(other.text) === member);
        return (
          file.pools.some(({ target }) => same({ pool: { text: target } })) && file.destroyed.filter(same).length === 1
        );
      })
      .map((site) => ({
        site,
        edits: [{ start: site.start, end: site.end, text: ';' }],
        what: `${site.pool.text} is kept`,
        elsewhere: file.pools.map((pool) => pool.function.name),
      })),
};

/** A block goes back to another pool than it came from. */
export const otherPool = {
  name: 'freed to another pool',
  fits: ['R14', 'D3', 'R31'],
  plant(file) {
    const mutants = [];
    for (const free of file.frees) {
      if (free.pool === undefined) continue;
      const pools = [...file.frees, ...file.destroyed].map(({ pool }) => pool?.text ?? '');
      const same = (text) => text.replace(/\w+$/, '') === free.pool.text.replace(/\w+$/, '');
      const other = pools.find((text) => text !== '' && text !== free.pool.text && same(text) && /\w$/.test(text));
      const member = memberOf(free.pointer.text);
      const known = file.allocations.some(
        ({ target }) => target === free.pointer.text || (member !== null && memberOf(target) === member),
      );
      if (other === undefined || !known) continue;
      const text = other.replaceAll(' ', '');
      mutants.push({ site: free, edits: [{ start: free.pool.start, end: free.pool.end, text }], what: `pool ${text}` });
    }
    return mutants;
  },
};

/** A pool goes before a block of it does. */
export const poolFirst = {
  name: 'pool destroyed before its block',
  fits: ['R31', 'R7', 'S2'],
  plant(file) {
    const mutants = [];
    for (const destroyed of file.destroyed) {
      const free = file.frees.find(
        (site) =>
          site.function === destroyed.function &&
          site.pool?.text === destroyed.pool.text &&
          site.token < destroyed.token,
      );
      if (free === undefined || destroyed.controlled) continue;
      const call = file.text.slice(destroyed.start, destroyed.end);
      const text = file.text.slice(free.start, free.end);
      mutants.push({
        site: free,
        edits: [
          { start: free.start, end: free.end, text: free.controlled ? `{ ${call} ${text} }` : `${call} ${text}` },
          { start: destroyed.start, end: destroyed.end, text: ';' },
        ],
        what: `${call} first`,
      });
    }
    return mutants;
  },
};
