// The routes of libs/client against the OpenAPI document: a route, a parameter or a field that one of them
// lacks is found here.
import type { TSchema } from 'typebox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '@persona/client/routes';
import { openTestGateway, type TestGateway } from '../services/api/src/testing/gateway.ts';
import { operationsOf, resolvedPaths, type OpenApiDocument, type Schema } from './openapi/operations.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());

interface Route {
  query?: TSchema;
  body?: TSchema;
  reply?: TSchema;
}
const fieldsOf = (schema: unknown): string[] =>
  Object.keys((schema as { properties?: object } | undefined)?.properties ?? {}).toSorted();

test('the client knows each route with its query, its body and its reply', async () => {
  const { body: document } = await gateway.call<OpenApiDocument>('GET', '/openapi.json');
  const paths = resolvedPaths(document) as Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema?: Schema }> }> }>
  >;
  const served = operationsOf(document)
    .filter(({ method }) => method !== 'HEAD')
    .map(({ method, path, parameters, body }) => [
      `${method} ${path}`,
      {
        query: parameters.flatMap((one) => (one.in === 'query' ? one.name : [])).toSorted(),
        body: fieldsOf(body),
        reply: fieldsOf(
          paths[path]?.[method.toLowerCase()]?.responses['200']?.content?.['application/json']?.schema,
        ),
      },
    ]);
  const known = Object.entries(routes as Record<string, Record<string, Route>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { query, body, reply }]) => [
      `${method.toUpperCase()} ${path}`,
      { query: fieldsOf(query), body: fieldsOf(body), reply: fieldsOf(reply) },
    ]),
  );
  expect(served.length).toBeGreaterThan(60);
  expect(Object.fromEntries(known)).toEqual(Object.fromEntries(served));
});
