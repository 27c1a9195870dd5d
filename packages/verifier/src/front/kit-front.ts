import { fileURLToPath } from 'node:url';
import type { DriverInput } from '../driver-input.ts';
import { includeClosure } from './include-closure.ts';
import { DRIVER_ROOT, moduleArguments, type GlueFor, type PreparedDriver } from './prepared-driver.ts';
import { bytesOf, latin1, VirtualFiles } from './virtual-files.ts';

/** Our own model headers: what the kernel's would declare, reduced to what drivers of the examples' kind use. */
const kit = fileURLToPath(new URL('../../kit/include', import.meta.url));

/** Prepares a driver against the tree it came with and, after it, the kit of model headers. */
export function prepareWithKit(input: DriverInput, glueFor: GlueFor): PreparedDriver {
  const roots = input.includeRoots.map((directory, index) => ({ at: `/include${index}`, directory }));
  const mounts = [{ at: DRIVER_ROOT, directory: input.root }, ...roots, { at: '/kit', directory: kit }];
  const includeDirs = mounts.slice(1).map(({ at }) => at);
  const main = `${DRIVER_ROOT}/${input.file}`;
  const given = new Map([[main, input.source]]);
  const { files, missing } = includeClosure(new VirtualFiles(mounts, given, input.overlay), main, includeDirs);
  const source = bytesOf(latin1(files.get(main)!) + glueFor(files));
  return {
    unit: {
      main,
      files: new Map([...files, [main, source]]),
      includeDirs,
      args: [...moduleArguments, '-DCONFIG_NOT_COHERENT_CACHE=1', '-D__powerpc__', '-D__BIG_ENDIAN__'],
    },
    profile: `kit of model headers${input.includeRoots.length > 0 ? ' behind the tree’s own include directories' : ''}`,
    missing,
  };
}
