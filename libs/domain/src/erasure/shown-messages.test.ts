import { grantScope, type Citation, type Message, type Page } from '@persona/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DocumentStore } from '@persona/documents';
import { shownMessages } from './shown-messages.ts';

const scope = grantScope('ins_a');

/** Pages reduced to the fields that matter here; a page that is not named never existed. */
const store = (pages: Record<string, 'live' | 'deleted'>) =>
  ({
    pages: {
      getMany: async (_scope: unknown, ids: readonly string[]) =>
        ids
          .filter((id) => id in pages)
          .map((id) => ({ id, deleted_at: pages[id] === 'live' ? null : 'then' }) as Page),
    },
  }) as unknown as DocumentStore;

const citation = (td_id: string, ...spans: [number, number][]): Citation => ({
  index: 1,
  td_id,
  version: 1,
  title: `title of ${td_id}`,
  quote: `quote of ${td_id}`,
  score: 1,
  spans: spans.map(([start, end]) => ({ start, end })),
  locator: { start: 0, end: 1, headings: [`heading of ${td_id}`] },
  url: `https://example.org/${td_id}`,
  metadata: { of: td_id },
});
const message = (text: string, citations: Citation[]) => ({ id: 'msg_a', text, citations }) as Message;

describe('messages shown', () => {
  test('what only deleted pages support is gone, with all that the citation told of them', async () => {
    const text = 'The lamp is green. The tower is tall. Good night.';
    const told = message(text, [citation('a', [0, 18]), citation('b', [19, 37]), citation('c', [19, 37])]);
    const documents = store({ a: 'deleted', b: 'live', c: 'deleted' });
    const [shown] = await shownMessages(documents, scope, [told]);
    expect(shown?.text).toBe('[…] The tower is tall. Good night.');
    expect(JSON.stringify(shown)).not.toMatch(/green|of a|of c|org\/a|org\/c/);
    expect(shown?.citations.map(({ td_id, deleted }) => [td_id, deleted ?? false])).toEqual([
      ['a', true],
      ['b', false],
      ['c', true],
    ]);
    const [span] = shown?.citations[1]?.spans ?? [];
    expect(shown?.text.slice(span?.start, span?.end)).toBe('The tower is tall.');
    // Itself, so that whoever shows it again does not write it again.
    const [same] = await shownMessages(store({ a: 'live', b: 'live', c: 'live' }), scope, [told]);
    expect(same).toBe(told);
    const [unknown] = await shownMessages(store({}), scope, [told]);
    expect(unknown?.text).toBe('[…] […] Good night.');
  });

  test('a deleted page is offered no more', async () => {
    const offer = (td_id: string) => ({ td_id, title: `title of ${td_id}`, text: `about ${td_id}` });
    const told = { ...message('I cannot find that.', []), suggestions: [offer('a'), offer('b')] };
    const documents = store({ a: 'deleted', b: 'live' });
    const [shown] = await shownMessages(documents, scope, [told]);
    expect(shown).toEqual({ ...told, suggestions: [offer('b')] });
  });

  test('whatever the spans are: what live pages support is shown whole, and of the rest nothing that deleted ones support', async () => {
    const span = fc
      .tuple(fc.nat(39), fc.nat(39))
      .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b) + 1]);
    // Every character is different, so that it can be identified.
    const text = Array.from({ length: 40 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
    await fc.assert(
      fc.asyncProperty(
        fc.array(span, { maxLength: 4 }),
        fc.array(span, { maxLength: 4 }),
        async (kept, lost) => {
          const told = message(text, [citation('live', ...kept), citation('lost', ...lost)]);
          const [shown] = await shownMessages(store({ live: 'live', lost: 'deleted' }), scope, [told]);
          const inside = (i: number, spans: [number, number][]) => spans.some(([s, e]) => i >= s && i < e);
          for (const [i, character] of text.split('').entries())
            expect(shown?.text.includes(character)).toBe(inside(i, kept) || !inside(i, lost));
          for (const [i, { start, end }] of (shown?.citations[0]?.spans ?? []).entries())
            expect(shown?.text.slice(start, end)).toBe(text.slice(...(kept[i] as [number, number])));
        },
      ),
    );
  });
});
