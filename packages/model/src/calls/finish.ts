import type { Finding } from '../findings/finding.ts';
import type { Irqs } from '../machine/irqs.ts';
import type { Machine } from '../machine/machine.ts';
import { VM_IOREMAP } from '../machine/vm-areas.ts';
import { ModelError } from '../model-error.ts';
import { k3 } from '../rules/k03-kmalloc-never-freed.ts';
import { k5 } from '../rules/k05-pages-never-freed.ts';
import { k6 } from '../rules/k06-mapping-never-undone.ts';
import { k7 } from '../rules/k07-irq-never-freed.ts';
import { k8 } from '../rules/k08-context-left-changed.ts';
import { r7 } from '../rules/r07-freed-exactly-once.ts';

/** End of the driver's life: what is still held becomes findings. A machine that stopped holds nothing against anybody. */
export function finish(machine: Machine, irqs: Irqs): readonly Finding[] {
  const { findings, ledger, slab, blocks, areas, context, frames } = machine;
  if (machine.finished)
    throw new ModelError('finish: this run has been finished; restore a snapshot or create a kernel.');
  machine.finished = true;
  if (machine.oops !== null) return findings.all;
  for (const entry of ledger.live()) {
    const facts = { mistake: 'never-freed', vaddr: ledger.vaddr(entry), size: ledger.size(entry) } as const;
    findings.raise(r7, facts, { since: [ledger.since(entry)] });
  }
  for (const object of slab.driverObjects()) {
    findings.raise(k3, { address: slab.address(object), size: slab.size(object) }, { since: [slab.since(object)] });
  }
  for (const block of blocks.live()) {
    const first = machine.virtToFrame(blocks.address(block));
    let pages = 0;
    for (let frame = first; frame < first + 2 ** blocks.order(block); frame++) {
      if (frames.owner(frame) === 'pages' && frames.ownerId(frame) === block) pages++;
    }
    if (pages > 0) findings.raise(k5, { address: blocks.address(block), pages }, { since: [blocks.since(block)] });
  }
  for (let area = areas.first; area !== 0; area = areas.next(area)) {
    if (areas.entry(area) !== 0) continue;
    const call = areas.flags(area) === VM_IOREMAP ? 'ioremap' : 'vmalloc';
    findings.raise(k6, { address: areas.address(area), call }, { since: [areas.since(area)] });
  }
  for (const { irq, since } of irqs.taken()) findings.raise(k7, { irq }, { since: [since] });
  if (context.isAtomic()) findings.raise(k8, { what: context.held });
  return findings.all;
}
