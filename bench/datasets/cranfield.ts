import type { Dataset } from './dataset.ts';

/** The three files of the Cranfield collection as Glasgow's archive has them. */
export interface CranfieldFiles {
  /** `cran.all.1400` */
  documents: string;
  /** `cran.qry` */
  queries: string;
  /** `cranqrel` */
  judgements: string;
}

/**
 * Abstracts become pages. Their text repeats the title as its first sentence, which is cut off. Queries are
 * numbered by their place in the file, because the judgements number them so and not by the numbers in it.
 * Judgements of 1 to 4 count alike; −1 is "of no interest".
 */
export function datasetOfCranfield(files: CranfieldFiles): Dataset {
  return {
    pages: recordsOf(files.documents).map(({ id, title, text }) => ({
      id,
      title,
      text: text.startsWith(title) ? text.slice(title.length).trim() : text,
    })),
    queries: recordsOf(files.queries).map(({ text }, i) => ({ id: String(i + 1), text })),
    judgements: files.judgements.split('\n').flatMap((line): [string, string][] => {
      const [query, page, grade] = line.trim().split(/\s+/);
      return query && page && Number(grade) > 0 ? [[query, page]] : [];
    }),
  };
}

/**
 * The records of a file in SMART's format: `.I` number, then `.T` title, `.A`, `.B` and `.W` text, each on
 * lines of its own.
 */
function recordsOf(file: string): { id: string; title: string; text: string }[] {
  return file
    .replaceAll('\r', '')
    .split(/^\.I /m)
    .slice(1)
    .map((record) => {
      // The text is the last field; a line ".W" within it is part of it.
      const [, id = '', head = '', text = ''] = /^(\d+)[^\n]*\n([^]*?)^\.W *\n([^]*)$/m.exec(record) ?? [];
      const title = /^\.T *\n([^]*?)(?=^\.[A-Z] *$)/m.exec(head)?.[1] ?? '';
      return { id, title: onOneLine(title), text: onOneLine(text) };
    });
}

const onOneLine = (text: string): string => text.split(/\s+/).filter(Boolean).join(' ');
