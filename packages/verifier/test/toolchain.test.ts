import { describe, expect, it } from 'vitest';
import { defaultOptions } from '../src/driver-input.ts';
import { conflictingCall, firstError } from '../src/toolchain/diagnostic.ts';
import { findSystemClang } from '../src/toolchain/system-clang.ts';
import type { Toolchain } from '../src/toolchain/toolchain.ts';
import { verifyHere } from '../src/verify-driver.ts';
import { fixture, ring, workbench } from './verify-fixture.ts';

describe('diagnostics', () => {
  it('give the first error, not a warning, a note or the errors after it', () => {
    const said =
      '/driver/a.c:3:1: warning: w\n/driver/a.c:4:7: error: first: of two\n/driver/a.c:4:8: note: n\n/driver/b.c:1:1: error: second\n';
    expect(firstError(said)).toEqual({ path: '/driver/a.c', line: 4, message: 'first: of two' });
    expect(firstError("/k/x.h:1:2: fatal error: 'y.h' file not found\n")?.message).toBe("'y.h' file not found");
    expect(firstError('error: unknown argument\n')).toEqual({ path: '', line: 0, message: 'unknown argument' });
    expect(firstError('/a.c:1:1: warning: only\n')).toBeNull();
  });

  it('tell a call whose arguments would be garbage', () => {
    expect(conflictingCall('warning: prototype-less function used with conflicting signatures: g\n')).toBe('g');
    expect(conflictingCall('')).toBeNull();
  });
});

describe('an installed clang', () => {
  it('is none where there is none', () => {
    expect(findSystemClang('no-such-clang')).toBeNull();
  });

  const installed = findSystemClang();
  it.skipIf(installed === null)('gives the same verdict as the one from npm', async () => {
    const bench = workbench();
    const verdictBy = async (toolchain: Toolchain) => {
      const { verdict } = await verifyHere(fixture(ring), { ...bench, toolchain }, defaultOptions);
      return { ...verdict, profile: '', compileMs: 0, runMs: 0 };
    };
    expect(await verdictBy(installed!)).toEqual(await verdictBy(bench.toolchain));
  });
});
