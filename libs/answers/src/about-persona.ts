import { languages } from '@persona/languages';
import type { Unit } from '@persona/text';
import type { Ask } from './answer.ts';
import { citationOf, type Draft, type Evidence } from './evidence.ts';
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

/**
 * What may be asked, by the titles of the newest pages, each cited with what its page says first: a title
 * goes when its page does. Undefined where no page has a title that says something.
 */
export async function sayTopics(
  { persona, pages, readPage }: Ask,
  language: string,
): Promise<Pick<Draft, 'response' | 'citations'> | undefined> {
  const topics: { title: string; source: Evidence; unit: Unit }[] = [];
  for (const { td_id, title } of distinctTitles((await pages?.()) ?? [])) {
    if (topics.length === MAX_TOPICS) break;
    const source = (await readPage?.(td_id))?.find(({ units }) => units.length > 0);
    const unit = source?.units.find(({ kind }) => kind !== 'heading') ?? source?.units[0];
    if (source && unit) topics.push({ title, source, unit });
  }
  if (topics.length === 0) return undefined;
  const [before = '', behind = ''] = phrase('topics', language, persona.name).split('{topics}');
  let response = before;
  const citations = topics.map(({ title, source, unit }, i) => {
    if (i > 0) response += ' · ';
    const start = response.length;
    response += title;
    return citationOf(i + 1, source, unit, [{ start, end: response.length }]);
  });
  return { response: response + behind, citations };
}

/** Pages that a visitor may be told of by their titles, each title once; names of files say nothing. */
function distinctTitles(pages: readonly PageName[]): PageName[] {
  const named = pages
    .map(({ td_id, title }) => ({ td_id, title: title.replaceAll(/\s+/gu, ' ').trim() }))
    .filter(
      ({ title }) =>
        /\p{L}/u.test(title) &&
        !/^\S+\.\w{1,5}$|^https?:/u.test(title) &&
        title.length <= MAX_TOPIC_CHARACTERS &&
        !isAboutSelf(title),
    );
  return [...Map.groupBy(named, ({ title }) => title.toLowerCase()).values()].flatMap(
    ([first]) => first ?? [],
  );
}

const isAboutSelf = (title: string): boolean =>
  languages.some(({ code }) => hasMark('selfTitle', title.trim(), code));

/** The passages in which the persona may say who it is: of pages about it, and what its description finds. */
export async function selfEvidence(ask: Ask): Promise<Evidence[]> {
  const { persona, retrieve } = ask;
  const about = await pagesAboutSelf(ask);
  return distinct([...about, ...(await retrieve(`${persona.name} ${persona.description}`.trim()))]);
}

/** The passages of the pages that are called after the persona: "About me", "CV". */
export async function pagesAboutSelf({ readPage, pages }: Ask): Promise<Evidence[]> {
  const names = (await pages?.()) ?? [];
  const found: Evidence[] = [];
  for (const { td_id } of names.filter(({ title }) => isAboutSelf(title)).slice(0, MAX_SELF_PAGES))
    found.push(...((await readPage?.(td_id)) ?? []));
  return found;
}

/** What is said of a persona whose pages do not say who it is: its name and its description. */
export function introduce({ name, description }: Persona, language: string): string {
  const said = description.trim();
  return [phrase('who', language, name), said].filter(Boolean).join(' ');
}
