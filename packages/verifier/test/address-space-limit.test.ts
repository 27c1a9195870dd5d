import { describe, expect, it } from 'vitest';
import { addressSpaceShortage, affordableThreads } from '../src/sandbox/address-space-limit.ts';

const limits = (gib: number | null): string =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax address space         ${
    gib === null ? 'unlimited' : gib * 2 ** 30
  }            unlimited            bytes     \n`;

describe('a limit of address space', () => {
  it('that is too small for one worker is told before one is started', () => {
    expect(addressSpaceShortage(limits(4))?.message).toContain('the limit of 4 GiB of address space (ulimit -v)');
  });

  it('is no obstacle where there is none, where it is large, or where it cannot be asked for', () => {
    expect([limits(null), limits(24), ''].map(addressSpaceShortage)).toEqual([null, null, null]);
  });

  it('bounds the number of threads', () => {
    expect([limits(null), limits(50), limits(4)].map((text) => affordableThreads(8, text))).toEqual([8, 2, 1]);
  });
});
