import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { htmlPage, migrationReport } from '@freehandle/report';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freehandle, repository } from './support/command.ts';

const executablePath = browserHere();
const folder = mkdtempSync(path.join(tmpdir(), 'freehandle-html-'));
let browser: Browser;

/** Installed Chromium or Chrome; null where there is none, and these tests are skipped. */
function browserHere(): string | null {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      // the next one
    }
  }
  return null;
}

/** Opens a report; `trouble` collects what it says on the console, what it throws and what it asks the network for. */
async function open(
  file: string,
  options: { hash?: string; dark?: boolean; width?: number } = {},
): Promise<{ page: Page; trouble: string[] }> {
  const page = await browser.newPage({
    colorScheme: options.dark ? 'dark' : 'light',
    viewport: { width: options.width ?? 1300, height: 900 },
  });
  const trouble: string[] = [];
  const address = `file://${path.join(folder, file)}`;
  page.on('console', (message) => trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== address && !request.url().startsWith('data:')) trouble.push(request.url());
  });
  await page.goto(address + (options.hash ?? ''));
  return { page, trouble };
}

/** As many sites as one likes, in files of an invented tree. */
function manySites(count: number): string {
  const status = (index: number) => (['safe', 'safe', 'review', 'refused'] as const)[index % 4]!;
  const sites = Array.from({ length: count }, (_, index) => ({
    ...{ file: `drivers/d${index % 50}/f${index}.c`, line: 12, column: 2, function: `close_${index}` },
    before: `consistent_free(p${index})`,
    after: status(index) === 'refused' ? null : `consistent_free(p${index}, 4096, h${index})`,
    status: status(index),
    reason: status(index) === 'refused' ? ('no-allocation-found' as const) : null,
    ...{ message: null, size: null, handle: null, edits: [], retains: [] },
    evidence: [
      { file: `drivers/d${index % 50}/f${index}.c`, line: 4, what: 'allocated' },
      { file: `drivers/d${index % 50}/f${index}.c`, line: 12, what: 'freed' },
    ],
  }));
  const plan = {
    migration: 'consistent-free',
    root: '/',
    files: count,
    sites,
    declarations: [],
    problems: [],
    hashes: {},
  };
  const source = Buffer.from(
    '</script><script>document.title = "taken over"</script> M\xfcller\n'.repeat(20),
    'latin1',
  );
  return htmlPage({
    title: 'Many',
    version: '0.0.0',
    migration: { report: migrationReport(plan, { version: '0.0.0', ms: 1 }), diff: '' },
    readSource: () => source,
  });
}

