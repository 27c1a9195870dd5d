import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createNodes } from '@freehandle/nx';
import type { CreateNodesContextV2 } from '@nx/devkit';
import { afterEach, beforeEach, expect, it } from 'vitest';

let workspaceRoot: string;
beforeEach(() => {
  workspaceRoot = mkdtempSync(path.join(tmpdir(), 'freehandle-nx-'));
  mkdirSync(path.join(workspaceRoot, 'drivers/net'), { recursive: true });
});
afterEach(() => rmSync(workspaceRoot, { recursive: true }));

async function infer(config: string): Promise<Awaited<ReturnType<(typeof createNodes)[1]>>> {
  const file = 'drivers/net/freehandle.config.json';
  writeFileSync(path.join(workspaceRoot, file), config);
  const context: CreateNodesContextV2 = { workspaceRoot, nxJsonConfiguration: {} };
  return createNodes[1]([file], undefined, context);
}

it('infers migrate and verify for the folder of a config, with the migration it names', async () => {
  const [[, nodes]] = (await infer('{"migration": "consistent-free"}')) as [[string, { projects: object }]];
  expect(nodes.projects).toMatchObject({
    'drivers/net': {
      root: 'drivers/net',
      targets: {
        migrate: { command: 'freehandle migrate drivers/net --migration consistent-free', cache: true },
        verify: { command: 'freehandle verify drivers/net --migration consistent-free', cache: true },
      },
    },
  });
});

it('takes the default migration for an empty config', async () => {
  const [[, nodes]] = (await infer('{}')) as [[string, { projects: object }]];
  expect(nodes.projects).toMatchObject({
    'drivers/net': { targets: { migrate: { command: 'freehandle migrate drivers/net' } } },
  });
});

it('names the file that is not JSON', async () => {
  const file = 'drivers/net/freehandle.config.json';
  const said = expect.objectContaining({ message: `${file}: not valid JSON; write {} for the defaults` }) as Error;
  await expect(infer('{')).rejects.toMatchObject({ errors: [[file, said]] });
});
