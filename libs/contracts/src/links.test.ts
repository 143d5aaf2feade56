import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkOf } from './links.ts';

test.each(['https://example.com/a?b=c#d', 'HTTP://example.com', 'mailto:ada@example.com'])(
  '%s is a link',
  (address) => expect(linkOf(address)).toBe(address),
);

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  '//example.com',
  '/docs/a',
  'https://',
  'https://a b',
  'urn:isbn:1',
  '',
  null,
  undefined,
])('%j is none', (address) => expect(linkOf(address)).toBeNull());

test('what a browser takes for another scheme is never a link', () => {
  const address = fc.tuple(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom('javascript:', 'data:'),
  );
  fc.assert(
    fc.property(address, fc.string(), ([before, scheme], rest) => {
      const link = linkOf(`${before}${scheme}${rest}`);
      if (link !== null) expect(['http:', 'https:', 'mailto:']).toContain(new URL(link).protocol);
    }),
  );
});
