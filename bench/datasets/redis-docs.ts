import type { Dataset } from './dataset.ts';

/** `commands.json` of redis-doc: what a command does, in a line, by the command's name. */
export type Commands = Record<string, { summary: string }>;

/**
 * The pages of Redis' documentation, by path, with the commands' summaries as queries: each asks for the page
 * of its command. A summary that stands in that page, whatever its case, would find it by its very words and
 * is left out.
 */
export function datasetOfRedisDocs(files: ReadonlyMap<string, string>, commands: Commands): Dataset {
  const pages = [...files]
    .map(([id, content]) => ({ id, text: content.replaceAll('\r\n', '\n') }))
    .map(({ id, text }) => ({ id, title: titleOf(text) ?? commandOf(id) ?? '', text }))
    .toSorted(byId);
  const textOf = new Map(pages.map(({ id, text }) => [id, text.toLowerCase()]));
  const queries = Object.entries(commands)
    .map(([name, { summary }]) => ({ id: name.replaceAll(' ', '-'), text: summary }))
    .filter(({ id, text }) => {
      const page = textOf.get(pageOf(id));
      return page !== undefined && !page.includes(text.toLowerCase().replace(/\.$/, ''));
    })
    .toSorted(byId);
  return { pages, queries, judgements: queries.map(({ id }) => [id, pageOf(id)]) };
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

const pageOf = (command: string): string => `commands/${command.toLowerCase()}.md`;

/** Pages of commands have no front matter; they are named after their file. */
function commandOf(page: string): string | undefined {
  return /^commands\/(.+)\.md$/.exec(page)?.[1]?.replaceAll('-', ' ').toUpperCase();
}

/** The title in the front matter of a page that begins with one. */
function titleOf(text: string): string | undefined {
  const [, frontMatter = ''] = /^---\n([^]*?)\n---\n/.exec(text) ?? [];
  return /^title: *(["']?)(.*?)\1 *$/m.exec(frontMatter)?.[2];
}
