import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { settings, type Setting } from './settings.ts';

test('.env.example shows every variable once, with its default', () => {
  const example = readFileSync(path.join(import.meta.dirname, '../../../.env.example'), 'utf8');
  const lines = [...example.matchAll(/^# ([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
  const declared = Object.entries<Setting<unknown>>(settings).map(([name, { fallback }]) => [
    name,
    fallback ?? '',
  ]);
  const byName = (a: (string | undefined)[], b: (string | undefined)[]) =>
    String(a[0]).localeCompare(String(b[0]));
  expect(lines.toSorted(byName)).toEqual(declared.toSorted(byName));
  // As it is, the file changes nothing.
  expect(parseEnv(example)).toEqual({});
});
