import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { auditFiles } from '../src/index.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Audits a driver whose ring is allocated in one function and freed in another; says rule, function and line. */
async function audit(parts: { open?: string; close: string; members?: string }): Promise<string[]> {
  const root = mkdtempSync(path.join(tmpdir(), 'audit-link-'));
  folders.push(root);
  const text = `struct lamp {
	struct device *dev;
	int count;
	void *table;
	dma_addr_t table_dma;
	void *log;
	dma_addr_t log_dma;
	${parts.members ?? ''}
};
static int lamp_open(struct lamp *l)
{
	l->table = dma_alloc_coherent(l->dev, l->count * sizeof(struct bulb), &l->table_dma, GFP_KERNEL);
	if (!l->table)
		return -ENOMEM;
	l->log = dma_alloc_coherent(l->dev, 8192, &l->log_dma, GFP_KERNEL);
	if (!l->log) {
		dma_free_coherent(l->dev, l->count * sizeof(struct bulb), l->table, l->table_dma);
		return -ENOMEM;
	}
	${parts.open ?? ''}
	return 0;
}
static void lamp_close(struct lamp *l)
{
	${parts.close}
}
`;
  writeFileSync(path.join(root, 'lamp.c'), text);
  const { findings } = await auditFiles([path.join(root, 'lamp.c')], { root });
  return findings.map(({ rule, function: name }) => `${rule} ${name}`);
}

const table = 'dma_free_coherent(l->dev, l->count * sizeof(struct bulb), l->table, l->table_dma);';
const log = 'dma_free_coherent(l->dev, 8192, l->log, l->log_dma);';

describe('a free in another function than the allocation', () => {
  it('is right when size, handle and device are those of the allocation', async () => {
    expect(await audit({ close: `${table} ${log}` })).toEqual([]);
  });

  it('is told when its size has other pages', async () => {
    expect(await audit({ close: `${table} ${log.replace('8192', '4096')}` })).toEqual(['R9 lamp_close']);
  });

  it('is told when a factor of its size is missing', async () => {
    expect(await audit({ close: `${table.replace(' * sizeof(struct bulb)', '')} ${log}` })).toEqual(['R9 lamp_close']);
  });

  it('is told when its handle is that of other memory', async () => {
    expect(await audit({ close: `${table} ${log.replace('log_dma', 'table_dma')}` })).toEqual(['R10 lamp_close']);
  });

  it('is told when it is for the parent of the device', async () => {
    expect(await audit({ close: `${table} ${log.replace('l->dev', 'l->dev->parent')}` })).toEqual(['D3 lamp_close']);
  });

  it('is told when it is of another family', async () => {
    expect(await audit({ close: `${table} kfree(l->log);` })).toContain('D2 lamp_close');
  });

  it('may be told the size by a member that holds it', async () => {
    const open = 'l->bytes = l->count * sizeof(struct bulb);';
    const close = `${table.replace('l->count * sizeof(struct bulb)', 'l->bytes')} ${log}`;
    expect(await audit({ members: 'size_t bytes;', open, close })).toEqual([]);
  });
});

describe('memory that no function of the file frees', () => {
  it('is told where other memory of the object is freed', async () => {
    expect(await audit({ close: table })).toEqual(['R7 lamp_open']);
  });

  it('is not told when its pointer and handle, or what holds them, are given to a function that is not known', async () => {
    expect(await audit({ close: `${table} lamp_give(l->log, l->log_dma);` })).toEqual([]);
    expect(await audit({ close: `${table} lamp_give(l, l->log);` })).toEqual([]);
  });

  it('is told when only its pointer is given, which is not enough to free it', async () => {
    expect(await audit({ close: `${table} lamp_give(l->log);` })).toEqual(['R7 lamp_open']);
  });

  it('is not told when pointer and handle are kept elsewhere', async () => {
    expect(await audit({ close: `${table} kept.log = l->log; kept.dma = l->log_dma;` })).toEqual([]);
  });
});

describe('memory that was freed', () => {
  it('is told when a function of the kernel writes to it', async () => {
    expect(await audit({ close: `${table} ${log} memset(l->log, 0, 8192);` })).toEqual(['S2 lamp_close']);
  });

  it('is not told when the place holds other memory by then', async () => {
    const again = 'l->log = dma_alloc_coherent(l->dev, 8192, &l->log_dma, GFP_KERNEL); if (!l->log) return;';
    expect(await audit({ close: `${table} ${log} ${again} memset(l->log, 0, 8192);` })).toEqual([]);
  });
});
