import type { LoweringRule } from './lowering-rule.ts';
import { afterBlank, afterParentheses, splitAtTopLevel } from './c-scan.ts';

const keyword = /\b(?:__asm__|__asm|asm)\b/g;
const qualifier = /(?:__volatile__|__volatile|volatile|goto|inline)\b/y;
/** Before the keyword on its line: a directive that names it, or a comment that mentions it. */
const notCode = /^\s*#\s*(?:include|if|ifdef|ifndef|undef|error)|^\s*#\s*define\s*$|\/\/|^\s*\*|\/\*(?![^]*\*\/)/;

/** Inline assembly becomes assignments of zero to its outputs; what it meant is for the overlay to say. */
export const inlineAssembly: LoweringRule = {
  name: 'inline-assembly',
  why: 'the instructions are those of another machine',
  apply(text) {
    let lowered = '';
    let copied = 0;
    keyword.lastIndex = 0;
    for (let match = keyword.exec(text); match; match = keyword.exec(text)) {
      const statement = statementAt(text, match.index, match[0].length);
      if (!statement) continue;
      lowered +=
        text.slice(copied, match.index) + statement.replacement + lineBreaks(text.slice(match.index, statement.end));
      copied = keyword.lastIndex = statement.end;
    }
    return copied === 0 ? text : lowered + text.slice(copied);
  },
};

/** Characters before a statement that are looked at: what stands further off does not change its meaning. */
const CONTEXT = 2000;

function statementAt(text: string, start: number, length: number): { end: number; replacement: string } | null {
  const context = text.slice(Math.max(0, start - CONTEXT), start);
  const line = context.slice(context.lastIndexOf('\n') + 1);
  if (notCode.test(line)) return null;
  let open = afterBlank(text, start + length);
  let qualified = false;
  for (qualifier.lastIndex = open; qualifier.test(text); qualifier.lastIndex = open) {
    qualified = true;
    open = afterBlank(text, qualifier.lastIndex);
  }
  if (text[open] !== '(') return null;
  const end = afterParentheses(text, open);
  if (end < 0) return null;
  const operands = operandLists(text.slice(open + 1, end - 1));
  const before = context.trimEnd();
  const labelsDeclarator =
    !qualified && operands.length === 1 && /[\w)\]]$/.test(before) && !/\b(?:else|do)$/.test(before);
  const atFileScope = operands.length === 1 && line === '' && /(?:^|[;}])$/.test(before);
  return { end, replacement: labelsDeclarator || atFileScope ? '' : zeroedOutputs(operands[1] ?? '') };
}

function operandLists(inner: string): string[] {
  const bare = inner
    .replace(/\/\*[^]*?\*\//g, ' ')
    .replace(/\\\n/g, ' ')
    .replace(/::/g, ': :');
  return splitAtTopLevel(bare, ':');
}

/** `=r` outputs only: a read-write operand keeps its value, memory is left alone. */
function zeroedOutputs(outputs: string): string {
  return splitAtTopLevel(outputs, ',')
    .map((operand) => /^\s*(?:\[\w+\]\s*)?"([^"]*)"\s*(\([^]*\))\s*$/.exec(operand))
    .filter((operand) => operand && !/[+m]/.test(operand[1]!))
    .map((operand) => `${operand![2]!.replace(/\s+/g, ' ')} = 0`)
    .join(', ');
}

function lineBreaks(text: string): string {
  return (text.match(/\\?\n/g) ?? []).map((lineBreak) => (lineBreak.length > 1 ? ' \\\n' : '\n')).join('');
}
