import type { Expression } from '@freehandle/c-source';
import { presenceOf, type CallingContexts, type FileFlows, type SharedMember } from '@freehandle/provenance';
import { counterpart, type Conversion, type Role, type Value } from '../migrations/migration.ts';
import type { Evidence, Origin, Site } from '../plan/plan.ts';
import { sentence } from '../plan/sentence.ts';
import { argumentSpans, layOut, type NewArgument } from './lay-out.ts';
import { memberOf } from './member-of.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** A site that is safe as long as no file stores NULL in any of these members. */
export interface ConvertedSite {
  readonly site: Site;
  readonly assumes: readonly SharedMember[];
}

/** A file whose calls are converted. */
export interface ConvertedFile {
  readonly file: string;
  readonly flows: FileFlows;
  readonly contexts: CallingContexts;
}

/** What is found out while the arguments are made. */
interface Notes {
  readonly doubts: string[];
  readonly evidence: Evidence[];
  readonly assumes: SharedMember[];
}

/** The site of a call that has everything its new form needs. */
export function convertCall(at: ConvertedFile, call: Call, owner: string, conversion: Conversion): ConvertedSite {
  const { file, flows } = at;
  const { text, lines } = flows;
  const written = argumentSpans(text, call.argumentList).map(({ start, end }) => text.slice(start, end));
  const notes: Notes = { doubts: [], evidence: [], assumes: [] };
  const items = conversion.new.parameters.map((parameter): NewArgument => {
    const from = counterpart(conversion.old, parameter);
    return parameter.value
      ? made(at, call, written, conversion, parameter.value, notes)
      : { text: written[from]!, from };
  });
  for (const position of conversion.old.parameters.keys()) {
    const isUsed = items.some(({ from }) => from === position);
    if (isUsed || /^0(?:x0)?[uUlL]*$/.test(written[position]!)) continue;
    notes.doubts.push(`${written[position]} has no place in ${conversion.new.name}`);
  }
  const line = lines.lineOf(call.start);
  const after = layOut(text, call, call.callee.end, conversion.new.name, items);
  const origin = (role: Role): Origin | null => {
    const position = conversion.old.parameters.findIndex((one) => one.role === role);
    return position < 0 ? null : { text: written[position]!, from: null };
  };
  const site: Site = {
    file,
    line,
    column: lines.columnOf(call.start),
    function: owner,
    before: text.slice(call.start, call.end),
    after,
    status: notes.doubts.length > 0 ? 'review' : 'safe',
    reason: null,
    message: notes.doubts.length > 0 ? sentence(notes.doubts.join('; ')) : null,
    size: origin('size'),
    handle: origin('handle'),
    evidence: notes.evidence,
    edits: [{ start: call.start, end: call.end, text: after }],
    retains: [],
  };
  return { site, assumes: notes.assumes };
}

function made(
  { file, flows, contexts }: ConvertedFile,
  call: Call,
  written: readonly string[],
  { old }: Conversion,
  value: Value,
  { doubts, evidence, assumes }: Notes,
): NewArgument {
  switch (value.kind) {
    case 'text':
      if (value.doubt !== null) doubts.push(value.doubt);
      return { text: value.text, from: null };
    case 'member': {
      const from = old.parameters.findIndex(({ name }) => name === value.of);
      const argument = call.arguments[from]!;
      const address = memberOf(flows.text, argument, written[from]!, value);
      if (address.needsObject) {
        const presence = presenceOf(flows, contexts, argument, call.start);
        assumes.push(...presence.assumes);
        evidence.push({ file, line: presence.line, what: `${written[from]!}: ${presence.why}` });
        if (!presence.shown)
          doubts.push(
            `${old.name} takes NULL and ${address.text} does not; of ${written[from]!} it is not shown that it is never NULL: ${presence.why} (line ${presence.line})`,
          );
      }
      return { text: address.text, from };
    }
    case 'by-context': {
      const context = contexts.at(call.start);
      const text = context.kind === 'process' ? value.process : value.otherwise;
      evidence.push(...context.because.map((one) => ({ file, ...one })));
      evidence.push({ file, line: flows.lines.lineOf(call.start), what: `${text}: ${said[context.kind]}` });
      return { text, from: null };
    }
  }
}

const said = {
  process: 'every way here is in process context, with nothing held that forbids sleeping',
  atomic: 'the call is made where nothing may sleep',
  unknown: 'it is not shown that the call may sleep',
} as const;
