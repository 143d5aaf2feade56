import { marksIn, type Marks, type Unit } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import { speaksOfSelf } from '../question/self-words.ts';

/** What is known of a passage by who says what in it. */
type Spoken = Pick<Evidence, 'td_id' | 'title' | 'language' | 'units'>;

/** A sentence that stands word for word on so many pages belongs to none of them. */
const MIN_BOILERPLATE_PAGES = 3;

/**
 * The evidence with nothing left but what the persona can say: no headings, questions and menus, no items
 * that only name other pages, nothing that stands on many pages, and no words of others, unless somebody is
 * asked for by name: then with the name before them. Offsets stay as they are.
 */
export function ownWords<P extends Spoken>(
  evidence: readonly P[],
  names: readonly string[],
  question = '',
): P[] {
  const asked = ` ${fold(question)} `;
  const personas = personasOf(evidence, names);
  const pages = new Map<string, Set<string>>();
  for (const { td_id, units } of evidence)
    for (const { text } of units) pages.set(text, (pages.get(text) ?? new Set()).add(td_id));
  const isBoilerplate = ({ text }: Unit) => (pages.get(text)?.size ?? 0) >= MIN_BOILERPLATE_PAGES;
  const titles = Map.groupBy(evidence, ({ title }) => fold(title));
  const namesOtherPage = ({ kind, text }: Unit, { td_id }: Spoken) =>
    kind === 'item' && (titles.get(fold(text))?.some((page) => page.td_id !== td_id) ?? false);
  return evidence.map((passage) => {
    const { units, td_id, language } = passage;
    const isOwn = ({ speaker, quoted = 0, text }: Unit) =>
      speaker === undefined
        ? !(quoted > 0 && speaksOfSelf(text, language))
        : personas.get(td_id)?.has(speaker) === true;
    const isAsked = ({ speaker = '' }: Unit) =>
      fold(speaker)
        .split(' ')
        .some((name) => name.length > 2 && asked.includes(` ${name} `));
    const said = units.filter(
      (unit) => isStatement(unit) && !isBoilerplate(unit) && !namesOtherPage(unit, passage),
    );
    return {
      ...passage,
      units: said.flatMap((unit) =>
        isOwn(unit) ? [unit] : isAsked(unit) ? [{ ...unit, text: `${unit.speaker}: ${unit.text}` }] : [],
      ),
    };
  });
}

const isStatement = ({ kind, question, chrome }: Unit): boolean => kind !== 'heading' && !question && !chrome;

/**
 * By page, the names that the persona speaks under. A speaker is the persona when called so, or by a word
 * that people use of themselves. Where none of a page is and just one is asked, that one is taken for the
 * persona: it is the persona's page.
 */
function personasOf(evidence: readonly Spoken[], names: readonly string[]): Map<string, ReadonlySet<string>> {
  const own = names.map(fold).filter((name) => name !== '');
  const isOwnName = (speaker: string): boolean => {
    const name = fold(speaker);
    return own.some((one) => one === name || isPartOf(name, one) || isPartOf(one, name));
  };
  const speakers = new Map<string, { all: Set<string>; marks: Marks }>();
  for (const { td_id, units, language } of evidence)
    for (const { speaker } of units) {
      if (speaker === undefined) continue;
      const known = speakers.get(td_id) ?? { all: new Set(), marks: marksIn(language) };
      speakers.set(td_id, known);
      known.all.add(speaker);
    }
  return new Map(
    [...speakers].map(
      ([
        page,
        {
          all,
          marks: { isSelf, isAsker },
        },
      ]) => {
        const known = [...all].filter((speaker) => isSelf(speaker) || isOwnName(speaker));
        const answering = [...all].filter((speaker) => !isAsker(speaker));
        const isInterview = all.size > answering.length;
        return [
          page,
          new Set(known.length > 0 ? known : isInterview && answering.length === 1 ? answering : []),
        ];
      },
    ),
  );
}

const fold = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]+/gu, '')
    .trim();

/** Whether a name is one of the words of another: "Maria" of "Maria Lind". */
const isPartOf = (part: string, whole: string): boolean => part.length > 1 && whole.split(' ').includes(part);
