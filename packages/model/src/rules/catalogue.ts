import type { Rule } from './rule.ts';
import { r1 } from './r01-alloc-in-interrupt.ts';
import { r2 } from './r02-free-in-interrupt.ts';
import { r3 } from './r03-atomic-context.ts';
import { r4 } from './r04-pci-alloc-in-interrupt.ts';
import { r5 } from './r05-unchecked-result.ts';
import { r6 } from './r06-size-out-of-range.ts';
import { r7 } from './r07-freed-exactly-once.ts';
import { r8 } from './r08-exact-address.ts';
import { r9 } from './r09-size-differs.ts';
import { r10 } from './r10-handle-differs.ts';
import { r11 } from './r11-argument-order.ts';
import { r12 } from './r12-container-freed-first.ts';
import { r13 } from './r13-free-after-failed-alloc.ts';
import { r14 } from './r14-foreign-memory.ts';
import { r15 } from './r15-also-unmapped.ts';
import { r16 } from './r16-unreserved-at-mmap.ts';
import { r17 } from './r17-page-from-vaddr.ts';
import { r18 } from './r18-reserved-at-free.ts';
import { r19 } from './r19-unreserved-while-mapped.ts';
import { r20 } from './r20-freed-while-mapped.ts';
import { r21 } from './r21-reserved-bit-owner.ts';
import { r22 } from './r22-reserved-beyond-buffer.ts';
import { r23 } from './r23-nopage-mapping.ts';
import { r24 } from './r24-vm-io.ts';
import { r25 } from './r25-mmap-bounds.ts';
import { r26 } from './r26-device-still-running.ts';
import { r27 } from './r27-streaming-on-consistent.ts';
import { r28 } from './r28-assumes-zeroed.ts';
import { r29 } from './r29-assumes-alignment.ts';
import { r30 } from './r30-write-barrier.ts';
import { r31 } from './r31-pool-destroy.ts';
import { r32 } from './r32-coherent-configuration.ts';
import { d1 } from './d01-byte-size-differs.ts';
import { d2 } from './d02-other-family.ts';
import { d3 } from './d03-other-device.ts';
import { k1 } from './k01-sleep-in-atomic.ts';
import { k2 } from './k02-lock-held.ts';
import { k3 } from './k03-kmalloc-never-freed.ts';
import { k4 } from './k04-wrong-free.ts';
import { k5 } from './k05-pages-never-freed.ts';
import { k6 } from './k06-mapping-never-undone.ts';
import { k7 } from './k07-irq-never-freed.ts';
import { k8 } from './k08-context-left-changed.ts';
import { k9 } from './k09-released-not-held.ts';
import { k10 } from './k10-unmapped-access.ts';
import { k11 } from './k11-driver-bug.ts';
import { k12 } from './k12-reference-not-held.ts';
import { k13 } from './k13-reference-kept.ts';
import { k14 } from './k14-mapped-twice.ts';
import { f2 } from './f02-bug-for-no-memory.ts';
import { f4 } from './f04-leak-on-page-table-failure.ts';
import { f5 } from './f05-leak-of-tail.ts';
import { f6 } from './f06-free-loses-pages.ts';
import { f7 } from './f07-free-needs-page-table.ts';
import { s1 } from './s01-out-of-bounds.ts';
import { s2 } from './s02-use-after-free.ts';
import { s3 } from './s03-bad-pointer.ts';
import { s4 } from './s04-stack-overflow.ts';
import { s5 } from './s05-endless-loop.ts';
import { s6 } from './s06-own-stop.ts';
import { s7 } from './s07-no-function.ts';
import { s8 } from './s08-device-wait.ts';

/**
 * Every rule of the project: R1 to R32, then dma-debug's own checks (D), general kernel hygiene (K), the allocators' own
 * failures (F), and the driver as a C program (S).
 */
export const rules: readonly Rule[] = [
  r1,
  r2,
  r3,
  r4,
  r5,
  r6,
  r7,
  r8,
  r9,
  r10,
  r11,
  r12,
  r13,
  r14,
  r15,
  r16,
  r17,
  r18,
  r19,
  r20,
  r21,
  r22,
  r23,
  r24,
  r25,
  r26,
  r27,
  r28,
  r29,
  r30,
  r31,
  r32,
  d1,
  d2,
  d3,
  k1,
  k2,
  k3,
  k4,
  k5,
  k6,
  k7,
  k8,
  k9,
  k10,
  k11,
  k12,
  k13,
  k14,
  f2,
  f4,
  f5,
  f6,
  f7,
  s1,
  s2,
  s3,
  s4,
  s5,
  s6,
  s7,
  s8,
];

/** The rule with this id, in any case (`r7` is R7); undefined when there is none. */
export function ruleById(id: string): Rule | undefined {
  const wanted = id.toUpperCase();
  return rules.find((rule) => rule.id === wanted);
}
