/** The audit of each file alone, as of a driver that came by mail: no tree around it. */
import path from 'node:path';
import { driverFile } from './driver-file.mjs';
import { functionAt } from './found.mjs';
import { auditFiles } from '../../../packages/audit/dist/index.js';

/** @returns `{ name, cpuSeconds, note, found }`; findings are `{ rule, severity, line, function, through, message }` by the file's name */
export async function freehandle({ folder, entries }) {
  const before = process.cpuUsage();
  const found = new Map();
  const unread = [];
  for (const { name, text } of entries) {
    const file = path.join(folder, name);
    const { findings, problems } = await auditFiles([file], { root: path.dirname(file) });
    if (problems.length > 0) unread.push(`${name} (${problems[0].message})`);
    const read = driverFile(text);
    const through = ({ evidence }) => [...new Set(evidence.map(({ line }) => functionAt(read, line)))];
    found.set(
      name,
      findings.map((one) => ({ ...one, through: through(one) })),
    );
  }
  const { user, system } = process.cpuUsage(before);
  const note = unread.length === 0 ? undefined : `not audited: ${unread.join(', ')}`;
  return { name: 'freehandle audit', cpuSeconds: (user + system) / 1e6, note, found };
}
