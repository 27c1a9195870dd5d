import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { refusals } from '../src/index.ts';
import { fixtures } from './fixture.ts';

describe.each(refusals)('$reason', (refusal) => {
  it('has a page with its title, before, after, the remedy, and what is not rewritten', () => {
    const page = readFileSync(fileURLToPath(new URL(`../../../${refusal.docs}`, import.meta.url)), 'utf8');
    expect(page.startsWith(`# ${refusal.title}\n`)).toBe(true);
    for (const heading of ['## Before', '## After', '## What would make it possible', '## What is not rewritten']) {
      expect(page).toContain(heading);
    }
    expect(page).toContain(refusal.remedy);
  });

  it('is shown by a fixture', () => {
    expect(fixtures().some((fixture) => fixture.sites.some((site) => site.reason === refusal.reason))).toBe(true);
  });
});
