// docs/api-contract.md against the code: neither knows a route or an error code that the other does not.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { documentedCalls, errorTable } from '@persona/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../services/api/src/testing/gateway.ts';

const contract = readFileSync(path.join(import.meta.dirname, '..', 'docs', 'api-contract.md'), 'utf8');
const section = (n: number): string =>
  contract.slice(contract.indexOf(`\n## ${n}. `), contract.indexOf(`\n## ${n + 1}. `));

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());

test('the contract names each route of the OpenAPI document, and none besides', async () => {
  const { body } = await gateway.call<{ paths: Record<string, object> }>('GET', '/openapi.json');
  const served = Object.entries(body.paths).flatMap(([url, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'head')
      .map((method) => `${method.toUpperCase()} ${url}`),
  );
  const named = [...contract.matchAll(/(?<![\w/])(GET|POST|PUT|PATCH|DELETE) (\/[\w/{}*.-]+)/g)].map(
    ([, method, url]) => `${method} ${url}`,
  );
  const hidden = ['GET /openapi.json'];
  expect(served.length).toBeGreaterThan(50);
  expect([...new Set(named)].toSorted()).toEqual([...served, ...hidden].toSorted());
});

test('its second section is the documented calls', () => {
  const named = [...section(2).matchAll(/\| `(\w+) (\/\S+)` \|/g)].map(
    ([, method, url]) => `${method} ${url}`,
  );
  const documented = documentedCalls.map(({ method, path: url }) => `${method} ${url.replace(/\/$/, '')}`);
  expect(named).toEqual(documented);
});

test('its fifth section is the table of error codes', () => {
  const rows = [...section(5).matchAll(/^\| (\d{3}) \| (.*?) \|$/gm)];
  const named = rows.flatMap(([, status, codes = '']) =>
    [...codes.matchAll(/`(\w+)`/g)].map(([, code]) => `${status} ${code}`),
  );
  const known = Object.entries(errorTable).map(([code, { status }]) => `${status} ${code}`);
  expect(named.toSorted()).toEqual(known.toSorted());
});
