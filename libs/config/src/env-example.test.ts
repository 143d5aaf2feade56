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
  // Unedited, the file changes nothing.
  expect(parseEnv(example)).toEqual({});
});

/**
 * Variables that one machine needs and a container does not: the image, the network or the launcher decides
 * them.
 */
const NOT_IN_COMPOSE = [
  'INTERNAL_HOST',
  'INTERNAL_PORT',
  'PERSONA_AUTH',
  'PERSONA_PROCESSES',
  'PERSONA_SAMPLE',
];

test('docker-compose.yml passes every variable on that .env may set', () => {
  const compose = readFileSync(path.join(import.meta.dirname, '../../../docker-compose.yml'), 'utf8');
  const passed = new Set(
    [...compose.matchAll(/^ +(?:environment: \{ <<: \*\w+, )?([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name),
  );
  const missing = Object.keys(settings).filter((name) => !passed.has(name));
  expect(missing.toSorted()).toEqual(NOT_IN_COMPOSE);
});
