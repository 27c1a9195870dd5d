/** Calls that may sleep, made where sleeping is forbidden. */
const lock = 'planted_lock';

/** Declares a lock on the line of the function's header, so that no line moves. */
function declared(file, site) {
  const at = file.tokens[site.function.header].start;
  return { start: at, end: at, text: `static DEFINE_SPINLOCK(${lock}); ` };
}

export const sleepingAllocation = {
  name: 'sleeping allocation under a spinlock',
  fits: ['R3', 'R1', 'K1'],
  plant: (file) =>
    file.allocations
      .filter(
        ({ flags, target, controlled }) =>
          /\bGFP_KERNEL\b/.test(flags?.text ?? '') && !controlled && /->|\./.test(target),
      )
      .map((allocation) => {
        const text = file.text.slice(allocation.start, allocation.end);
        return {
          site: allocation,
          edits: [
            declared(file, allocation),
            {
              start: allocation.start,
              end: allocation.end,
              text: `spin_lock(&${lock}); ${text} spin_unlock(&${lock});`,
            },
          ],
          what: 'GFP_KERNEL under spin_lock',
        };
      }),
};

export const freeWithInterruptsOff = {
  name: 'freed with interrupts off',
  fits: ['R3', 'R2', 'K1'],
  plant: (file) =>
    file.frees
      .filter(({ pool }) => pool === undefined)
      .map((free) => {
        const text = file.text.slice(free.start, free.end);
        return {
          site: free,
          edits: [
            declared(file, free),
            {
              start: free.start,
              end: free.end,
              text: `{ spin_lock_irq(&${lock}); ${text} spin_unlock_irq(&${lock}); }`,
            },
          ],
          what: 'freed under spin_lock_irq',
        };
      }),
};
