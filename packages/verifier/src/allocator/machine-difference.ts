import type { Kernel } from '@freehandle/model';

/** The first difference between two machines: every frame, every vm area and every page mapped; null when there is none. */
export function machineDifference(model: Kernel, tree: Kernel): string | null {
  if ((model.oops === null) !== (tree.oops === null)) {
    return `the ${model.oops === null ? 'tree' : 'model'}'s allocator stops the machine, the other does not`;
  }
  for (let frame = 0; frame < model.frameCount; frame++) {
    const [a, b] = [pageState(model, frame), pageState(tree, frame)];
    if (a !== b) return `frame ${frame}: ${a} in the model, ${b} in the tree`;
  }
  const [areas, others] = [model.vmAreas(), tree.vmAreas()];
  if (areas.length !== others.length) return `${areas.length} vm areas in the model, ${others.length} in the tree`;
  for (const [index, area] of areas.entries()) {
    const other = others[index]!;
    if (area.address !== other.address || area.size !== other.size) {
      return `vm area ${index}: ${area.size} bytes at ${hex(area.address)} in the model, ${other.size} at ${hex(other.address)} in the tree`;
    }
    const page = area.mapped.findIndex((frame, position) => frame !== other.mapped[position]);
    if (page >= 0) {
      const shown = (frame: number | null | undefined): string => (frame == null ? 'nothing' : `frame ${frame}`);
      return `page ${page} at ${hex(area.address)}: ${shown(area.mapped[page])} in the model, ${shown(other.mapped[page])} in the tree`;
    }
  }
  return null;
}

function pageState(kernel: Kernel, frame: number): string {
  const { count, reserved, freeOrder } = kernel.frame(frame);
  const free = freeOrder === null ? '' : `, head of a free block of order ${freeOrder}`;
  return `count ${count}${reserved ? ', reserved' : ''}${free}`;
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}
