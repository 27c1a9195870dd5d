/** The page's own stylesheet; it follows the reader's light or dark setting and prints. */
export const style = `
:root { color-scheme: light dark; --ink: #1d2127; --dim: #667; --line: #d8dce2; --paper: #fff; --card: #f6f7f9;
  --good: #18794e; --bad: #c2292e; --warn: #9a6700; --add: #e6ffec; --del: #ffebe9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e2e6ec; --dim: #98a2b0; --line: #333a44; --paper: #14171b;
  --card: #1c2026; --good: #4cc38a; --bad: #ff7b72; --warn: #e3b341; --add: #12261e; --del: #2d1718; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; color: var(--ink); background: var(--paper);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { margin-top: 2.5rem; font-size: 1.2rem; } h3 { margin: 0; font-size: 1rem; }
code, pre { font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", monospace; }
pre { overflow-x: auto; padding: .75rem; background: var(--card); border-radius: 6px; tab-size: 8; }
.totals { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; list-style: none; }
.totals li { padding: .6rem 1rem; background: var(--card); border-radius: 6px; }
.totals b { display: block; font-size: 1.4rem; }
details { margin: .5rem 0; padding: .6rem .9rem; border: 1px solid var(--line); border-radius: 6px; }
summary { cursor: pointer; } summary code { overflow-wrap: anywhere; }
.tag { display: inline-block; padding: 0 .5em; border: 1px solid currentColor; border-radius: 1em; font-size: .8rem; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } .dim { color: var(--dim); }
.add { background: var(--add); } .del { background: var(--del); }
.add, .del, .same { display: block; white-space: pre; }
table { border-collapse: collapse; width: 100%; } th, td { padding: .3rem .6rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); } th { font-weight: 600; }
`;
