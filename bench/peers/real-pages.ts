import path from 'node:path';
import { showsText } from '@persona/text';
import { dataFolder, markdownPages, type BenchPage } from '../collections.ts';
import { collectionNames, readCollection } from '../retrieval-data.ts';

const PAGES = 3088;
const BYTES = 34_700_000;
const ENGLISH = new Set(['squad2-dev-cs224n', 'xquad-en', 'cranfield']);

export interface RealPages {
  pages: readonly BenchPage[];
  bytes: number;
  /** Questions about what stands in them. */
  questions: readonly string[];
}

/**
 * 3,088 pages of real text, 34.7 MB: the Markdown pages as they are, and behind them pages that are put
 * together from sections of those and paragraphs of the English collections, drawn in an order that is
 * always the same.
 */
export async function realPages(): Promise<RealPages> {
  const present = (await collectionNames()).filter((name) => ENGLISH.has(name));
  const collections = await Promise.all(present.map(readCollection));
  const whole = markdownPages(path.join(dataFolder, 'pages')).filter(({ content }) => showsText(content));
  const parts = [
    ...whole.flatMap(({ content }) => content.split(/^(?=#{1,6} )/m)),
    ...collections.flatMap(({ pages }) => pages.map(({ text }) => text)),
  ].filter(showsText);
  const wholeBytes = whole.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  const size = (BYTES - wholeBytes) / (PAGES - whole.length);
  let bytes = wholeBytes;
  const pages = [...whole];
  let state = 7;
  while (pages.length < PAGES && parts.length > 0) {
    const drawn: string[] = [];
    let length = 0;
    // What one page has too much, the next one lacks.
    const target = wholeBytes + size * (pages.length - whole.length + 1) - bytes;
    while (length < target) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const part = parts[Math.floor((state / 2 ** 32) * parts.length)] ?? '';
      drawn.push(part.trim());
      length += Buffer.byteLength(part) + 2;
    }
    const n = pages.length;
    const content = `# Reader ${n}\n\n${drawn.join('\n\n')}\n`;
    bytes += Buffer.byteLength(content);
    pages.push({ title: `Reader ${n}`, content, metadata: { external_id: `reader-${n}` } });
  }
  const questions = collections.flatMap(({ queries }) => queries.map(({ text }) => text));
  return { pages, bytes, questions };
}
