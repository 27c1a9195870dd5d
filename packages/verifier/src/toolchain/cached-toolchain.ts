import { join } from 'node:path';
import { hashOf, readSealed, touchEntry, trimCache, writeSealed } from '@freehandle/codemod';
import { compileArguments } from './arguments.ts';
import { firstError } from './diagnostic.ts';
import type { ToolResult, Toolchain, TranslationUnit } from './toolchain.ts';

/**
 * A toolchain that remembers in a folder what it made. An entry is known by the hash of all that the result depends on: the
 * compiler's version, its arguments and the bytes of every file that it could see. So nothing kept can be out of date, and a
 * folder that cannot be read or written is an empty one.
 */
export function cachedToolchain(toolchain: Toolchain, folder: string): Toolchain {
  const remembered = async (key: string, make: () => Promise<ToolResult>): Promise<ToolResult> => {
    const place = join(folder, 'compiled', key.slice(0, 2), key);
    const [diagnostics, output] = readSealed(place, key) ?? [];
    if (diagnostics !== undefined && output !== undefined) {
      touchEntry(place);
      return { diagnostics: JSON.parse(diagnostics) as string, output: output === '' ? null : bytesIn(output) };
    }
    const made = await make();
    // a compiler that had no memory, or stopped, says nothing about the source
    const isLasting = made.output !== null || (firstError(made.diagnostics)?.path ?? '') !== '';
    if (isLasting && writeSealed(place, key, [JSON.stringify(made.diagnostics), textOf(made.output)])) {
      trimCache(folder);
    }
    return made;
  };
  return {
    name: toolchain.name,
    compile: (unit) => remembered(keyOfUnit(toolchain.name, unit), () => toolchain.compile(unit)),
    link: (objects, args) =>
      remembered(hashOf(JSON.stringify([toolchain.name, args, objects.map((object) => hashOf(object))])), () =>
        toolchain.link(objects, args),
      ),
  };
}

function keyOfUnit(toolchain: string, unit: TranslationUnit): string {
  const files = [...unit.files].map(([path, bytes]) => [path, hashOf(bytes)]).sort();
  return hashOf(JSON.stringify([toolchain, compileArguments(unit, ''), files]));
}

/** Output as text without a line end; a module is never empty, so that no output is the empty text. */
function textOf(output: Uint8Array | null): string {
  return output === null ? '' : Buffer.from(output).toString('base64');
}

function bytesIn(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
