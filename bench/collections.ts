import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
/** Real pages and question sets, beside the project where somebody has them; too large to travel with it. */
export const dataFolder = path.join(path.dirname(root), 'shared', 'data');
export const ABSENT = `The larger collections are not at ${path.join('..', 'shared', 'data')}; what needs them is left out.`;

export interface BenchPage {
  title: string;
  content: string;
  metadata: { external_id: string };
}

/** Every Markdown page below a folder, named after its path. */
export function markdownPages(folder: string): BenchPage[] {
  return globSync('**/*.md', { cwd: folder })
    .sort()
    .map((file) => {
      const content = readFileSync(path.join(folder, file), 'utf8');
      return { title: titleOf(content) ?? file, content, metadata: { external_id: file } };
    })
    .filter(({ content }) => content.trim() !== '');
}

function titleOf(markdown: string): string | undefined {
  return /^title:\s*"?(.+?)"?\s*$/m.exec(markdown)?.[1] ?? /^#\s+(.+)$/m.exec(markdown)?.[1];
}

/** A collection of `corpus.jsonl` and `queries.jsonl` as pages and questions. */
export function collection(folder: string): { pages: BenchPage[]; questions: string[] } {
  const rows = <T>(file: string) =>
    readFileSync(path.join(folder, file), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);
  return {
    pages: rows<{ id: string; title: string; text: string }>('corpus.jsonl')
      .filter(({ text }) => text.trim() !== '')
      .map(({ id, title, text }) => ({ title: title || id, content: text, metadata: { external_id: id } })),
    questions: rows<{ text: string }>('queries.jsonl').map(({ text }) => text),
  };
}

export const hasData = (): boolean => existsSync(dataFolder);
