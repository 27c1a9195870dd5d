import type { LoweringRule } from './lowering-rule.ts';

/** A header's `extern inline` becomes static, but where the driver has the function's body itself, as gnu89 allows. */
export const externInline: LoweringRule = {
  name: 'extern-inline',
  why: 'without optimisation no body is made for an extern inline function, and the call would leave the driver',
  apply(text, driver) {
    let defined: ReadonlySet<string> | null = text === driver ? new Set<string>() : null;
    // a name that the driver does not mention it does not define, either
    const isDefined = (name: string): boolean =>
      driver.includes(name) && (defined ??= functionsDefined(driver)).has(name);
    return text.replace(
      /\bextern(\s+)((?:__)?inline(?:__)?\b[^;{}()=]*?\b(\w+)\s*\()/g,
      (whole: string, space: string, declaration: string, name: string) =>
        isDefined(name) ? whole : `static${space}${declaration}`,
    );
  },
};

/** `#define OWN(d) ((struct own *) (d)->data)` that the driver assigns to: the object is addressed, then cast. */
export const assignedCasts: LoweringRule = {
  name: 'assigned-casts',
  why: 'a cast is no lvalue',
  apply(text, driver) {
    return text.replace(
      /^([ \t]*#[ \t]*define[ \t]+(\w+)\(\w+\)[ \t]+)\(\(([\w \t]+\*+)\)[ \t]*([^\n]+)\)[ \t]*$/gm,
      (whole: string, define: string, name: string, type: string, object: string) =>
        isAssigned(name, driver) ? `${define}(*(${type}*)&(${object}))` : whole,
    );
  },
};

function isAssigned(macro: string, text: string): boolean {
  return new RegExp(`\\b${macro}\\s*\\([^;()]*(?:\\([^()]*\\)[^;()]*)*\\)\\s*=[^=]`).test(text);
}

/** Names of functions with a body at the beginning of a line, and no qualifier that keeps them in the file. */
function functionsDefined(text: string): ReadonlySet<string> {
  const definitions = text.matchAll(/^(?!extern\b|static\b)\w[\w \t*]*?\b(\w+)\s*\([^;{}()]*\)\s*\{/gm);
  return new Set([...definitions].map((match) => match[1]!));
}
