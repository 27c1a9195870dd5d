// node tools/oracle/model.mjs [OPERATIONS] [SEED]
// Compares the model's ppc-map1 and ppc-map2 with their writings in C over random operations with random faults, the whole
// machine after every operation; and checks that deliberately broken writings are caught. `npm test` does few operations.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [operations = '100000', seed = '2002'] = process.argv.slice(2);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [`${root}node_modules/vitest/vitest.mjs`, 'run', 'test/oracle', '-t', 'agree|caught', '--testTimeout=1800000'],
  {
    cwd: `${root}packages/model`,
    stdio: 'inherit',
    env: { ...process.env, ORACLE_OPERATIONS: operations, ORACLE_SEED: seed },
  },
);
process.exit(status ?? 1);
