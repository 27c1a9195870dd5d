import type { Film } from '../../verification/driver-runs.ts';
import type { SourceForm } from '../excerpts.ts';
import { allocationLines } from './allocation-lines.ts';
import { codeLine } from './c-tokens.ts';
import type { ReportDocument } from './document.ts';
import { h } from './element.ts';
import { pageMap } from './page-map.ts';
import { callAt, callText, lastMoment } from './run-steps.ts';
import { virtualList } from './virtual-list.ts';

/** Milliseconds that a moment stays when a run is played. */
const PACE = 450;

/** A run to go through: its calls, what lives when, and the page frames, all at one moment; first that of its first fault. */
export function runViewer(film: Film, form: SourceForm, { sources, pageSigns }: ReportDocument): HTMLElement {
  const end = lastMoment(film);
  let moment = 0;
  let timer = 0;

  const slider = h('input', {
    type: 'range',
    min: 0,
    max: end,
    value: 0,
    'aria-label': 'Moment of the run',
    oninput: () => go(Number(slider.value)),
  });
  const count = h('output', { class: 'moment' });
  const said = h('p', { class: 'said', role: 'status' });
  const source = h('p', { class: 'said-source' });
  const calls = virtualList({ label: 'Calls of the run', rowHeight: 26, onMove: (index) => go(index + 1) });
  const map = pageMap(film.pages, pageSigns);
  const lives = allocationLines(film, (to) => go(to));
  const play = h(
    'button',
    { type: 'button', class: 'play', onclick: () => (timer === 0 ? start() : stop()) },
    '▶ Play',
  );

  function go(to: number): void {
    moment = Math.min(end, Math.max(0, to));
    const call = callAt(film, moment);
    const text = call === null ? (moment === 0 ? 'Before the first call' : 'The run is over') : callText(call);
    const failed = call !== null && call.faults.length > 0 ? ` — ${call.faults.join(' and ')} fails` : '';
    slider.value = String(moment);
    slider.setAttribute('aria-valuetext', `${text}${failed}`);
    count.textContent = moment > film.calls.length ? 'end' : `${moment} of ${film.calls.length}`;
    said.textContent = `${text}${failed}`;
    said.classList.toggle('failed', failed !== '');
    const place = call?.place ?? null;
    const line = place === null ? undefined : sources[form]?.[place.file]?.[place.line];
    source.replaceChildren(
      ...(place === null
        ? ['\u00a0']
        : [
            h('span', { class: 'dim' }, `${place.file}:${place.line} `),
            h('code', {}, ...codeLine((line ?? '').trim())),
          ]),
    );
    calls.mark(moment - 1 < film.calls.length ? moment - 1 : -1);
    map.show(moment);
    lives.show(moment);
    if (moment === end) stop();
  }
  function start(): void {
    if (moment === end) go(0);
    timer = window.setInterval(() => {
      if (element.isConnected) go(moment + 1);
      else stop();
    }, PACE);
    play.textContent = '❚❚ Pause';
  }
  function stop(): void {
    clearInterval(timer);
    timer = 0;
    play.textContent = '▶ Play';
  }

  const button = (label: string, sign: string, to: () => number): HTMLElement =>
    h('button', { type: 'button', 'aria-label': label, title: label, onclick: () => go(to()) }, sign);
  const element = h(
    'div',
    {
      class: 'viewer',
      tabindex: 0,
      role: 'group',
      'aria-label': 'Run, step by step: arrow keys go through it, space plays it',
      onkeydown: (event: KeyboardEvent) => {
        const targets: Readonly<Record<string, number>> = {
          ArrowRight: moment + 1,
          ArrowLeft: moment - 1,
          Home: 0,
          End: end,
        };
        const target = targets[event.key];
        const isControl = event.target instanceof HTMLButtonElement;
        if (target !== undefined) go(target);
        else if (event.key === ' ' && !isControl) play.click();
        else return;
        event.preventDefault();
      },
    },
    h(
      'div',
      { class: 'controls' },
      button('First', '|◀', () => 0),
      button('Back', '◁', () => moment - 1),
      play,
      button('On', '▷', () => moment + 1),
      button('Last', '▶|', () => end),
      slider,
      count,
    ),
    said,
    source,
    lives.element,
    h(
      'div',
      { class: 'run-panes' },
      h('section', { 'aria-label': 'Calls' }, h('h4', {}, 'Calls'), calls.element),
      map.element,
    ),
  );
  calls.show(film.calls.length, (index) => {
    const call = film.calls[index]!;
    const kind = call.call.startsWith('→') ? 'step' : call.faults.length > 0 ? 'failed' : '';
    return [h('code', { class: kind }, callText(call))];
  });
  go(film.calls.findIndex(({ faults }) => faults.length > 0) + 1);
  return element;
}
