import { create, insertMultiple, search } from '@orama/orama';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as hindi } from '@orama/stemmers/indian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { createTokenizer as createMandarinTokenizer } from '@orama/tokenizers/mandarin';
import MiniSearch from 'minisearch';
import type { Collection } from './retrieval-data.ts';

/** Finds pages of a collection: ids, best first. */
export type FindPages = (query: string, limit: number) => Promise<string[]>;

type Pages = Collection['pages'];

/**
 * MiniSearch with its defaults. Scripts without spaces between words need a tokenizer, for which the
 * platform's is used.
 */
export async function openMiniSearch(pages: Pages, language: string): Promise<FindPages> {
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
  const segments = (text: string) =>
    Array.from(segmenter.segment(text))
      .filter(({ isWordLike }) => isWordLike)
      .map(({ segment }) => segment);
  const engine = new MiniSearch({
    fields: ['title', 'text'],
    ...(language === 'zh' ? { tokenize: segments } : {}),
  });
  engine.addAll(pages);
  return async (query, limit) =>
    engine
      .search(query)
      .slice(0, limit)
      .map(({ id }) => String(id));
}

const oramaLanguages = {
  de: { language: 'german', stemmer: german },
  es: { language: 'spanish', stemmer: spanish },
  hi: { language: 'indian', stemmer: hindi },
  it: { language: 'italian', stemmer: italian },
} as const;

/** Orama with its own stemmer or tokenizer for the language. */
export async function openOrama(pages: Pages, language: string): Promise<FindPages> {
  const known = oramaLanguages[language as keyof typeof oramaLanguages];
  const schema = { page: 'string', title: 'string', text: 'string' } as const;
  const engine = create({
    schema,
    components: {
      tokenizer:
        language === 'zh'
          ? createMandarinTokenizer()
          : known
            ? { stemming: true, ...known }
            : { stemming: true, language: 'english' },
    },
  });
  await insertMultiple(
    engine,
    pages.map(({ id, title, text }) => ({ page: id, title, text })),
  );
  return async (term, limit) => {
    const { hits } = await search(engine, { term, properties: ['title', 'text'], limit });
    return hits.map(({ document }) => document.page);
  };
}
