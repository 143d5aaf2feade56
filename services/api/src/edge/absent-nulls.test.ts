import { Type } from 'typebox';
import { expect, test } from 'vitest';
import { FreeObject, Nullable } from '@persona/contracts';
import { createNullRemover } from './absent-nulls.ts';

const schema = Type.Object({
  required: Type.String(),
  optional: Type.Optional(Type.String()),
  nullable: Type.Optional(Nullable(Type.String())),
  either: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  any: Type.Optional(Type.Unknown()),
  literal: Type.Optional(Type.Literal(true)),
  choice: Type.Optional(Type.Enum(['a', 'b'])),
  metadata: Type.Optional(FreeObject()),
  filters: Type.Optional(Type.Record(Type.String(), Type.String())),
  inner: Type.Optional(Type.Object({ a: Type.Optional(Type.Number()), b: Type.Number() })),
  list: Type.Optional(Type.Array(Type.Object({ a: Type.Optional(Type.Number()) }))),
  texts: Type.Optional(Type.Array(Type.String())),
  union: Type.Optional(
    Type.Union([
      Type.Object({ kind: Type.Literal('x'), a: Type.Optional(Type.Number()) }),
      Type.Object({ kind: Type.Literal('y'), b: Type.Number() }),
    ]),
  ),
});

const removed = (value: unknown): unknown => {
  createNullRemover(schema)(value);
  return value;
};

test.each([
  [{ optional: null, literal: null, choice: null, inner: null, list: null, metadata: null }, {}],
  [{ inner: { a: null, b: null } }, { inner: { b: null } }],
  [{ list: [{ a: null }, { a: 1 }, null] }, { list: [{}, { a: 1 }, null] }],
  [{ union: { kind: 'x', a: null } }, { union: { kind: 'x' } }],
])('null that is absence goes, at any depth: %j', (value, left) => {
  expect(removed(value)).toEqual(left);
});

test.each([
  { required: null },
  { nullable: null, either: null, any: null },
  { metadata: { optional: null, deep: { a: null } } },
  { filters: { optional: null } },
  { texts: [null] },
  { unknown: null },
  { union: { kind: 'y', b: null } },
  [null],
  null,
  'text',
])('any other null stays: %j', (value) => {
  expect(removed(structuredClone(value))).toEqual(value);
});
