/** Runs a program and tells its wall and CPU seconds (children included) and, where /proc is, its peak memory. */
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

const pollMs = 100;

/** @returns a promise of `{ status, stdout, stderr, seconds, cpuSeconds, megabytes | null }` */
export function measuredRun(program, args, { cwd, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const script = '"$0" "$@"; status=$?; times >&3; exit $status';
    const child = spawn('/bin/sh', ['-c', script, program, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const texts = ['', '', ''];
    for (const stream of [1, 2, 3]) child.stdio[stream].on('data', (chunk) => (texts[stream - 1] += chunk));
    let peak = null;
    const poll = setInterval(() => (peak = Math.max(peak ?? 0, residentBelow(child.pid) ?? 0) || null), pollMs);
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(poll);
      const [stdout, stderr, times] = texts;
      resolve({
        status,
        stdout,
        stderr,
        seconds: (performance.now() - started) / 1000,
        cpuSeconds: cpuSeconds(times),
        megabytes: peak === null ? null : Math.round(peak / 1024),
      });
    });
  });
}

/** The second line of `times` is the children's user and system time: `0m1.50s 0m0.20s`. */
function cpuSeconds(times) {
  const line = times.trim().split('\n').at(-1) ?? '';
  return [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + minutes * 60 + Number(seconds),
    0,
  );
}

/** Resident kilobytes of a process's descendants; null where there is no /proc. */
function residentBelow(pid) {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean),
    );
    return children.reduce((sum, child) => {
      const resident = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1] ?? 0;
      return sum + Number(resident) + (residentBelow(child) ?? 0);
    }, 0);
  } catch {
    return null;
  }
}
