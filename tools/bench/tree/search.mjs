/** The search for candidates alone, as a process of its own: finds the C files of TREE and those that mention the API. Prints them. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { consistentFree, crewOfThreads, findCandidates, workerOf } from '../../../packages/codemod/dist/index.js';
import { internals } from '../../build/internals.mjs';

const { namesOf } = await internals('codemod', 'migrations/migration');
const { findFiles } = await internals('cli', 'files');
const root = path.resolve(process.argv[2]);
const { files } = await findFiles(['.'], root);
const worker = workerOf(import.meta.resolve('../../../packages/codemod/dist/index.js'));
const crew = crewOfThreads(availableParallelism(), { taskMs: 60_000, heapMb: 1024, worker });
const { candidates } = await findCandidates(
  files.map((file) => path.relative(root, file)),
  { root, names: namesOf(consistentFree), crew, cache: null },
);
await crew.close();
console.log([...candidates.keys()].join('\n'));
