import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultOptions } from '../src/driver-input.ts';
import { verifyHere } from '../src/verify-driver.ts';
import { found, lineOf, mutate, workbench } from './verify-fixture.ts';

const tree = fileURLToPath(new URL('./fixtures/linux-6', import.meta.url));
const file = 'drivers/lamp/lamp.c';
const lamp = readFileSync(`${tree}/${file}`, 'latin1');

async function verify(text: string) {
  const input = { file, root: tree, source: Buffer.from(text), includeRoots: [], overlay: {}, kernelTree: tree };
  return (await verifyHere(input, workbench(), defaultOptions)).verdict;
}

const freeInRemove = '\tdma_free_coherent(&device->dev, TABLE_BYTES, lamp->table, lamp->table_handle);\n\treturn 0;';

describe('a platform driver of a Linux 6 tree', () => {
  it('is bound, interrupted and unbound, and what its device holds is given back', async () => {
    const verdict = await verify(lamp);
    expect(verdict.error).toBeNull();
    expect(verdict.profile).toContain('Linux 6.1.99, model architecture with CONFIG_LAMP');
    expect(verdict.lifecycle).toEqual(['load', 'probe', 'interrupt 32', 'interrupt thread 32', 'unload', 'remove']);
    expect(found(verdict)).toEqual([]);
    expect(verdict.sites.map(({ status }) => status)).toEqual(['verified', 'verified']);
    expect(verdict.stubs).toEqual([]);
  });

  it('that forgets its buffer on a way out of probe leaks it', async () => {
    const text = mutate(lamp, '\tif (result)\n\t\tgoto fail;', '\tif (result)\n\t\treturn result;');
    const verdict = await verify(text);
    expect(found(verdict)).toEqual([`R7 ${lineOf(text, 'dma_alloc_coherent(')}`]);
    expect(verdict.findings[0]).toMatchObject({
      severity: 'error',
      run: { faults: [expect.stringContaining('request-irq 1')] },
    });
  });

  it('that frees another size is told', async () => {
    const text = mutate(lamp, freeInRemove, freeInRemove.replace('TABLE_BYTES', '4096'));
    expect(found(await verify(text))).toEqual([`R9 ${lineOf(text, '4096, lamp->table')}`]);
  });

  it('that frees twice is told, also what its device frees anyway', async () => {
    const twice = mutate(lamp, freeInRemove, freeInRemove.replace('\treturn', '\tkfree(lamp);\n\treturn'));
    expect(found(await verify(twice)).some((line) => line.startsWith('K4'))).toBe(true);
    const again = mutate(lamp, freeInRemove, `${freeInRemove.split('\n')[0]!}\n${freeInRemove}`);
    expect(found(await verify(again))).toContain(`R7 ${lineOf(again, freeInRemove.split('\n')[0]!, 3)}`);
  });

  it('that uses what it has freed is told', async () => {
    const text = mutate(lamp, freeInRemove, freeInRemove.replace('\treturn 0;', '\treturn lamp->table[1];'));
    expect(found(await verify(text))).toEqual([`S2 ${lineOf(text, 'return lamp->table[1]')}`]);
  });

  it('may call what nobody models: its answers are tried, and findings that rest on them are warnings', async () => {
    const text = mutate(
      lamp,
      '\tdevice->dev.driver_data = lamp;',
      '\tdevice->dev.driver_data = lamp;\n\tif (lamp_shade_lower(lamp_shade_find("red")))\n\t\treturn -EINVAL;',
    );
    const { findings, stubs } = await verify(text);
    expect(stubs).toEqual(['lamp_shade_find', 'lamp_shade_lower']);
    // the interrupt, which is still requested then, meets what the device has given back
    expect(findings).toMatchObject([{ rule: 'S2', severity: 'warning', function: 'lamp_interrupt' }]);
    expect(findings[0]?.message).toContain('if lamp_shade_lower can fail, which is not modelled');
  });

  it('that hands memory to what nobody models may not be told that it leaks', async () => {
    const text = mutate(
      mutate(lamp, freeInRemove, '\treturn 0;'),
      '\tdevice->dev.driver_data = lamp;',
      '\tdevice->dev.driver_data = lamp;\n\tlamp_shade_keep(lamp);',
    );
    const { findings } = await verify(text);
    expect(findings).toMatchObject([{ rule: 'R7', severity: 'warning' }]);
    expect(findings[0]?.message).toContain('unless it is for one of these to free: lamp_shade_keep');
  });

  it('may read a number of its board, which is one, or missing', async () => {
    const read = (otherwise: string) =>
      mutate(
        mutate(
          lamp,
          '#define TABLE_BYTES',
          'int of_property_read_variable_u32_array(void *, const char *, int *, int, int);\n#define TABLE_BYTES',
        ),
        '\tlamp->irq = platform_get_irq(device, 0);',
        `\tresult = of_property_read_variable_u32_array(0, "level", &result, 1, 0);\n\tif (result != 1)\n\t\t${otherwise};\n\tlamp->irq = platform_get_irq(device, 0);`,
      );
    const { lifecycle, stubs, findings } = await verify(read('goto fail'));
    expect({ stubs, findings }).toEqual({ stubs: [], findings: [] });
    expect(lifecycle).toContain('remove');
    const [leak] = (await verify(read('return -22'))).findings;
    expect(leak).toMatchObject({ rule: 'R7', severity: 'error' });
    expect(leak?.run?.faults).toEqual([expect.stringContaining('of_property_read_variable_u32_array 1')]);
  });

  it('may give a page to its device, which has an address above the half of all addresses', async () => {
    const page = `
	if (platform_get_irq(device, 0)) {
		struct page *page = alloc_pages(GFP_KERNEL, 0);
		if (!page)
			goto fail;
		writel(dma_map_page_attrs(&device->dev, page, 64, 32, 0, 0), lamp->registers + 8);
		__free_pages(page, 0);
	}
`;
    const prototypes = `struct page *alloc_pages(gfp_t gfp, unsigned order);
void __free_pages(struct page *page, unsigned order);
dma_addr_t dma_map_page_attrs(struct device *, struct page *, unsigned long, size_t, int, unsigned long);
`;
    const text = mutate(
      mutate(lamp, '#define TABLE_BYTES', `#include <linux/mm.h>\n${prototypes}#define TABLE_BYTES`),
      '\tdevice->dev.driver_data = lamp;',
      `${page}\tdevice->dev.driver_data = lamp;`,
    );
    const { stopped, stubs, findings } = await verify(text);
    expect({ stopped, stubs }).toEqual({ stopped: false, stubs: [] });
    // the line that was requested before is never freed on that way out
    expect(findings.map(({ rule }) => rule)).not.toContain('S4');
  });

  it('may wait for its device by sleeping between looks at a register, for as long as it takes', async () => {
    const wait = `
	while (!(readl(lamp->registers + 12) & 0x40000))
		msleep(1);
`;
    const text = mutate(
      mutate(lamp, '#define TABLE_BYTES', 'void msleep(unsigned);\n#define TABLE_BYTES'),
      '\tdevice->dev.driver_data = lamp;',
      `${wait}\tdevice->dev.driver_data = lamp;`,
    );
    const { stopped, findings } = await verify(text);
    expect({ stopped, findings }).toEqual({ stopped: false, findings: [] });
  });

  it('may walk the bits of a map: what searches in it comes to an end', async () => {
    const walk = `
\tunsigned long map[2] = { 0x80000001, 0x10 };
\tunsigned long at, seen = 0;
\tfor (at = _find_first_bit(map, 64); at < 64; at = _find_next_bit(map, 64, at + 1))
\t\tseen = seen * 100 + at;
\tdev_info(&device->dev, "bits %d\\n", (int)seen);
`;
    const text = mutate(
      mutate(lamp, '#define TABLE_BYTES', '#include <linux/bitmap.h>\n#define TABLE_BYTES'),
      '\tstruct lamp *lamp;\n\tint result;\n',
      `\tstruct lamp *lamp;\n\tint result;\n${walk}`,
    );
    const { stopped, stubs, findings } = await verify(text);
    expect({ stopped, stubs, findings }).toEqual({ stopped: false, stubs: [], findings: [] });
  });

  it('may go through a list that nobody models: it has one thing, then it ends', async () => {
    const walk = '\twhile ((shade = lamp_shade_next(shade)))\n\t\tlamp_shade_lower(shade);\n';
    const text = mutate(
      mutate(
        lamp,
        '#define TABLE_BYTES',
        'struct lamp_shade *lamp_shade_next(struct lamp_shade *);\n#define TABLE_BYTES',
      ),
      '\tstruct lamp *lamp;\n\tint result;\n',
      `\tstruct lamp *lamp;\n\tstruct lamp_shade *shade = 0;\n\tint result;\n\n${walk}`,
    );
    expect((await verify(text)).stopped).toBe(false);
  });
});
