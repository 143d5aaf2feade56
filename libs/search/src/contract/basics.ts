import { describe, expect, test } from 'vitest';
import { passageId } from '../passage-id.ts';
import { freshInstance, idsOf, page, type Opened } from './index-under-test.ts';

/** What a search finds, and what a hit contains. */
export function describeBasics(opened: Opened): void {
  describe('basics', () => {
    test('finds the passage that answers, with everything a reader shows', async () => {
      const instance = freshInstance();
      const content =
        '# Lamp\n\nThe lamp burns paraffin.\n\n## Fog\n\nIn fog the **horn** sounds twice a minute.';
      await opened.index.put(instance, [
        page('td_1', content, { title: 'Skerry light', version: 3 }),
        page('td_2', 'Ferries run on diesel.', { title: 'Engines' }),
      ]);
      const [hit, ...others] = await opened.index.search(instance, {
        query: 'how often does the horn sound?',
        limit: 5,
      });
      const text = 'In fog the **horn** sounds twice a minute.';
      expect(hit).toEqual({
        id: passageId(instance, 'td_1', 3, 1),
        page_id: 'td_1',
        version: 3,
        n: 1,
        title: 'Skerry light',
        headings: ['Lamp', 'Fog'],
        text,
        start: content.indexOf(text),
        end: content.length,
        language: 'en',
        units: [
          {
            kind: 'sentence',
            text: 'In fog the horn sounds twice a minute.',
            start: content.indexOf(text),
            end: content.length,
            first: true,
          },
        ],
        score: expect.any(Number) as number,
      });
      expect(content.slice(hit?.start, hit?.end)).toBe(hit?.text);
      expect(others.every(({ score }) => score <= (hit?.score ?? 0))).toBe(true);
    });

    test('finds other forms of a word, and words that people say for it', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [
        page('td_1', 'We sold her to a postman.'),
        page('td_2', 'The fee is forty crowns.'),
        page('td_3', 'Gulls nest under the cliffs.'),
      ]);
      const found = async (query: string) => idsOf(await opened.index.search(instance, { query, limit: 5 }));
      expect(await found('What did you sell?')).toEqual(['td_1']);
      expect(await found('What does it cost?')).toEqual(['td_2']);
      expect(await found('Is it 40?')).toEqual(['td_2']);
    });

    test('a hit carries its units as the page was read', async () => {
      const instance = freshInstance();
      const contents = [
        '# Shearwater\n\n**Who built it?** The fishermen &amp; their *wives* did.\n\n- **Phone:** 12 34\n\n3. Third.',
        'Anna: The shearwater came back every year.\nBen: So it did, with the storms.\nAnna: Always.',
        '| Shearwater | Price |\n|---|---|\n| Egg | 12 € |\n\n> Quoted — \u{1f600} e\u0301.',
        '<!doctype html><nav><a href="/">Shearwater</a></nav><dl><dt>Nest</dt><dd>A burrow.</dd></dl>',
        '# Shearwaters\n\n## 1 May 2024\n\n```\nshearwater()\n```\n\nThey came.',
      ];
      const pages = contents.map((content, n) => page(`td_${n}`, content));
      await opened.index.put(instance, pages);
      const hits = await opened.index.search(instance, { query: 'shearwater', limit: 99 });
      expect(new Set(hits.map(({ page_id }) => page_id)).size).toBe(contents.length);
      for (const { page_id, n, units } of hits) {
        const encoded = pages.find((one) => one.page_id === page_id)?.passages[n];
        expect(encoded?.units.length).toBeGreaterThan(0);
        expect(units).toEqual(encoded?.units);
      }
    });

    test('a page is found by a question or label that stands outside of the passage', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [
        page('td_1', '| Creature | Wingspan |\n|---|---|\n| Gull | 140 cm |\n| Tern | 90 cm |'),
        page('td_2', 'A page of something else.'),
      ]);
      expect(idsOf(await opened.index.search(instance, { query: 'wingspan', limit: 1 }))).toEqual(['td_1']);
    });

    test('a write is seen by every handle, and survives its writer', async () => {
      const instance = freshInstance();
      const writer = opened.store.open();
      const reader = opened.store.open();
      expect(await reader.search(instance, { query: 'heron', limit: 5 })).toEqual([]);
      await writer.put(instance, [page('td_1', 'A heron stands in the harbour.')]);
      expect(idsOf(await reader.search(instance, { query: 'heron', limit: 5 }))).toEqual(['td_1']);
      await writer.put(instance, [page('td_2', 'Two herons now.')]);
      expect(idsOf(await reader.search(instance, { query: 'heron', limit: 5 })).toSorted()).toEqual([
        'td_1',
        'td_2',
      ]);
      await writer.removePages(instance, ['td_1']);
      expect(idsOf(await reader.search(instance, { query: 'heron', limit: 5 }))).toEqual(['td_2']);
      await writer.close();
      await reader.close();
      const later = opened.store.open();
      expect(idsOf(await later.search(instance, { query: 'heron', limit: 5 }))).toEqual(['td_2']);
      await later.close();
    });

    test('finds by inflection, by title, by heading, by parts of identifiers', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [
        page('td_verbs', 'The keepers were painting boats.', { title: 'Chores' }),
        page('td_title', 'It has twelve rooms.', { title: 'Grand Hotel' }),
        page('td_heading', '# Refunds\n\nWithin thirty days.'),
        page('td_code', 'Set max_connections in redis.conf, then call fs.readFile.'),
      ]);
      const first = async (query: string): Promise<string | undefined> =>
        (await opened.index.search(instance, { query, limit: 1 }))[0]?.page_id;
      expect(await first('who paints a boat')).toBe('td_verbs');
      expect(await first('grand hotels')).toBe('td_title');
      expect(await first('can I get a refund')).toBe('td_heading');
      for (const query of [
        'max_connections',
        'maxConnections',
        'connections',
        'redis.conf',
        'readFile',
        'read file',
      ])
        expect([query, await first(query)]).toEqual([query, 'td_code']);
    });

    test.each([
      ['de', 'Die Häuser am Hafen wurden im Jahr 1923 gebaut und sind rot.', 'Wann wurde das Haus gebaut?'],
      ['fr', "L'île est habitée depuis des siècles par des pêcheurs.", "Qui habite sur l'ile ?"],
      ['ru', 'Маяк построили рыбаки, когда корабли часто тонули.', 'кто построил маяк для корабля'],
      ['zh', '灯塔建于一九二三年，由当地渔民修建。', '灯塔是谁修建的？'],
      ['ja', '灯台は漁師たちによって建てられました。', '灯台を建てたのは誰ですか'],
      ['th', 'ประภาคารนี้สร้างโดยชาวประมงในท้องถิ่น', 'ใครสร้างประภาคาร'],
      ['hi', 'यह प्रकाशस्तंभ स्थानीय मछुआरों द्वारा बनाया गया था।', 'प्रकाशस्तंभ किसने बनाया'],
      ['ar', 'بنى الصيادون المنارة قبل مئة عام.', 'من بنى المنارات؟'],
      ['ko', '등대는 어부들이 지었습니다.', '누가 등대를 지었나요'],
    ])('reads %s', async (language, content, query) => {
      const instance = freshInstance();
      await opened.index.put(instance, [page('td_other', 'xyzzy plugh'), page('td_1', content)]);
      const [hit] = await opened.index.search(instance, { query, limit: 2 });
      expect([hit?.page_id, hit?.language]).toEqual(['td_1', language]);
    });

    test('a persona of several languages answers in each', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [
        page('td_en', 'The lighthouses were automated and the keepers left for the mainland.'),
        page('td_de', 'Die Leuchttürme wurden automatisiert, und die Wärter zogen auf das Festland.'),
        page('td_es', 'Los faros fueron automatizados y los fareros se fueron a la costa.'),
      ]);
      for (const [query, id] of [
        ['when did the lighthouse keeper leave', 'td_en'],
        ['Was wurde aus dem Leuchtturmwärter?', 'td_de'],
        ['¿Qué pasó con el farero del faro?', 'td_es'],
        ['faro', 'td_es'],
      ] as const)
        expect([query, (await opened.index.search(instance, { query, limit: 1 }))[0]?.page_id]).toEqual([
          query,
          id,
        ]);
    });

    test('counts what it holds', async () => {
      const instance = freshInstance();
      expect(await opened.index.stats(instance)).toEqual({ pages: 0, passages: 0, languages: {} });
      expect(await opened.index.countPages(instance)).toBe(0);
      await opened.index.put(instance, [
        page('td_1', 'This is the first of the two pages in here.'),
        page('td_2', '# A\n\nDies ist die eine Seite.\n\n# B\n\nUnd das ist noch ein Teil von ihr.'),
      ]);
      expect(await opened.index.stats(instance)).toEqual({
        pages: 2,
        passages: 3,
        languages: { en: 1, de: 2 },
      });
    });
  });
}
