import { address, bytes, count } from '../rules/wording.ts';

/** A check of a run that is not one of the rules for consistent memory: general kernel hygiene (K), or a failure of the allocator itself (F). */
export interface Check<Facts = never> {
  readonly id: string;
  readonly title: string;
  readonly severity: 'error' | 'warning';
  message(facts: Facts): string;
}

/** Sleeping where it is forbidden. */
export const k1: Check<{ call: string; held: string }> = {
  id: 'K1',
  title: 'Do not sleep in atomic context',
  severity: 'error',
  message: ({ call, held }) => `${call} may sleep and is called with ${held}`,
};

/** Taking a lock that is held. */
export const k2: Check<{ lock: string }> = {
  id: 'K2',
  title: 'Do not take a lock that is held',
  severity: 'error',
  message: ({ lock }) => `${lock} is taken while it is held: the CPU waits for itself for ever`,
};

/** kmalloc memory still held at the end. */
export const k3: Check<{ address: number; size: number }> = {
  id: 'K3',
  title: 'Free what kmalloc returned',
  severity: 'error',
  message: (facts) => `${bytes(facts.size)} from kmalloc at ${address(facts.address)} are never freed`,
};

/** kfree of something else. */
export const k4: Check<{ call: string; address: number; why: string }> = {
  id: 'K4',
  title: 'Free with the function, address and order that were used to allocate',
  severity: 'error',
  message: (facts) => `${facts.call} is given ${address(facts.address)}, ${facts.why}`,
};

/** Page blocks still held at the end. */
export const k5: Check<{ address: number; pages: number }> = {
  id: 'K5',
  title: 'Free what the page allocator returned',
  severity: 'error',
  message: (facts) => `${count(facts.pages, 'page')} at ${address(facts.address)} are never freed`,
};

/** Kernel VA still held at the end. */
export const k6: Check<{ address: number; call: string }> = {
  id: 'K6',
  title: 'Undo what ioremap and vmalloc mapped',
  severity: 'error',
  message: (facts) => `the area that ${facts.call} made at ${address(facts.address)} is never taken down`,
};

/** An interrupt line still requested at the end. */
export const k7: Check<{ irq: number }> = {
  id: 'K7',
  title: 'Free every interrupt line',
  severity: 'error',
  message: ({ irq }) => `interrupt ${irq} is requested and never freed`,
};

/** Context not as it was at the start. */
export const k8: Check<{ what: string }> = {
  id: 'K8',
  title: 'Leave no lock held and no interrupt disabled',
  severity: 'error',
  message: ({ what }) => `the run ends with ${what}`,
};

/** Something released that was not held. */
export const k9: Check<{ what: string }> = {
  id: 'K9',
  title: 'Release only what is held',
  severity: 'error',
  message: ({ what }) => what,
};

/** An access that faults. */
export const k10: Check<{ access: string; address: number }> = {
  id: 'K10',
  title: 'Access only memory that is mapped',
  severity: 'error',
  message: (facts) => `${facts.access} ${address(facts.address)}, where nothing is mapped`,
};

/** BUG() in the driver. */
export const k11: Check<{ message: string }> = {
  id: 'K11',
  title: 'Do not stop the machine',
  severity: 'error',
  message: ({ message }) => `the driver calls BUG(): ${message}`,
};

/** A reference dropped that nobody held. */
export const k12: Check<{ frame: number; count: number; call: string }> = {
  id: 'K12',
  title: 'Drop only references that were taken',
  severity: 'error',
  message: ({ frame, count: left, call }) =>
    `${call} drops a reference to frame ${frame} that nobody held: its count is ${left}`,
};

/** References that outlive the free of a buffer. */
export const k13: Check<{ vaddr: number; pages: number }> = {
  id: 'K13',
  title: 'Drop every reference that was taken',
  severity: 'error',
  message: ({ vaddr, pages }) =>
    `${count(pages, 'page')} of ${address(vaddr)} keep a reference after the free that nobody will drop, and are lost`,
};

/** The allocator stops the machine for want of memory. */
export const f2: Check<{ allocator: string; pages: number }> = {
  id: 'F2',
  title: 'The allocator answers a lack of memory with BUG()',
  severity: 'warning',
  message: ({ allocator, pages }) =>
    `${allocator} finds no block of ${count(pages, 'page')} and calls BUG() where it could return NULL`,
};

/** The allocator loses pages when a mapping fails half way. */
export const f4: Check<{ allocator: string; pages: number; block: number }> = {
  id: 'F4',
  title: 'The allocator loses pages when a page table cannot be had',
  severity: 'warning',
  message: ({ allocator, pages, block }) =>
    `${allocator} returns NULL for want of a page table and loses ${pages} of ${count(block, 'page')}`,
};

/** The allocator loses the pages that round a size up to a power of two. */
export const f5: Check<{ allocator: string; pages: number; size: number }> = {
  id: 'F5',
  title: 'The allocator loses the tail of its block',
  severity: 'warning',
  message: ({ allocator, pages, size }) =>
    `${allocator} takes a power of two of pages for ${bytes(size)} and loses the ${count(pages, 'page')} at its end`,
};

/** The free does not give the pages back although the driver did everything right. */
export const f6: Check<{ allocator: string; pages: number; block: number; why: string }> = {
  id: 'F6',
  title: 'The free loses pages of a healthy buffer',
  severity: 'warning',
  message: ({ allocator, pages, block, why }) =>
    `${allocator} frees a healthy buffer and loses ${pages} of ${count(block, 'page')}: ${why}`,
};

/** All checks that are not rules, so that a report can explain an id. */
export const checks: readonly Check[] = [k1, k2, k3, k4, k5, k6, k7, k8, k9, k10, k11, k12, k13, f2, f4, f5, f6];
