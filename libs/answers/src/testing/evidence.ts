import { encodePage } from '@persona/search';
import type { Evidence } from '../evidence.ts';

export interface TestPage {
  title: string;
  content: string;
}

/** The passages of pages as an index would return them, in the order given. Page ids are `td_0`, `td_1` …. */
export function evidenceOf(pages: readonly TestPage[]): Evidence[] {
  return pages.flatMap(({ title, content }, i) =>
    encodePage({ page_id: `td_${i}`, version: 1, title, content }).passages.map(
      ({ n, start, end, text, language, headings, units }) => ({
        td_id: `td_${i}`,
        version: 1,
        title,
        headings,
        text,
        start,
        end,
        n,
        language,
        units,
        score: 1 / (1 + i + n),
        url: null,
        metadata: {},
      }),
    ),
  );
}
