import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);

/**
 * The folder into which `npm run bench -- data` puts the collections: they are too large for the repository,
 * and have licences of their own.
 */
export const ownDataFolder = process.env['BENCH_DATA'] ?? path.join(import.meta.dirname, 'data');

const holdsCollections = (folder: string): boolean => existsSync(path.join(folder, 'retrieval'));

/**
 * The folder of real pages and question sets: the project's own, or else one that is kept beside the project.
 */
export const dataFolder =
  [ownDataFolder, path.join(path.dirname(root), 'shared', 'data')].find(holdsCollections) ?? ownDataFolder;

export const ABSENT = `The larger collections are not in ${ownDataFolder}; what needs them is left out. npm run bench -- data gets them.`;

export interface BenchPage {
  title: string;
  content: string;
  metadata: { external_id: string };
}

/** Returns every Markdown page below a folder, named after its path. */
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

/** Reads a collection of `corpus.jsonl` and `queries.jsonl` as pages and questions. */
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

export const hasData = (): boolean => holdsCollections(dataFolder);
