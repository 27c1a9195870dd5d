import { attributeBody, attributeCalls, attributeWords, loopCall, typeFirstCalls } from './vocabulary.ts';
import { flattenDirectives } from './directives.ts';
import type { Span } from '../span.ts';

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

/** Masks kernel vocabulary with blanks of equal length. What `text` itself defines as empty or as attributes is learnt. */
export function mask(text: string): Masked {
  let masked = text.startsWith('\u00ef\u00bb\u00bf') ? `   ${text.slice(3)}` : text;
  masked = masked.replace(calls, blank).replace(words, blank);
  const learnt = learnAttributes(text);
  if (learnt.length > 0)
    masked = masked.replace(
      new RegExp(`(?<!#[ \\t]*(?:define|undef|ifdef|ifndef)[ \\t]+)\\b(?:${learnt.join('|')})\\b(?!\\s*\\()`, 'g'),
      blank,
    );
  masked = masked.replace(typeFirst, (_all, head: string, keyword: string | undefined, name: string, stars: string) => {
    return (
      head + blank(keyword ?? '') + (/\S/.test(name) ? name : keyword ? 'x'.padEnd(name.length) : name) + blank(stars)
    );
  });
  masked = masked.replace(
    typeLater,
    (_all, comma: string, keyword: string, name: string, stars: string) => comma + blank(keyword) + name + blank(stars),
  );
  masked = masked.replace(loopCall, (name) => (name.length >= 5 ? 'while'.padEnd(name.length) : name));
  return flattenDirectives(masked);
}

/** The names that `text` defines as nothing or as attributes. */
export function learnAttributes(text: string): string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(emptyDefine)) {
    const [, name, body] = match;
    if (name && /[a-z]/.test(name) === /^_*[a-z]/.test(name) && name.startsWith('__') && attributeBody.test(body ?? ''))
      names.add(name);
  }
  return [...names];
}

/** Spaces of the same length; line ends stay, so that lines stay too. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
