import { lower, type LoweringRule } from './lowering-rule.ts';

/** Texts kept; some 3,000 headers belong to all drivers of a later tree together. */
const MOST = 6000;

/** Lowers by rules that look at the text alone, each text once: the headers of a tree come again with every driver. */
export function rememberedLowering(rules: readonly LoweringRule[]): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const lowered = lower(text, rules);
    if (known.size >= MOST) known.clear();
    known.set(text, lowered);
    return lowered;
  };
}
