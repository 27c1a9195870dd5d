import type { Span } from '../span.ts';
import { flattenDirectives } from './directives.ts';
import { maskShapes } from './shapes.ts';
import { blankNamesBeforeStrings } from './string-neighbours.ts';
import { attributeBody, attributeCalls, attributeWords, loopCall, typeFirstCalls } from './vocabulary.ts';

/** Text of the same length as the source that the grammar reads better, and the ranges taken out of sight. */
export interface Masked {
  readonly text: string;
  /** Branches of conditionals inside expressions and lists: code that the tree does not show. */
  readonly hidden: readonly Span[];
}

const words = new RegExp(`\\b(?:${attributeWords.join('|')})\\b(?!\\s*\\()`, 'g');
const nested = String.raw`\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)`;
const calls = new RegExp(`\\b(?:${attributeCalls.join('|')})\\s*${nested}`, 'g');
const typeFirst = new RegExp(
  `(\\b(?:${typeFirstCalls.join('|')})\\s*\\(\\s*)((?:const\\s+)?(?:struct|union|enum|unsigned|signed)\\b)?([^,()*]*)([\\s*]*)(?=[,)])`,
  'g',
);
const typeLater = /(,\s*)((?:const\s+)?(?:struct|union)\b)(\s+\w+\s*)(\**)(?=\s*[,)])/g;
const emptyDefine = /^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w*)[ \t]*((?:[^\n\\]|\\[^])*)$/gm;
/** A label with nothing after it: its last letter gives way to a colon, the colon to an empty statement. */
const bareLabel = /\b([A-Za-z_]\w*)\w:(?=\s*(?:#|\}))/g;

const typeFirstMacro = /(\b[A-Z][A-Z0-9_]{2,}\s*\(\s*)((?:struct|union)\b)(\s+\w+\s*)(\**)(?=\s*,)/g;
/** Comments, and the literals that may look as if they held one. */
const commentOrLiteral = /\/\*[^]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n])*|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?/g;

/** Masks kernel vocabulary with blanks of equal length. What `text` itself defines as empty or as attributes is learnt. */
export function mask(text: string): Masked {
  let masked = text.startsWith('\u00ef\u00bb\u00bf') ? `   ${text.slice(3)}` : text;
  masked = masked.replace(commentOrLiteral, (lexeme) => (lexeme.startsWith('/') ? blank(lexeme) : lexeme));
  masked = masked.replace(calls, blank).replace(words, blank);
  const learnt = learnAttributes(text);
  if (learnt.length > 0)
    masked = outsideDirectives(masked, new RegExp(`\\b(?:${learnt.join('|')})\\b(?!\\s*\\()`, 'g'), blank);
  masked = masked.replace(typeFirst, (_all, head: string, keyword: string | undefined, name: string, stars: string) => {
    // A type of one word, such as `unsigned`, is itself made the name.
    if (keyword && !/\S/.test(name)) return head + 'x'.padEnd(keyword.length) + name + blank(stars);
    return head + blank(keyword ?? '') + name + blank(stars);
  });
  masked = masked.replace(
    typeLater,
    (_all, comma: string, keyword: string, name: string, stars: string) => comma + blank(keyword) + name + blank(stars),
  );
  masked = masked.replace(
    typeFirstMacro,
    (_all, head: string, keyword: string, name: string, stars: string) => head + blank(keyword) + name + blank(stars),
  );
  masked = masked.replace(loopCall, (name) => (name.length >= 5 ? 'while'.padEnd(name.length) : name));
  masked = blankNamesBeforeStrings(masked);
  masked = maskShapes(masked);
  masked = masked.replace(bareLabel, (_all, head: string) => `${head}:;`);
  return flattenDirectives(masked);
}

/** The names that `text` defines as nothing, as attributes or as qualifiers. */
export function learnAttributes(text: string): string[] {
  const names = new Set<string>();
  for (const [, name, body] of text.matchAll(emptyDefine)) {
    const own = (body ?? '').replace(words, ' ').replace(calls, ' ');
    if (name && attributeBody.test(own)) names.add(name);
  }
  return [...names];
}

/** Replaces the matches that do not stand in a preprocessor line. */
function outsideDirectives(text: string, pattern: RegExp, replace: (match: string) => string): string {
  return text.replace(pattern, (...match: unknown[]) => {
    const whole = match[0] as string;
    const offset = match.find((part) => typeof part === 'number') as number;
    const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    return /^[ \t]*#/.test(text.slice(lineStart, offset)) ? whole : replace(whole);
  });
}

/** Spaces of the same length; line ends stay, so that lines stay too. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
