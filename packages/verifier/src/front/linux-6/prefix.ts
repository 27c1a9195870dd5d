/**
 * Headers that most drivers include, compiled once a tree: reading them takes as long as all the rest of a small driver.
 * Each has its include guard, so that a driver that includes it again loses nothing.
 */
const commonHeaders: readonly string[] = [
  ...['module', 'kernel', 'init', 'slab', 'delay', 'io', 'interrupt', 'dma-mapping', 'platform_device', 'pci', 'of'],
  ...[
    'of_device',
    'of_address',
    'of_irq',
    'clk',
    'netdevice',
    'etherdevice',
    'skbuff',
    'workqueue',
    'timer',
    'spinlock',
  ],
  ...['mutex', 'completion', 'firmware', 'fs', 'uaccess'],
].map((name) => `linux/${name}.h`);

/** Virtual paths of the prefix and of what it is compiled to. */
export const prefixPath = '/freehandle/prefix.h';
export const precompiledPath = '/freehandle/prefix.pch';

/** Text of the prefix: the headers among the common ones that a tree has. */
export function prefixText(exists: (header: string) => boolean): string {
  return commonHeaders
    .filter(exists)
    .map((name) => `#include <${name}>\n`)
    .join('');
}
