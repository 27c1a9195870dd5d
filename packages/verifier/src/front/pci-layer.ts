import type { FileTree } from '../toolchain/toolchain.ts';
import { latin1 } from './virtual-files.ts';

/**
 * Whether the PCI layer of a tree's headers is a name for consistent_alloc and consistent_free and nothing more: then what
 * pci_alloc_consistent gives is freed by consistent_free, and rightly [2.4.27 include/asm-arm/pci.h pci_free_consistent].
 */
export function isPciLayerThin(files: FileTree): boolean {
  for (const [path, bytes] of files) {
    if (!path.endsWith('/pci.h')) continue;
    if (/\bpci_free_consistent\s*\([^)]*\)\s*\{[^}]*\bconsistent_free\s*\(/.test(latin1(bytes))) return true;
  }
  return false;
}
