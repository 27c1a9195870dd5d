import { escape } from './escape.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'dim';

export function tag(tone: Tone, text: string): string {
  return `<span class="tag ${tone}">${escape(text)}</span>`;
}

/** A chain of places, oldest first. */
export function evidenceList(evidence: readonly { file: string; line: number; what: string }[]): string {
  if (evidence.length === 0) return '';
  const item = (e: (typeof evidence)[number]): string =>
    `<li><code>${escape(`${e.file}:${e.line}`)}</code> ${escape(e.what)}</li>`;
  return `<ol>${evidence.map(item).join('')}</ol>`;
}
