import type { Dataset } from './dataset.ts';

/** A file in the format of SQuAD 1.1 and 2.0, which SQuAD-it and XQuAD share. */
export interface SquadFile {
  data: {
    title: string;
    paragraphs: {
      context: string;
      qas: { id: string; question: string; answers?: { text: string }[] }[];
    }[];
  }[];
}

/**
 * Each distinct paragraph becomes a page with its article's title; a paragraph that occurs twice is one page.
 * Questions without an answer (SQuAD 2.0 marks them so) are left out, since no page is right for them.
 */
export function datasetOfSquad({ data }: SquadFile): Dataset {
  const dataset: Dataset = { pages: [], queries: [], judgements: [] };
  const known = new Map<string, string>();
  for (const { title, paragraphs } of data) {
    for (const { context, qas } of paragraphs) {
      let page = known.get(context);
      if (page === undefined) {
        known.set(context, (page = `p${known.size}`));
        dataset.pages.push({ id: page, title: title.replaceAll('_', ' '), text: context });
      }
      for (const { id, question, answers = [] } of qas) {
        if (answers.length === 0) continue;
        const distinct = [...new Set(answers.map(({ text }) => text))].toSorted(byCodePoint);
        dataset.queries.push({ id, text: question, answers: distinct });
        dataset.judgements.push([id, page]);
      }
    }
  }
  return dataset;
}

/** The order of UTF-8, which differs from that of JavaScript's strings beyond the basic plane. */
const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
