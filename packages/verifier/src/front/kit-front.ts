import type { DriverInput } from '../driver-input.ts';
import { inPackage } from '../package-folder.ts';
import { includeClosure } from './include-closure.ts';
import { driverMount, moduleArguments, type GlueFor, type PreparedDriver } from './prepared-driver.ts';
import { bytesOf, latin1, VirtualFiles } from './virtual-files.ts';

/** Our own model headers: what the kernel's would declare, reduced to what drivers of the examples' kind use. */
const kit = inPackage('kit/include');

/** Prepares a driver against the tree it came with and, after it, the kit of model headers. */
export function prepareWithKit(input: DriverInput, glueFor: GlueFor): PreparedDriver {
  const roots = input.includeRoots.map((directory, index) => ({ at: `/include${index}`, directory }));
  const { main, mount } = driverMount(input);
  const headers = [...roots, { at: '/kit', directory: kit }];
  const mounts = [mount, ...headers];
  const includeDirs = headers.map(({ at }) => at);
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
