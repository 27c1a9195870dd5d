import fs from 'node:fs';
import path from 'node:path';

/** What any driver may depend on: headers, and what configures a kernel tree. */
const ofAll = /\.h$|^(?:Kconfig.*|Config\.in|Makefile|.*defconfig|\.config)$/;

/**
 * The drivers that may differ from what they were: those that changed, those that include a file that changed by its name, and all
 * where a header or the configuration did. Which headers a driver comes to depends on where it is compiled, so none is
 * ruled out.
 * @param changed absolute paths.
 */
export function changedDrivers(drivers: readonly string[], changed: readonly string[]): string[] {
  const names = new Set(changed.map((file) => path.basename(file)));
  if ([...names].some((name) => ofAll.test(name))) return [...drivers];
  const files = new Set(changed);
  return drivers.filter((driver) => files.has(driver) || includedBy(driver).some((name) => names.has(name)));
}

function includedBy(file: string): string[] {
  const text = fs.readFileSync(file, 'latin1');
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*["<]([^">]+)[">]/gm)].map(([, name]) =>
    path.posix.basename(name!),
  );
}
