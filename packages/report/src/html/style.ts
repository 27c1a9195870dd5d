/** The page's own stylesheet. Light or dark is the reader's setting, or the choice of the button. */
export const style = `
:root { color-scheme: light dark; --gutter: 64px;
  --ink: light-dark(#1b2129, #e3e8ef); --soft: light-dark(#57606d, #9aa5b3); --line: light-dark(#d9dee5, #323a45);
  --paper: light-dark(#fff, #12161b); --card: light-dark(#f5f7f9, #1a2027); --sunk: light-dark(#eceff3, #222a33);
  --accent: light-dark(#1f5fbf, #7db4ff); --on-accent: light-dark(#fff, #0c1a2c);
  --good: light-dark(#14703f, #58cf93); --bad: light-dark(#b3232b, #ff8a80); --warn: light-dark(#8a5a00, #e6b84f);
  --size: light-dark(#0b7285, #5cd0e3); --handle: light-dark(#7a3fb0, #c79bf2);
  --add: light-dark(#def7e5, #14301f); --del: light-dark(#fde5e3, #38191b); --ins: light-dark(#a6e8bb, #22603b);
  --mono: ui-monospace, "DejaVu Sans Mono", "Liberation Mono", Menlo, Consolas, monospace; }
:root[data-theme=light] { color-scheme: light; } :root[data-theme=dark] { color-scheme: dark; }
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; color: var(--ink); background: var(--paper); font: 15px/1.5 system-ui, sans-serif; }
code, pre { font: 13px/1.5 var(--mono); tab-size: 8; }
a { color: var(--accent); } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; } h2 { margin: 0 0 .75rem; font-size: 1.15rem; overflow-wrap: anywhere; }
h2 code { font-size: inherit; } h3 { margin: 1.5rem 0 .5rem; font-size: 1.05rem; } h4 { margin: .75rem 0 .35rem; font-size: .85rem;
  color: var(--soft); text-transform: uppercase; letter-spacing: .04em; }
p { margin: .4rem 0; } ul { margin: .5rem 0; padding: 0 0 0 1.2rem; }
button, select, input[type=search] { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line);
  border-radius: 6px; padding: .25rem .6rem; } button { cursor: pointer; } button:hover { border-color: var(--accent); }
.sr, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip:focus { position: absolute; z-index: 9; padding: .5rem 1rem; background: var(--paper); }
.dim { color: var(--soft); } .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.tag { display: inline-block; padding: 0 .5em; margin-right: .35em; border: 1px solid currentColor; border-radius: 1em;
  font: 600 .78rem/1.5 system-ui, sans-serif; white-space: nowrap; }
noscript { padding: 2rem; }

header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.25rem; padding: .5rem 1.25rem; background: var(--card);
  border-bottom: 1px solid var(--line); }
.brand { font-weight: 650; } nav { display: flex; gap: .25rem; flex: 1; overflow-x: auto; }
nav a { padding: .3rem .7rem; border-radius: 6px; color: var(--soft); text-decoration: none; white-space: nowrap; }
nav a:hover { color: var(--ink); } nav a[aria-current] { color: var(--ink); background: var(--sunk); font-weight: 600; }
nav .number { margin-left: .4em; padding: 0 .45em; border-radius: 1em; background: var(--line); color: var(--ink); font-size: .8rem; }
.theme { font-size: .85rem; }
main { flex: 1; min-height: 0; overflow: auto; } main:focus { outline: none; }

.overview, .diffs { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; }
.overview section { margin-bottom: 2rem; }
.stacked { margin: .5rem 0 1rem; } .whole { font-size: 1.05rem; font-weight: 600; }
.bar { display: flex; gap: 2px; height: 14px; border-radius: 7px; overflow: hidden; background: var(--sunk); }
.segment { background: currentColor; min-width: 3px; } .segment.dim { opacity: .6; }
.parts { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: 0; list-style: none; }
.parts li::before { content: ""; display: inline-block; width: .7em; height: .7em; margin-right: .4em; border-radius: 2px;
  background: currentColor; } .parts a, .parts span { color: var(--ink); } .parts b { font-size: 1.15rem; }
.side-by-side { display: flex; flex-wrap: wrap; gap: 1rem 3rem; align-items: flex-start; }
table { border-collapse: collapse; font-size: .92rem; } caption { padding: .25rem 0; text-align: left; font-weight: 600; }
th, td { padding: .3rem .75rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 500; } thead th { color: var(--soft); font-size: .82rem; } tfoot th, tfoot td { font-weight: 650; border-bottom: 0; }
.counts caption { white-space: nowrap; } .counts td, .counts thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; } .zero { color: var(--soft); }
.problems { margin: 1.5rem 0; } .problems summary { cursor: pointer; font-weight: 600; }
.scroll { overflow-x: auto; margin: .75rem 0; }

.master-detail { display: grid; grid-template-columns: minmax(19rem, 27rem) minmax(0, 1fr); height: 100%; }
.master { display: flex; flex-direction: column; min-height: 0; border-right: 1px solid var(--line); background: var(--card); }
.tools { display: flex; flex-wrap: wrap; gap: .4rem; padding: .75rem; border-bottom: 1px solid var(--line); }
.tools .search { flex: 1 0 100%; } .tools select { flex: 1 1 7rem; min-width: 0; max-width: 100%; font-size: .85rem; }
.found { flex: 1 0 100%; margin: 0; font-size: .85rem; color: var(--soft); }
.list { position: relative; flex: 1; min-height: 0; overflow-y: auto; } .list:focus-visible { outline-offset: -2px; }
.space { position: relative; }
.row { position: absolute; left: 0; right: 0; padding: .4rem .75rem; overflow: hidden; cursor: pointer;
  border-bottom: 1px solid var(--line); white-space: nowrap; }
.row:hover { background: var(--sunk); } .row[aria-selected=true] { background: var(--sunk); box-shadow: inset 3px 0 var(--accent); }
.row-head { display: flex; gap: .3rem; align-items: center; } .row-text { display: block; color: var(--soft); font-size: .85rem; }
/* Of a long path the end is shown, where the line is. */
.row-head code { flex: 1; min-width: 0; direction: rtl; text-align: left; } .row-head code, .row-text { overflow: hidden; text-overflow: ellipsis; }
.detail { min-width: 0; overflow-y: auto; padding: 1.25rem 1.5rem 3rem; } .detail:focus { outline: none; } .back { display: none; }
.change pre { margin: 0; padding: .5rem .75rem; overflow-x: auto; background: var(--card); }
.change { margin: .75rem 0; border-radius: 6px; overflow: hidden; border: 1px solid var(--line); }
.change .old { background: var(--del); } .change .old::before { content: "- "; } .change .new { background: var(--add); }
.change .new::before { content: "+ "; } ins { background: var(--ins); text-decoration: none; border-radius: 3px; }

.story { margin: 1rem 0; } .chain { position: relative; padding-left: var(--gutter); }
.arrows { position: absolute; left: 0; top: 0; overflow: visible; pointer-events: none; }
.arrow { fill: none; stroke: currentColor; stroke-width: 2; } .head { fill: currentColor; }
.way { color: var(--accent); } .size { color: var(--size); } .handle { color: var(--handle); }
.arrow.size, .arrow.handle { stroke-dasharray: 5 3; }
.block { margin-bottom: .9rem; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.block-name { padding: .2rem .75rem; font: 12px/1.6 var(--mono); color: var(--soft); background: var(--sunk); overflow-wrap: anywhere; }
.code { overflow-x: auto; padding: .3rem 0; background: var(--card); }
.line { display: flex; min-width: max-content; } .line .number { flex: none; width: 3.6rem; padding-right: .9rem; text-align: right;
  font: 12px/1.65 var(--mono); color: var(--soft); user-select: none; } .line code { white-space: pre; padding-right: 1rem; }
.line.marked { background: color-mix(in srgb, var(--accent) 13%, transparent); }
.note { padding: .05rem .75rem .2rem 3.6rem; font-size: .85rem; font-weight: 600; position: sticky; left: 0;
  display: flex; flex-wrap: wrap; gap: .1rem 1rem; width: fit-content; max-width: 100%; } .origin { font-weight: 500; }
.badge { display: inline-block; min-width: 1.45em; margin-right: .5em; text-align: center; color: var(--on-accent);
  background: var(--accent); border-radius: 1em; font-size: .75rem; line-height: 1.45em; }
.c-comment { color: var(--soft); font-style: italic; } .c-keyword { color: light-dark(#8b2252, #f29ac0); }
.c-text { color: light-dark(#7a4a00, #e0b070); } .c-number { color: light-dark(#005f73, #6fd0dd); } .c-directive { color: light-dark(#8b2252, #f29ac0); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .82rem; color: var(--soft); }
.key::before { content: ""; display: inline-block; width: 1.4em; height: .7em; margin-right: .4em; vertical-align: -.05em;
  border-radius: 2px; background: currentColor; } .key.way::before, .key.size::before, .key.handle::before { height: 3px; vertical-align: .25em; }

.matrix { border-collapse: separate; border-spacing: 2px; } .matrix th, .matrix td { border: 0; padding: .15rem .4rem; }
.matrix thead th { text-align: center; } .matrix thead th:first-child, .matrix caption { text-align: left; }
.matrix td { text-align: center; padding: 0; } .matrix .runs { color: var(--soft); padding: .15rem .4rem; } .matrix .none { background: var(--card); border-radius: 4px; }
.heat { width: 100%; min-width: 3.4rem; border-color: transparent; border-radius: 4px; font-weight: 650; color: var(--ink);
  background: color-mix(in srgb, var(--tone) var(--heat), var(--card)); }
.heat.good { --tone: light-dark(#7fd1a0, #1f7a4a); } .heat.bad { --tone: light-dark(#f3908a, #9c3531); }
.heat.warn { --tone: light-dark(#ecc36a, #84641c); } .heat.dim { --tone: light-dark(#b9c1cb, #4a5563); }
.gaps, .short-findings { padding: 0; list-style: none; } .gaps li, .short-findings li { margin: .25rem 0; }
.row-text code { font-size: inherit; }
.see { padding: 0 .5em; font-size: .82rem; }
.forms { display: flex; gap: 1.25rem; border: 0; padding: 0; margin: .5rem 0; } .run-choice select { max-width: 100%; }

.viewer { margin-top: .75rem; padding: .75rem 1rem 1rem; border: 1px solid var(--line); border-radius: 8px; }
.controls { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; } .controls input { flex: 1 1 10rem; accent-color: var(--accent); }
.play { min-width: 6.2rem; } .moment { min-width: 6.5rem; text-align: right; font-variant-numeric: tabular-nums; color: var(--soft); font-size: .88rem; }
.said { min-height: 1.5em; margin: .6rem 0 0; font: 600 14px/1.5 var(--mono); overflow-wrap: anywhere; } .said.failed { color: var(--bad); }
.said-source { min-height: 1.5em; margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: .9rem; }
.lives { max-height: 15rem; overflow-y: auto; padding: 0; margin: 0; list-style: none; }
.lives li { display: grid; grid-template-columns: 15rem 1fr; gap: .75rem; align-items: center; font: 12px/1.7 var(--mono); }
.life-name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.track { position: relative; height: 20px; background: linear-gradient(var(--bad), var(--bad)) no-repeat var(--now, 0%) 0 / 2px 100%, var(--card); }
.bar-of { position: absolute; top: 4px; height: 12px; padding: 0; border: 0; border-radius: 3px; opacity: .8; background: currentColor; }
.bar-of.consistent, .key.consistent::before { color: var(--accent); background: var(--accent); } .bar-of.plain, .key.plain::before { color: var(--soft); background: var(--soft); }
.bar-of.left, .key.left::before { background: repeating-linear-gradient(135deg, var(--bad) 0 5px, transparent 5px 8px); }
.run-panes { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.25rem; }
.run-panes .list { height: 17rem; border: 1px solid var(--line); border-radius: 6px; } .run-panes .row { padding: .1rem .5rem; border: 0; }
.row .step { font-weight: 700; } .row .failed { color: var(--bad); }
.frames { display: flex; gap: .75rem; margin-bottom: .4rem; align-items: flex-start; } .frame-name { flex: none; width: 7.5rem; font: 12px/18px var(--mono); color: var(--soft); }
.cells { display: flex; flex-wrap: wrap; gap: 2px; }
.frame { display: inline-block; width: 18px; height: 18px; border-radius: 3px; text-align: center; font: 600 11px/18px var(--mono);
  color: var(--ink); background: var(--sunk); }
.frame[data-cell=free] { color: var(--soft); background: transparent; box-shadow: inset 0 0 0 1px var(--line); }
.frame[data-cell=head], .frame[data-cell=mapped] { color: var(--on-accent); background: var(--accent); }
.frame[data-cell=held] { background: color-mix(in srgb, var(--accent) 45%, var(--paper)); }
.frame[data-cell=reserved] { color: light-dark(#fff, #1c0f2a); background: var(--handle); }
.frame[data-cell=leaked] { color: light-dark(#fff, #2a0c0c); background: var(--bad); }
.frame[data-cell=orphan] { background: light-dark(#ecc36a, #84641c); } .frame[data-cell=pages] { background: color-mix(in srgb, var(--size) 45%, var(--paper)); }
.frame.changed { outline: 2px solid var(--ink); outline-offset: 1px; }
.page-map { max-height: 17rem; overflow-y: auto; padding: 3px; }
.page-legend { display: flex; flex-wrap: wrap; gap: .3rem 1rem; padding: 0; list-style: none; font-size: .82rem; }
.file-diff { content-visibility: auto; margin-bottom: 1.25rem; } .file-diff pre { overflow-x: auto; padding: .75rem; background: var(--card); border-radius: 6px; }
.file-diff span { display: block; min-width: max-content; } .file-diff .add { background: var(--add); } .file-diff .del { background: var(--del); } .file-diff .hunk { color: var(--soft); }

@media (max-width: 60rem) {
  .master-detail { grid-template-columns: minmax(0, 1fr); } .detail { display: none; padding: 1rem; } .master { border-right: 0; }
  .opened .master { display: none; } .opened .detail { display: block; } .opened .back { display: block; margin-bottom: .75rem; }
  .run-panes { grid-template-columns: minmax(0, 1fr); } .lives li { grid-template-columns: 8.5rem 1fr; }
  :root { --gutter: 34px; } header { padding: .5rem .75rem; gap: .4rem; } .brand { flex: 1; } nav { order: 1; flex: 1 0 100%; }
  code, pre { tab-size: 4; } .side-by-side table { width: 100%; } .counts tbody th { overflow-wrap: anywhere; }
  .line .number { width: 2.6rem; padding-right: .5rem; } .note { padding-left: 2.6rem; } .frame-name { width: 6.5rem; }
}
@media print { .master, nav, .theme { display: none; } main, .detail { overflow: visible; } }
`;
