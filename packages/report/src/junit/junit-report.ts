import type { FileProblem } from '@freehandle/c-source';
import type { Result } from '../results/result.ts';

/**
 * A run as JUnit XML: a suite for each file, a test for each result. A settled result passes, any other fails: the tests
 * that fail are why the command's exit code is not 0. A file that could not be read is an error.
 */
export async function junitReport(results: readonly Result[], problems: readonly FileProblem[]): Promise<string> {
  // Takes longer to load than all the rest of the reports, which most runs make without it.
  const { create } = await import('xmlbuilder2');
  const files = [...new Set([...problems, ...results].map(({ file }) => file))].sort();
  const failed = results.filter(({ settled }) => !settled);
  // What C sources may hold and XML may not: control characters.
  const document = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\ufffd' });
  const suites = document.ele('testsuites', {
    name: 'freehandle',
    tests: results.length + problems.length,
    failures: failed.length,
    errors: problems.length,
  });
  for (const file of files) {
    const own = results.filter((result) => result.file === file);
    const unread = problems.filter((problem) => problem.file === file);
    const suite = suites.ele('testsuite', {
      name: file,
      tests: own.length + unread.length,
      failures: own.filter(({ settled }) => !settled).length,
      errors: unread.length,
    });
    for (const { code, message, hint } of unread) {
      const test = suite.ele('testcase', { classname: code, name: file, file });
      test.ele('error', { type: code, message: `${message}. ${hint}` });
    }
    for (const { rule, line, function: name, level, message, path, settled } of own) {
      const test = suite.ele('testcase', {
        classname: rule,
        name: `${file}:${line} ${name ?? ''}`.trimEnd(),
        file,
        line,
      });
      if (settled) continue;
      const way = path.map((step) => `${step.file}:${step.line}  ${step.what}`);
      test.ele('failure', { type: level, message }).txt([message, ...way].join('\n'));
    }
  }
  return `${document.end({ prettyPrint: true })}\n`;
}
