import type { Place } from '@freehandle/model';
import type { CompiledDriver } from '../compile/compile-driver.ts';
import { DRIVER_ROOT, reportedName, virtualPath } from '../front/prepared-driver.ts';
import { callSites } from '../wasm/call-sites.ts';
import { functionNames } from '../wasm/function-names.ts';
import { lineTable } from '../wasm/line-table.ts';

/** A line of the driver's own source that calls something. */
export interface CallLine {
  readonly place: Place;
  readonly function: string | null;
}

/** Source places of a compiled driver's code. */
export interface DriverPlaces {
  /** The innermost of these frames that lies in the driver's own source, not in a header of the kernel; null when none does. */
  place(frames: readonly number[]): Place | null;
  /** Name of the driver's function that holds a place. */
  functionAt(place: Place): string | null;
  /** Name of the function that a frame is in; null where the module does not name it. */
  functionOf(frame: number): string | null;
  /** Lines of the driver's own source that call the named functions, in order. */
  sites(names: ReadonlySet<string>): readonly CallLine[];
}

/** Reads the line tables of a module and of the objects it was linked from. */
export function driverPlaces({ module, objects }: CompiledDriver): DriverPlaces {
  const lines = lineTable(module);
  const nameAt = functionNames(module);
  // a function without a name is none of the linker's: see withUntypedCalls
  const own = (offset: number): Place | null => (nameAt(offset) === null ? null : ownPlace(lines.at(offset)));
  return {
    place(frames) {
      for (const frame of frames) {
        const place = own(frame);
        if (place) return place;
      }
      return null;
    },
    functionAt({ file, line }) {
      const offset = lines.offsetOf(virtualPath(file), line);
      return offset === null ? null : nameAt(offset);
    },
    functionOf: nameAt,
    sites(names) {
      const found = objects.flatMap((object) => {
        const linesOfObject = lineTable(object);
        const nameInObject = functionNames(object);
        return callSites(object, names).flatMap(({ offset }) => {
          const place = ownPlace(linesOfObject.at(offset));
          return place ? [{ place, function: nameInObject(offset) }] : [];
        });
      });
      const byLine = new Map(found.map((site) => [`${site.place.file}:${site.place.line}`, site]));
      return [...byLine.values()].sort(({ place: a }, { place: b }) => a.file.localeCompare(b.file) || a.line - b.line);
    },
  };
}

function ownPlace(found: { readonly path: string; readonly line: number } | null): Place | null {
  return found?.path.startsWith(`${DRIVER_ROOT}/`) ? { file: reportedName(found.path), line: found.line } : null;
}
