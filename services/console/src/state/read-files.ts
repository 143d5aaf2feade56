/** A page as `store-pages` takes it. */
export interface PageInput {
  title: string;
  content: string;
  id?: string;
  metadata?: Record<string, unknown>;
  source?: string;
}

export interface ReadFile {
  name: string;
  pages: PageInput[];
  /** Whether nothing in it could be read as a page. */
  isUnreadable: boolean;
}

/** What a file chooser offers. */
export const ACCEPTED = '.md,.markdown,.txt,.html,.htm,.json,.ndjson,.jsonl';
const MAX_TITLE_CHARACTERS = 200;

/** The pages in a file: one of a text, Markdown or HTML file, any number of a JSON or NDJSON file. */
export async function readFile(file: File): Promise<ReadFile> {
  const [, extension = ''] = /\.([^.]+)$/.exec(file.name.toLowerCase()) ?? [];
  const text = await file.text();
  const pages = pagesOf(file.name, extension, text.replace(/^\uFEFF/, ''));
  return { name: file.name, pages, isUnreadable: pages.length === 0 };
}

function pagesOf(name: string, extension: string, text: string): PageInput[] {
  const source = name;
  switch (extension) {
    case 'json':
      return listOf(parse(text)).flatMap((one) => pageOf(one, source));
    case 'ndjson':
    case 'jsonl':
      return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : pageOf(parse(line), source)));
    case 'html':
    case 'htm':
      return [{ title: titleOfHtml(text) ?? titleOfFile(name), content: text, source }];
    case 'md':
    case 'markdown':
    case 'txt':
    case 'text':
      return text.trim() === ''
        ? []
        : [{ title: titleOfText(text) ?? titleOfFile(name), content: text, source }];
    default:
      return [];
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A list, or what wraps one: `{"pages": […]}`, or the export of training data. */
function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).find((one) => Array.isArray(one)) ?? [value];
}

function pageOf(value: unknown, source: string): PageInput[] {
  if (typeof value !== 'object' || value === null) return [];
  const { title, name, content, text, body, id, url, metadata } = value as Record<string, unknown>;
  const said = [content, text, body].find((one) => typeof one === 'string' && one.trim() !== '');
  if (typeof said !== 'string') return [];
  const called = [title, name].find((one) => typeof one === 'string' && one.trim() !== '');
  return [
    {
      title: typeof called === 'string' ? called : (titleOfText(said) ?? titleOfFile(source)),
      content: said,
      source,
      ...(typeof id === 'string' && id !== '' ? { id } : {}),
      ...(typeof metadata === 'object' && metadata !== null
        ? { metadata: metadata as Record<string, unknown> }
        : typeof url === 'string'
          ? { metadata: { url } }
          : {}),
    },
  ];
}

const titleOfText = (text: string): string | undefined => cut(/^#{1,6}[ \t]+(.+?)[ \t]*#*$/m.exec(text)?.[1]);

const titleOfHtml = (text: string): string | undefined => {
  const [, title] = /<title[^>]*>([^<]+)</i.exec(text) ?? /<h1[^>]*>([^<]+)</i.exec(text) ?? [];
  return cut(title);
};

const titleOfFile = (name: string): string => {
  const words = name
    .replace(/\.[^.]+$/, '')
    .replaceAll(/[-_]+/g, ' ')
    .trim();
  return cut(words.charAt(0).toUpperCase() + words.slice(1)) ?? name;
};

const cut = (title: string | undefined): string | undefined =>
  title?.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_TITLE_CHARACTERS) || undefined;
