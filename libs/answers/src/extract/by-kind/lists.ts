import { hasMark } from './marks.ts';
import { COMPLETE } from '../rank.ts';
import { announces } from '../terms.ts';
import {
  holdsNames,
  isSameSection,
  isUnder,
  mentions,
  MIN_SUBJECT_SHARE,
  tells,
  withinBudget,
  type Spot,
  type View,
} from './view.ts';

/** Characters of a list that is said whole, at most; what is longer is cut behind an item. */
const MAX_LIST_CHARACTERS = 1500;
const MAX_PROSE_CHARACTERS = 700;
/** … where a list was asked for. */
const MAX_TOLD_CHARACTERS = 300;

/** A list with the line that announces it. */
interface FoundList {
  announced: Spot | undefined;
  items: Spot[];
}

const said = ({ announced, items }: FoundList): Spot[] =>
  withinBudget([...(announced ? [announced] : []), ...items], MAX_LIST_CHARACTERS);

/** The lists of what is about the subject: items that follow each other in one section. */
function listsUnder(view: View, isIn: (spot: Spot) => boolean): FoundList[] {
  const lists: FoundList[] = [];
  let last: Spot | undefined;
  for (const spot of view.spots) {
    const list = lists.at(-1);
    if (spot.unit.kind === 'item' && isIn(spot)) {
      if (last && list && goesOn(last, spot)) list.items.push(spot);
      else {
        const announced =
          last && isSameSection(last, spot) && (announces(last.unit.text) || last.unit.kind === 'sentence')
            ? last
            : undefined;
        lists.push({ announced, items: [spot] });
      }
    }
    last = spot;
  }
  return lists.filter(({ items }) => items.length > 1);
}

/** Whether an item belongs to the list of the one before: steps that follow on ingredients do not. */
const goesOn = (last: Spot, spot: Spot): boolean =>
  last.unit.kind === 'item' && isSameSection(last, spot) && isNumbered(last) === isNumbered(spot);

const isNumbered = ({ unit }: Spot): boolean => /\p{N}/u.test(unit.marker ?? '');

/** Whether the heading right above a list says that it is what is needed: "Ingredients". */
const isHeadedNeeds = ({ items: [first] }: FoundList): boolean =>
  first !== undefined && hasMark('needs', first.source.headings.at(-1) ?? '', first.source.language);

/** All that a thing takes: its list of ingredients or tools, else the sentences that say what is needed. */
export function needsOf(view: View): Spot[] {
  const isAbout = (spot: Spot) => isUnder(spot, view);
  const lists = listsUnder(view, isAbout);
  const announcing = listsUnder(view, (spot) => !isAbout(spot)).filter(
    ({ announced }) => announced && (announcesSubject(announced, view) || isOnPageAbout(announced, view)),
  );
  const needed = [...lists, ...announcing].find(
    (list) =>
      isHeadedNeeds(list) ||
      (list.announced && hasMark('needs', list.announced.unit.text, list.items[0]?.source.language ?? '')),
  );
  if (needed) return said(isHeadedNeeds(needed) ? { ...needed, announced: undefined } : needed);
  const measured = lists.find(
    ({ items }) => items.filter(({ unit }) => /\p{N}/u.test(unit.text)).length * 2 >= items.length,
  );
  if (measured && measured.items.every(({ unit }) => unit.text.length < 60)) return said(measured);
  const called = lists.find(
    ({ items: [first] }) => first && first.sectionShare >= MIN_SUBJECT_SHARE && !isNumbered(first),
  );
  if (called) return said(called);
  const needing = view.spots.filter(
    (spot) =>
      (isAbout(spot) || mentions(spot, view)) &&
      spot.unit.kind !== 'code' &&
      hasMark('needs', spot.unit.text, spot.source.language),
  );
  return withinBudget(samePage(needing), MAX_PROSE_CHARACTERS);
}

/** What a sentence holds of what is spoken of, with its title and headings, to speak of all of it. */
const MIN_JOINT_SHARE = 0.9;

/** Whether the title of its page names a part of the subject, and something on the page all of it. */
const isOnPageAbout = ({ source }: Spot, { spots }: View): boolean =>
  spots.some(
    (spot) => spot.source.td_id === source.td_id && spot.titleShare > 0 && spot.jointShare >= MIN_JOINT_SHARE,
  );

const samePage = (spots: readonly Spot[]): Spot[] =>
  spots.filter(({ source }) => source.td_id === spots[0]?.source.td_id);

/** How a thing is done: the steps of the page or section that is named after it; empty where it has none. */
export function stepsFor(view: View): Spot[] {
  const isAbout = (spot: Spot) => isUnder(spot, view);
  const lists = listsUnder(view, isAbout).filter((list) => !isHeadedNeeds(list));
  const steps = lists.find(({ items: [first] }) => first && isNumbered(first)) ?? lists[0];
  return steps ? said(steps) : [];
}

/** The list that is asked for, whole: under a heading of its name, or announced by a line that names it. */
export function listAbout(view: View): Spot[] {
  const headed = listsUnder(view, (spot) => isUnder(spot, view));
  const [best] = headed.toSorted((a, b) => closeness(b) - closeness(a));
  if (best) return said(best);
  const announced = listsUnder(view, () => true).find(
    (list) => list.announced && announcesSubject(list.announced, view),
  );
  if (announced) return said(announced);
  // Some enumerate in a sentence: "Hobbies" above "I knit, row and keep bees."
  const told = view.spots.filter(
    (spot) => tells(spot) && spot.sectionShare >= MIN_SUBJECT_SHARE && holdsNames(spot, view),
  );
  const [first] = told;
  return first
    ? withinBudget(
        told.filter((spot) => isSameSection(spot, first)),
        MAX_TOLD_CHARACTERS,
      )
    : [];
}

/** Whether a line, read below its title and headings, names what the list behind it is of. */
const announcesSubject = (spot: Spot, view: View): boolean =>
  spot.own > 0 && Math.max(spot.own, spot.jointShare) >= MIN_SUBJECT_SHARE && holdsNames(spot, view);

/** A list right under a heading of the name, or announced by it, before one elsewhere on the page. */
function closeness({ items: [first], announced }: FoundList): number {
  return (first?.headingShare ?? 0) + (first?.sectionShare ?? 0) + (announced?.own ?? 0);
}

/** What happened: from the sentence that speaks of it on, in the order of the page. */
export function eventsOf(view: View): Spot[] {
  const told = view.spots.filter(tells);
  const headed = told.filter((spot) => isUnder(spot, view));
  const changes = ({ unit, source }: Spot): boolean => hasMark('change', unit.text, source.language);
  const best = told
    .filter((spot) => mentions(spot, view))
    .toSorted(
      (a, b) =>
        Number(changes(b)) - Number(changes(a)) ||
        b.own - a.own ||
        Number(headed.includes(b)) - Number(headed.includes(a)),
    )[0];
  const isSurer =
    best !== undefined && changes(best) && headed[0] !== undefined && headed[0].titleShare < COMPLETE;
  const from =
    headed[0] && !isSurer && (!best || headed[0].source.td_id === best.source.td_id) ? headed[0] : best;
  if (!from) return [];
  const begin = told.indexOf(from);
  const isNamed = from.titleShare >= MIN_SUBJECT_SHARE;
  return withinBudget(
    told
      .slice(begin)
      .filter((spot) => (isNamed ? spot.source.td_id === from.source.td_id : isSameSection(spot, from))),
    MAX_PROSE_CHARACTERS,
  );
}
