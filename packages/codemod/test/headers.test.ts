import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { consistentFree, planMigration } from '../src/index.ts';

const files = {
  'drivers/lane/h/room.h': 'struct room { void *mem; u32 bytes; dma_addr_t bus; };\ntypedef struct room room_t;\n',
  'drivers/lane/h/lane.h': '#include "h/room.h"\nstruct lane { int index; struct room room; };\n',
  'drivers/lane/lane.c': `#include "h/lane.h"
int lane_up(struct lane *l)
{
	room_t *r = &l->room;

	r->mem = consistent_alloc(GFP_KERNEL, r->bytes, &r->bus);
	return r->mem ? 0 : -ENOMEM;
}
void lane_down(struct lane *l)
{
	if (l->room.mem)
		consistent_free(l->room.mem);
}
`,
};

it('finds the headers that a header includes as seen from the folder of the source file', async () => {
  const root = mkdtempSync(join(tmpdir(), 'freehandle-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(root, dirname(file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    const plan = await planMigration(Object.keys(files), { migration: consistentFree, root });
    expect(plan.sites.map((site) => site.after)).toEqual(['consistent_free(l->room.mem, l->room.bytes, l->room.bus)']);
  } finally {
    rmSync(root, { recursive: true });
  }
});
