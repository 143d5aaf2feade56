import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { documentedCalls, type DocumentedCall } from '@persona/contracts';

const source = fileURLToPath(new URL('../../shared/persona-api-docs.txt', import.meta.url));
const present = existsSync(source);

test('there are fifteen documented calls, and every body is JSON', () => {
  expect(documentedCalls).toHaveLength(15);
  for (const call of documentedCalls) {
    expect(() => JSON.parse(call.response) as unknown).not.toThrow();
    if (call.request !== null) expect(() => JSON.parse(call.request!) as unknown).not.toThrow();
  }
});

test.skipIf(!present)(
  `the calls are those of the documentation, byte for byte${present ? '' : ` (skipped: ${source} is not there)`}`,
  () => {
    const printed = parseDocumentation(readFileSync(source, 'utf8'));
    // The text holds the whole documentation twice.
    expect(printed).toEqual([...documentedCalls, ...documentedCalls]);
  },
);

/**
 * Parses a printed documentation: a line `METHOD /path` begins a call; bodies run from `jsonCopy code{` to a
 * line `}`.
 */
function parseDocumentation(text: string): DocumentedCall[] {
  const calls: DocumentedCall[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const head = /^(GET|POST|PUT|DELETE) (\/\S+)$/.exec(line);
    if (head) {
      const method = head[1] as DocumentedCall['method'];
      calls.push({ method, path: head[2]!, about: '', request: null, response: '' });
      continue;
    }
    const call = calls.at(-1);
    if (!call) continue;
    const about = /^ {2}• Description: (.*)$/.exec(line)?.[1];
    if (about) call.about = about;
    if (line === 'Request Body:' || line === 'Response Example:') {
      const from = lines.findIndex((l, at) => at > i && l.startsWith('jsonCopy code'));
      const to = lines.indexOf('}', from);
      const body = lines
        .slice(from, to + 1)
        .join('\n')
        .slice('jsonCopy code'.length);
      if (line === 'Request Body:') call.request = body;
      else call.response = body;
    }
  }
  return calls;
}
