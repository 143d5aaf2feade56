import { documentedCalls } from '@persona/contracts';
import { isObject, isSchemaOfObject, type Document, type Json, type JsonObject } from './document.ts';
import { ownExamples } from './own-examples.ts';

/**
 * Puts the documented calls into their operations as examples, and those of our own routes. A reply has more
 * than is documented: what its schema requires besides is filled in.
 */
export function addExamples(document: Document): void {
  for (const { method, path, request, response } of documentedCalls) {
    const operation = document.paths[path.replace(/\/$/, '')]?.[method.toLowerCase()];
    const asked = operation?.requestBody?.content['application/json'];
    if (asked && request !== null) asked.example = JSON.parse(request) as Json;
    const replied = operation?.responses['200']?.content?.['application/json'];
    if (replied?.schema !== undefined)
      replied.example = complete(JSON.parse(response) as Json, replied.schema);
  }
  for (const [name, { request, reply, stream }] of Object.entries(ownExamples)) {
    const [method = '', path = ''] = name.split(' ');
    const operation = document.paths[path]?.[method.toLowerCase()];
    if (!operation) throw new Error(`There is an example of ${name}, which is no operation.`);
    const asked = operation.requestBody?.content['application/json'];
    if (asked && request !== undefined) asked.example = request;
    const replied = operation.responses['200']?.content?.['application/json'];
    if (replied && reply !== undefined) replied.example = reply;
    const streamed = operation.responses['200']?.content?.['text/event-stream'];
    if (streamed && stream !== undefined) streamed.example = stream;
  }
}

/** The value with what the schema requires of it. */
function complete(value: Json, schema: Json | undefined): Json {
  if (!isObject(schema)) return value;
  if (Array.isArray(value)) return value.map((one) => complete(one, schema['items']));
  if (!isObject(value) || !isSchemaOfObject(schema)) return value;
  const whole: JsonObject = {};
  for (const [name, one] of Object.entries(value)) whole[name] = complete(one, schema.properties[name]);
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  for (const name of required)
    if (typeof name === 'string') whole[name] ??= sample(schema.properties[name] ?? {}, name);
  return whole;
}

/** The least value that a schema takes, for a property of this name. */
function sample(schema: Json, name: string): Json {
  if (!isObject(schema)) return null;
  if (Array.isArray(schema['enum'])) return schema['enum'][0] ?? null;
  if (schema['const'] !== undefined) return schema['const'];
  const branches = schema['anyOf'] ?? schema['allOf'];
  if (Array.isArray(branches)) return sample(branches[0] ?? {}, name);
  const types = new Set([schema['type']].flat());
  if (types.has('null')) return null;
  if (types.has('object')) return complete({}, schema);
  if (types.has('array')) return [];
  if (types.has('integer') || types.has('number')) return Number(schema['minimum'] ?? 0);
  if (types.has('boolean')) return false;
  if (schema['format'] === 'date-time') return '2026-01-31T12:00:00Z';
  return /(?:^|_)id$/.test(name) ? '12345' : 'text';
}
