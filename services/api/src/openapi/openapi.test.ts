import { documentedCalls } from '@persona/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Compile } from 'typebox/compile';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import type { Document, Operation, Parameter } from './document.ts';
import { ownExamples } from './own-examples.ts';

describe('the OpenAPI document', () => {
  let gateway: TestGateway;
  let document: Document;
  beforeAll(async () => {
    gateway = await openTestGateway({ env: { PUBLIC_URL: 'https://persona.example/' } });
    const { body } = await gateway.call<Document & Record<string, unknown>>('GET', '/openapi.json');
    document = body;
  });
  afterAll(() => gateway.close());

  const operations = (): [string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        one,
      ]),
    );
  const operation = (method: string, path: string): Operation => {
    const found = document.paths[path]?.[method];
    if (!found) throw new Error(`no ${method} ${path}`);
    return found;
  };
  /** The schema with what it refers to. */
  const whole = (schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map(whole);
    if (typeof schema !== 'object' || schema === null) return schema;
    const name = /^#\/components\/schemas\/(.*)$/.exec(String((schema as { $ref?: string }).$ref))?.[1];
    if (name !== undefined) return whole(document.components.schemas[name]);
    return Object.fromEntries(Object.entries(schema).map(([key, one]) => [key, whole(one)]));
  };

  test('says where it is served, and names what a client needs names for', () => {
    expect(document.servers).toEqual([{ url: 'https://persona.example' }]);
    const ids = operations().map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operation('post', '/api/kb/v2/chat').operationId).toBe('chat');
    expect(operation('post', '/api/kb/v2/chat').requestBody?.content['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/ChatBody',
    });
    expect(JSON.stringify(document.components.schemas['ChatReply'])).toContain('schemas/Citation');
  });

  test('every parameter of a path is declared, whatever the route calls it', () => {
    for (const [name, { parameters = [] }] of operations()) {
      const declared = parameters.filter((one): one is Parameter => !('$ref' in one) && one.in === 'path');
      const inPath = [...name.matchAll(/\{([^}]*)\}/g)].map(([, one = '']) => one);
      expect(declared.map((one) => one.name).toSorted()).toEqual(inPath.toSorted());
      for (const one of inPath) expect(one).toMatch(/^\w+$/);
    }
    expect(operation('head', '/files/{path}').operationId).toBe('headFile');
  });

  test('the documented calls are its examples, and fit its schemas', () => {
    for (const { method, path, request, response } of documentedCalls) {
      const { requestBody, responses } = operation(method.toLowerCase(), path.replace(/\/$/, ''));
      if (request !== null) {
        const { schema, example } = requestBody?.content['application/json'] ?? {};
        expect(example).toEqual(JSON.parse(request));
        expect(Compile(whole(schema) as object).Check(example)).toBe(true);
      }
      const { schema, example } = responses['200']?.content?.['application/json'] ?? {};
      expect(example).toMatchObject(JSON.parse(response) as object);
      expect(Compile(whole(schema) as object).Check(example)).toBe(true);
    }
  });

  test('the examples of other operations fit its schemas', () => {
    for (const name of Object.keys(ownExamples)) {
      const [method = '', path = ''] = name.split(' ');
      const { requestBody, responses } = operation(method.toLowerCase(), path);
      for (const { schema, example } of [
        requestBody?.content['application/json'] ?? {},
        responses['200']?.content?.['application/json'] ?? {},
      ])
        if (example !== undefined)
          expect([name, Compile(whole(schema) as object).Check(example)]).toEqual([name, true]);
    }
  });

  test('streams are declared beside JSON, errors are JSON everywhere, headers are told', () => {
    for (const path of ['/api/kb/v2/chat', '/v1/chat/completions']) {
      const { responses, parameters } = operation('post', path);
      expect(Object.keys(responses['200']?.content ?? {})).toEqual(['application/json', 'text/event-stream']);
      expect(JSON.stringify(parameters)).toMatch(/IdempotencyKey.*LastEventId/);
    }
    for (const [, { responses }] of operations())
      for (const [status, { content, headers }] of Object.entries(responses)) {
        expect(headers).toHaveProperty('X-Request-Id');
        if (Number(status) >= 400) expect(Object.keys(content ?? {})).toEqual(['application/json']);
        if (status === '429') expect(headers).toHaveProperty('Retry-After');
        if (status === '202') expect(headers).toHaveProperty('Location');
      }
  });

  test('a DELETE does without a body', () => {
    for (const [name, { requestBody }] of operations())
      if (name.startsWith('DELETE') && requestBody)
        expect([name, requestBody.required]).toEqual([name, false]);
  });
});
