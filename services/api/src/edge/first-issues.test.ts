import { CompletionBody, StorePagesBody } from '@persona/contracts';
import * as fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { firstIssues } from './first-issues.ts';

const part = fc.oneof(
  fc.record({ type: fc.constantFrom('text', 5), text: fc.constantFrom('a', 7) }, { requiredKeys: [] }),
  fc.constantFrom('x', null, 5),
);
const content = fc.oneof(fc.string(), fc.array(part, { maxLength: 5 }), fc.constantFrom(null, 5, {}));
const message = fc.record({ role: fc.constantFrom('user', 'nobody'), content }, { requiredKeys: ['role'] });
const body = fc.record(
  { model: fc.constantFrom('m', '', 5), messages: fc.array(fc.oneof(message, fc.constant(5))) },
  { requiredKeys: [] },
);

test('names something wherever the check fails, and only there, within a part that is wrong', () => {
  const validator = Compile(CompletionBody);
  fc.assert(
    fc.property(body, (value) => {
      const issues = firstIssues(CompletionBody, value);
      const isValid: boolean = validator.Check(value);
      expect(issues.length > 0).toBe(!isValid);
      const places = validator.Errors(value).map(({ instancePath }) => instancePath);
      // The validator lists eight at most, so with more there may be others.
      if (places.length < 8) for (const { instancePath } of issues) expect(places).toContain(instancePath);
    }),
  );
});

test('what follows the first issues is not looked at', () => {
  const read: number[] = [];
  const pages = new Proxy(
    Array.from({ length: 400 }, () => 5),
    {
      get: (target, name) => {
        if (typeof name === 'string' && /^\d+$/.test(name)) read.push(Number(name));
        return Reflect.get(target, name) as unknown;
      },
    },
  );
  expect(firstIssues(StorePagesBody, { pages })).toHaveLength(8);
  expect(Math.max(...read)).toBeLessThan(10);
});
