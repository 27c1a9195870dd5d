import { readFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { expect, it } from 'vitest';
import { configSchema } from '../src/config/schema.ts';

it('The schema for editors is the one that the command checks by: node tools/docs/config-schema.mjs', () => {
  const published = JSON.parse(
    readFileSync(new URL('../schema/config.schema.json', import.meta.url), 'utf8'),
  ) as object;
  expect(published).toEqual({ title: 'Freehandle configuration', ...toJsonSchema(configSchema) });
});
