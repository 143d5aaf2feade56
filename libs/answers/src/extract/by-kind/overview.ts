import { COMPLETE } from '../rank.ts';
import { refersBack } from '../back-reference.ts';
import { dateOf } from '../dating.ts';
import { titleMatch } from '../lead-passages.ts';
import { isLink, isUnder, mentions, tells, withinBudget, type Spot, type View } from './view.ts';

/** Pages that an overview is made of, at most. */
const MAX_PAGES = 3;
const MAX_CHARACTERS = 700;
/** Characters of one page's lead where it is the only one, is the first of several, or is another. */
const MAX_ONLY_LEAD_CHARACTERS = 480;
const MAX_FIRST_LEAD_CHARACTERS = 320;
const MAX_FURTHER_LEAD_CHARACTERS = 180;
/** How much the title must be the subject and nothing else for the page to need no other beside it. */
const MIN_NAMED_PAGE_MATCH = 0.7;

/** Share of a heading that what is spoken of names, for the section to be about just that. */
const MIN_NAMED_SECTION = 0.5;

interface AboutPage {
  spots: Spot[];
  /** How it is about the subject: 3 by its title, 2 by a heading, 1 by what it says somewhere. */
  tier: number;
  named: number;
  date: string;
}

/**
 * What is said of a thing, page by page: where pages or sections are named after it they begin, else where it
 * is spoken of. What is named after it comes first, of that the newest.
 */
export function overviewOf(view: View): Spot[] {
  const pages = pagesAbout(view);
  const [first, ...others] = pages;
  if (!first) return [];
  const further = others.filter(
    ({ tier, named }) =>
      tier === first.tier && (first.named < MIN_NAMED_PAGE_MATCH || named >= MIN_NAMED_PAGE_MATCH),
  );
  const lead = (page: AboutPage, characters: number) => withinBudget(page.spots, characters);
  if (further.length === 0) return lead(first, MAX_ONLY_LEAD_CHARACTERS);
  return withinBudget(
    [
      ...lead(first, MAX_FIRST_LEAD_CHARACTERS),
      ...further.slice(0, MAX_PAGES - 1).flatMap((page) => lead(page, MAX_FURTHER_LEAD_CHARACTERS)),
    ],
    MAX_CHARACTERS,
  );
}

function pagesAbout(view: View): AboutPage[] {
  const pages = Map.groupBy(view.spots, ({ source }) => source.td_id);
  const about: AboutPage[] = [];
  for (const spots of pages.values()) {
    const { spots: leads, tier } = leadsOf(spots, view);
    const [first] = leads;
    if (!first) continue;
    const named = tier === 3 ? titleMatch(first.source, view.readIn(first.source.language)) : 0;
    about.push({ spots: leads, tier, named, date: dateOf(first.unit, first.source) ?? '' });
  }
  return about.toSorted(
    (a, b) =>
      b.tier - a.tier ||
      Number(b.named >= MIN_NAMED_PAGE_MATCH) - Number(a.named >= MIN_NAMED_PAGE_MATCH) ||
      b.date.localeCompare(a.date),
  );
}

/** Where a page begins to speak of the subject, sentence by sentence. */
function leadsOf(spots: readonly Spot[], view: View): { spots: Spot[]; tier: number } {
  const below = spots.filter((spot) => isUnder(spot, view));
  // A section that is called just so tells it before a page that is called so among others.
  const called = below.filter(
    (spot) =>
      spot.headingNamed >= MIN_NAMED_SECTION && spot.headingShare >= COMPLETE && !isNamedPage(spot, view),
  );
  const under = called.some(tells) ? called : below;
  const [first] = under;
  if (first) {
    const byTitle = under.some(({ titleShare, sectionShare }) => titleShare >= sectionShare);
    const told = under.filter(tells);
    const items = under.filter((spot) => spot.unit.kind === 'item' && !isLink(spot));
    return { spots: told.length > 0 ? told : items, tier: byTitle ? 3 : 2 };
  }
  const said = spots.filter((spot) => tells(spot) && mentions(spot, view));
  const best = said.toSorted((a, b) => b.own - a.own)[0];
  if (!best) return { spots: [], tier: 0 };
  const place = spots.indexOf(best);
  const before = spots[place - 1];
  const needsBefore = before && isBeside(before, best) && refersBack(best.unit.text, best.source.language);
  const after: Spot[] = [];
  for (const next of spots.slice(place + 1, place + 1 + MAX_AFTER)) {
    if (!isBeside(after.at(-1) ?? best, next) || !tells(next) || next.unit.date !== best.unit.date) break;
    if (!isTerse(best) && (after.length > 0 || !refersBack(next.unit.text, next.source.language))) break;
    after.push(next);
  }
  const rest = said.filter((spot) => spot !== best && !after.includes(spot) && spot !== before);
  return { spots: [...(needsBefore ? [before] : []), best, ...after, ...rest], tier: 1 };
}

/** Whether the page is called what is spoken of and nothing else. */
const isNamedPage = ({ source }: Spot, view: View): boolean =>
  titleMatch(source, view.readIn(source.language)) >= MIN_NAMED_PAGE_MATCH;

/** Sentences behind what only names a thing that belong to it: "Avalanche at the Hirscheck. Two buried …" */
const MAX_AFTER = 2;
const MAX_TERSE_CHARACTERS = 45;
const isTerse = ({ unit }: Spot): boolean => unit.text.length <= MAX_TERSE_CHARACTERS;

const isBeside = (a: Spot, b: Spot): boolean => a.passage === b.passage && b.at === a.at + 1;

/**
 * A page or section in short: how it begins, and how each of its parts begins. Of a thing that no page is
 * named after, what is said of it.
 */
export function summaryOf(view: View): Spot[] {
  const under = view.spots.filter((spot) => isUnder(spot, view));
  const [first] = under.toSorted(
    (a, b) => b.titleShare + b.sectionShare - (a.titleShare + a.sectionShare) || 0,
  );
  if (!first) return overviewOf(view);
  const page = under.filter(({ source }) => source.td_id === first.source.td_id);
  const told = page.filter(tells);
  if (told.length === 0)
    return withinBudget(
      page.filter((spot) => !isLink(spot)),
      MAX_CHARACTERS,
    );
  const parts = [...Map.groupBy(told, ({ source }) => source.headings.join('\n')).values()];
  const leads = parts.flatMap((part) => part.slice(0, parts.length === 1 ? 5 : 2));
  const begins = parts.flatMap((part) => part.slice(0, 1));
  const shortened = leads.reduce((sum, { unit }) => sum + unit.text.length + 1, 0) > MAX_CHARACTERS;
  return withinBudget(shortened ? begins : leads, MAX_CHARACTERS);
}
