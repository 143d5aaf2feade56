import { languages } from '@persona/languages';
import type { Ask } from './answer.ts';
import type { Evidence } from './evidence.ts';
import { hasMark } from './extract/by-kind/marks.ts';
import type { Persona } from './generate/prompt.ts';
import { distinct } from './question/request-passages.ts';
import { phrase } from './phrases/phrases.ts';

/** A live page by its name. */
export interface PageName {
  td_id: string;
  title: string;
}

/** Topics that are named when somebody asks what may be asked, and characters of one, at most. */
const MAX_TOPICS = 8;
const MAX_TOPIC_CHARACTERS = 60;
/** Pages about the persona that are read whole, at most. */
const MAX_SELF_PAGES = 2;

/** What the pages are about, by their titles, in their order; names of files are none. */
export function topicsOf(pages: readonly PageName[]): string[] {
  const seen = new Set<string>();
  const topics = pages.flatMap(({ title }) => {
    const topic = title.replaceAll(/\s+/gu, ' ').trim();
    if (isAboutSelf(topic)) return [];
    const isName = /\p{L}/u.test(topic) && !/^\S+\.\w{1,5}$/u.test(topic) && !/^https?:/u.test(topic);
    const key = topic.toLowerCase();
    if (!isName || topic.length > MAX_TOPIC_CHARACTERS || seen.has(key)) return [];
    seen.add(key);
    return [topic];
  });
  return topics.slice(0, MAX_TOPICS);
}

const isAboutSelf = (title: string): boolean =>
  languages.some(({ code }) => hasMark('selfTitle', title.trim(), code));

/** The passages in which the persona may say who it is: of pages about it, and those its description leads to. */
export async function selfEvidence({ persona, retrieve, readPage, pages }: Ask): Promise<Evidence[]> {
  const names = (await pages?.()) ?? [];
  const found: Evidence[] = [];
  for (const { td_id } of names.filter(({ title }) => isAboutSelf(title)).slice(0, MAX_SELF_PAGES))
    found.push(...((await readPage?.(td_id)) ?? []));
  found.push(...(await retrieve(`${persona.name} ${persona.description}`.trim())));
  return distinct(found);
}

/** What is said of a persona whose pages do not say who it is: its name and its description. */
export function introduce({ name, description }: Persona, language: string): string {
  const said = description.trim();
  return [phrase('who', language, name), said].filter(Boolean).join(' ');
}
