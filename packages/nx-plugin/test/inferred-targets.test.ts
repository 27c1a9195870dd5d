import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createNodes } from '@freehandle/nx';
import type { CreateNodesContextV2, Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { initGenerator } from '../src/init.ts';

let workspaceRoot: string;
beforeEach(() => {
  workspaceRoot = mkdtempSync(path.join(tmpdir(), 'freehandle-nx-'));
  mkdirSync(path.join(workspaceRoot, 'drivers/net'), { recursive: true });
});
afterEach(() => rmSync(workspaceRoot, { recursive: true }));

type Nodes = { projects: Record<string, { name: string; targets: Record<string, object>; metadata: object }> };

async function infer(config: string, files: Record<string, string>): Promise<Nodes['projects'][string]> {
  for (const [name, text] of Object.entries({ [config]: '{}', ...files }))
    writeFileSync(path.join(workspaceRoot, 'drivers/net', name), text);
  const context: CreateNodesContextV2 = { workspaceRoot, nxJsonConfiguration: {} };
  const [[, nodes]] = (await createNodes[1]([`drivers/net/${config}`], undefined, context)) as [[string, Nodes]];
  return nodes.projects['drivers/net']!;
}

it('infers cached targets that run in the folder, where the command finds its configuration', async () => {
  const { name: project, targets } = await infer('freehandle.config.ts', {});
  expect(project).toBe('drivers-net');
  expect(Object.keys(targets)).toEqual(['migrate', 'audit', 'verify']);
  for (const [name, target] of Object.entries(targets))
    expect(target).toMatchObject({ command: `freehandle ${name}`, options: { cwd: 'drivers/net' }, cache: true });
});

it('infers a target for each driver, and one for all of them, and none for parts of drivers', async () => {
  const { targets, metadata } = await infer('freehandle.config.json', {
    'ring.c': 'module_init(ring_init);',
    'old.c': 'int init_module(void) { return 0; }',
    'part.c': 'void part(void) {}',
  });
  expect(targets['verify-ci--ring.c']).toMatchObject({
    command: 'freehandle verify ring.c',
    inputs: expect.arrayContaining(['{projectRoot}/ring.c', '{workspaceRoot}/**/*.h']) as unknown,
  });
  expect(targets['verify-ci']).toMatchObject({
    dependsOn: ['old.c', 'ring.c'].map((name) => ({ target: `verify-ci--${name}`, projects: 'self' })),
  });
  expect(metadata).toEqual({
    targetGroups: { 'verify (CI)': ['verify-ci--old.c', 'verify-ci--ring.c', 'verify-ci'] },
  });
});

it('init adds the plugin once and a configuration, and leaves one that is there', async () => {
  const tree: Tree = createTreeWithEmptyWorkspace();
  const config = (): string => tree.read('drivers/net/freehandle.config.json', 'utf8')!;
  await initGenerator(tree, { directory: 'drivers/net', migration: 'consistent-free' });
  expect(JSON.parse(config())).toEqual({ migration: 'consistent-free' });
  await initGenerator(tree, { directory: 'drivers/net', migration: 'another' });
  expect(JSON.parse(config())).toEqual({ migration: 'consistent-free' });
  expect((JSON.parse(tree.read('nx.json', 'utf8')!) as { plugins: string[] }).plugins).toEqual(['@freehandle/nx']);
});