describe.skipIf(executablePath === null)(
  'the HTML report in a browser (skipped where no Chromium is installed)',
  () => {
    beforeAll(async () => {
      const examples = path.join(folder, 'examples');
      cpSync(`${repository}examples`, examples, { recursive: true });
      const file = path.join(folder, 'verify.html');
      await freehandle(['verify', 'drivers/net/mal.c', '--format', 'html', '--output', file, '-q'], { cwd: examples });
      writeFileSync(path.join(folder, 'many.html'), manySites(5000));
      browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    });
    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('has totals whose parts add up, and each leads to exactly what it counts', async () => {
      const { page, trouble } = await open('many.html');
      expect(await page.locator('.whole').textContent()).toBe('5,000 sites');
      const parts = await page.locator('.parts b').allTextContents();
      const numbers = parts.map((text) => Number(text.replace(',', '')));
      expect(numbers.reduce((sum, count) => sum + count, 0)).toBe(5000);
      await page.getByRole('link', { name: 'to review' }).click();
      expect(await page.locator('.found').textContent()).toBe('1,250 sites of 5,000');
      expect(trouble).toEqual([]);
      await page.close();
    });

    it('finds a site among 5,000 as one types, and draws only what is in sight', async () => {
      const { page, trouble } = await open('many.html', { hash: '#/sites' });
      await page.keyboard.press('/');
      await page.keyboard.type('close_4321');
      expect(await page.locator('.found').textContent()).toBe('1 site of 5,000');
      expect(await page.locator('.detail h2').textContent()).toBe('drivers/d21/f4321.c:12 in close_4321');
      expect(await page.locator('.chain .arrow').count()).toBe(1);
      await page.locator('.search').fill('');
      const most = await page.evaluate(async () => {
        const list = document.querySelector('.list')!;
        let rows = 0;
        for (let to = 0; to < list.scrollHeight; to += list.scrollHeight / 20) {
          list.scrollTop = to;
          await new Promise(requestAnimationFrame);
          rows = Math.max(rows, list.querySelectorAll('.row').length);
        }
        return rows;
      });
      expect(most).toBeLessThan(60);
      await page.locator('.list').focus();
      await page.keyboard.press('End');
      expect(await page.locator('.row[aria-selected=true]').getAttribute('aria-posinset')).toBe('5000');
      expect(trouble).toEqual([]);
      await page.close();
    });

    it('shows hostile source as the text it is, in its own encoding', async () => {
      const { page, trouble } = await open('many.html', { hash: '#/sites/7' });
      expect(await page.title()).toBe('Sites · Many');
      expect(await page.locator('.line.marked code').first().textContent()).toContain(
        '</script><script>document.title',
      );
      expect(await page.locator('.line.marked code').first().textContent()).toContain('Müller');
      expect(trouble).toEqual([]);
      await page.close();
    });

    it('goes through a run by the keyboard: calls, source, allocations and page frames move together', async () => {
      const { page, trouble } = await open('verify.html', { hash: '#/drivers' });
      const moment = page.locator('.moment');
      const [, calls] = /of (\d+)/.exec((await moment.textContent())!)!;
      await page.locator('.viewer').focus();
      const frames = new Set<string>();
      for (let step = 0; step <= Number(calls); step++) {
        frames.add((await page.locator('.page-map').getAttribute('aria-label'))!);
        await page.keyboard.press('ArrowRight');
      }
      expect(await moment.textContent()).toBe('end');
      expect(frames.size).toBeGreaterThan(3);
      const total = (label: string): number =>
        label.split(', ').reduce((sum, part) => sum + Number.parseInt(part, 10), 0);
      expect(new Set([...frames].map(total)).size).toBe(1);
      await page.keyboard.press('Home');
      expect(await moment.textContent()).toBe(`0 of ${calls}`);
      await page.keyboard.press(' ');
      await page.waitForFunction(() => document.querySelector('.moment')!.textContent!.startsWith('2 '));
      expect(trouble).toEqual([]);
      await page.close();
    });

    it('has every run in the fault matrix, and a cell opens a run that shows what the cell says', async () => {
      const { page, trouble } = await open('verify.html', { hash: '#/drivers' });
      const caption = (await page.locator('.matrix caption').textContent())!;
      const runs = await page.locator('.matrix .runs').allTextContents();
      expect(runs.reduce((sum, count) => sum + Number(count), 0)).toBe(Number.parseInt(caption, 10));
      const cell = page.locator('.heat.bad').first();
      const rule = /, ([A-Z]\d+)$/.exec((await cell.getAttribute('aria-label'))!)![1]!;
      await cell.press('Enter');
      expect(await page.locator('.run-choice option:checked').textContent()).toContain(rule);
      expect(await page.locator('.viewer').evaluate((viewer) => viewer === document.activeElement)).toBe(true);
      expect(trouble).toEqual([]);
      await page.close();
    });

    it('shows the patch file by file, each with all of its changes and nothing of the next', async () => {
      const { page, trouble } = await open('verify.html', { hash: '#/diff' });
      const names = await page.locator('.file-diff h2').allTextContents();
      expect(names).toEqual(['drivers/net/mal.c', expect.stringMatching(/^include\//)]);
      const changes = await page.locator('.file-diff pre').allTextContents();
      for (const text of changes) expect(text).toMatch(/^@@ (?![\s\S]*diff --git)[\s\S]*^\+.*consistent_free\(/m);
      expect(trouble).toEqual([]);
      await page.close();
    });

    it('is dark where the reader is, or wants it, and readable in both', async () => {
      for (const dark of [false, true]) {
        const { page } = await open('verify.html', { dark });
        expect(await contrast(page)).toBeGreaterThan(7);
        expect(await lightness(page)).toBe(dark ? 'dark' : 'light');
        await page.locator('.theme').click();
        if (!dark) await page.locator('.theme').click();
        expect(await lightness(page)).toBe(dark ? 'light' : 'dark');
        expect(await contrast(page)).toBeGreaterThan(7);
        await page.close();
      }
    });

    it('fits a narrow screen: the list, and what one opens in it, and back', async () => {
      const { page } = await open('many.html', { hash: '#/sites', width: 380 });
      expect(await page.locator('.detail').isVisible()).toBe(false);
      await page.locator('.row').first().click();
      expect(await page.locator('.detail').isVisible()).toBe(true);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await page.locator('.back').click();
      expect(await page.locator('.list').isVisible()).toBe(true);
      await page.close();
    });

    it('has the landmarks and names that a screen reader goes by', async () => {
      const { page } = await open('verify.html', { hash: '#/drivers' });
      expect(
        await page.getByRole('navigation').getByRole('link', { name: 'Drivers' }).getAttribute('aria-current'),
      ).toBe('page');
      for (const role of ['banner', 'main', 'listbox', 'status'] as const) {
        expect(await page.getByRole(role).count(), role).toBeGreaterThan(0);
      }
      const nameless = await page.evaluate(
        () =>
          [...document.querySelectorAll('button, a, input, select, [role=listbox], [role=img], [role=group]')].filter(
            (one) => !one.textContent!.trim() && !one.ariaLabel && !one.closest('label') && !(one as HTMLElement).title,
          ).length,
      );
      expect(nameless).toBe(0);
      await page.close();
    });
  },
);

/** Ratio of text and ground, as WCAG counts it. */
function contrast(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.body);
    const luminance = (text: string): number => {
      const [r, g, b] = text.match(/[\d.]+/g)!.map((part) => {
        const value = Number(part) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const [a, b] = [luminance(color), luminance(backgroundColor)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
}

function lightness(page: Page): Promise<string> {
  return page.evaluate(() => {
    const [red = 0] = getComputedStyle(document.body).backgroundColor.match(/\d+/g)!.map(Number);
    return red < 128 ? 'dark' : 'light';
  });
}
