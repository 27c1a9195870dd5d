// Writes packages/report/schema/{audit,replay,thread,verification}.schema.json from the types of the reports.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { createGenerator } from 'ts-json-schema-generator';

const report = new URL('../../packages/report/', import.meta.url);
const reports = {
  audit: ['AuditReport', 'What freehandle audit --format json prints'],
  replay: ['ReplayReport', 'What freehandle replay --format json prints'],
  verification: ['VerificationReport', 'What freehandle verify --format json prints'],
};

for (const [name, [type, title]] of Object.entries(reports)) {
  const schema = createGenerator({
    path: fileURLToPath(new URL('src/index.ts', report)),
    tsconfig: fileURLToPath(new URL('tsconfig.json', report)),
    type,
    topRef: false,
    skipTypeCheck: true,
    expose: 'all',
    encodeRefs: false,
  }).createSchema(type);
  const text = JSON.stringify({ ...schema, $id: `urn:freehandle:schema:${name}`, title });
  fs.writeFileSync(
    new URL(`schema/${name}.schema.json`, report),
    await prettier.format(text, { parser: 'json', printWidth: 120 }),
  );
}
