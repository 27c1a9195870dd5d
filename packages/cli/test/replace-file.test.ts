import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { replaceFile } from '../src/replace-file.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), 'freehandle-replace-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

it('follows a link and keeps the mode of the file; nothing else is left in the folder', () => {
  const file = path.join(folder, 'report');
  fs.writeFileSync(file, 'of yesterday', { mode: 0o600 });
  fs.symlinkSync('report', path.join(folder, 'link'));
  replaceFile(path.join(folder, 'link'), 'of today');
  expect(fs.readFileSync(file, 'utf8')).toBe('of today');
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(fs.readdirSync(folder).sort()).toEqual(['link', 'report']);
});

it('leaves what was there, and nothing else, when the disk takes no more', () => {
  const file = path.join(folder, 'report');
  fs.writeFileSync(file, 'of yesterday');
  const full = vi.spyOn(fs, 'writeFileSync').mockImplementation((name) => {
    fs.closeSync(fs.openSync(name as string, 'w'));
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  });
  try {
    expect(() => replaceFile(file, 'of today')).toThrow('no space left');
  } finally {
    full.mockRestore();
  }
  expect(fs.readFileSync(file, 'utf8')).toBe('of yesterday');
  expect(fs.readdirSync(folder)).toEqual(['report']);
});

it('writes into a pipe instead of replacing it', async () => {
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'ignore'] });
  const read = reader.stdout.setEncoding('utf8').toArray();
  replaceFile(pipe, 'of today');
  expect(fs.statSync(pipe).isFIFO()).toBe(true);
  expect(await read).toEqual(['of today']);
});
