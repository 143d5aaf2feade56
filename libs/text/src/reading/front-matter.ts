/**
 * Fields that people put before a page for the program that shows it. One of them tells front matter from
 * cards of questions.
 */
const known = new Set(
  'aliases archive author authors autonumber cascade categories category comments cover cssclass cssclasses date created updated modified lastmod lastupdated description draft excerpt featured hero id image images keywords lang language layout license linktitle locale menu nav_order order parent permalink publish published publishdate pubdate redirect_from robots sidebar sidebar_label sidebar_position slug series subtitle summary tag tags template thumbnail title toc type url version weight'.split(
    ' ',
  ),
);
const searched = new Set(
  'title linktitle description summary excerpt subtitle keywords keyword tags tag categories category aliases'.split(
    ' ',
  ),
);
const MAX_LENGTH = 16_384;

export interface FrontMatter {
  /** Where the page itself begins. */
  end: number;
  /** What is searched with the title. */
  about: string;
  fields: Map<string, string>;
}

/**
 * Takes YAML (`---`) or TOML (`+++`) front matter off a page. What looks like it and names no known field is
 * the page's own text.
 */
export function readFrontMatter(content: string): FrontMatter {
  const none = { end: 0, about: '', fields: new Map<string, string>() };
  const opening = /^[\ufeff\s]*?(---|\+\+\+)[ \t]*(?:\r\n?|\n)/.exec(content);
  if (!opening || opening.index > 0 || opening[0].trim().length !== 3) return none;
  const rest = content.slice(opening[0].length, opening[0].length + MAX_LENGTH);
  const closing = opening[1] === '---' ? /^(?:---|\.\.\.)[ \t]*$/m : /^\+\+\+[ \t]*$/m;
  const found = closing.exec(rest.replace(/\r(?!\n)/g, '\n'));
  if (!found) return none;
  const fields = new Map<string, string>();
  let name: string | undefined;
  for (const line of rest.slice(0, found.index).split(/\r\n?|\n/)) {
    const field = /^([A-Za-z_][\w.-]*)[ \t]*[:=][ \t]*(.*)$/.exec(line);
    if (field) {
      name = (field[1] ?? '').toLowerCase();
      fields.set(name, unquoted(field[2] ?? ''));
    } else if (line.trim() === '' || /^\s*#/.test(line)) continue;
    else if (name !== undefined && /^(?:\s+|- )/.test(line))
      fields.set(name, `${fields.get(name) ?? ''}\n${line.trim()}`.trim());
    else if (!/^\[[\w.]+\]$/.test(line)) return none;
  }
  if (![...fields.keys()].some((key) => known.has(key))) return none;
  const about = [...fields].filter(([key]) => searched.has(key)).map(([, value]) => value);
  return { end: opening[0].length + found.index + found[0].length, about: about.join('\n'), fields };
}

const unquoted = (value: string): string => /^\s*(["'])(.*)\1\s*$/.exec(value)?.[2] ?? value.trim();
