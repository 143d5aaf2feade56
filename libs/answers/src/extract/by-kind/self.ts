import { hasMark } from './marks.ts';
import { tells, withinBudget, type Spot, type View } from './view.ts';

const MAX_CHARACTERS = 500;
const MAX_SENTENCES = 4;
/** As many sentences of one page need no other beside them. */
const MIN_PAGE_SENTENCES = 2;
/** A page about the persona, or words about itself, with something beside. */
const MIN_WORTH = 3;

/**
 * What the persona says of itself: sentences that say who it is, first those of a page about it. Empty where
 * no page does.
 */
export function selfOf(view: View, names: readonly string[]): Spot[] {
  const told = view.spots.filter(tells);
  const worth = (spot: Spot): number => {
    const { source, unit } = spot;
    const about = [source.title, ...source.headings].some((title) =>
      hasMark('selfTitle', title.trim(), source.language),
    );
    const says =
      hasMark('self', unit.text, source.language) || names.some((name) => unit.text.startsWith(name));
    return (
      (about ? 2 : 0) + (says ? 2 : 0) + (source.n === 0 ? 1 : 0) + (source.n === 0 && spot.at < 3 ? 1 : 0)
    );
  };
  const ranked = told
    .map((spot) => ({ spot, worth: worth(spot) }))
    .filter((one) => one.worth >= MIN_WORTH)
    .toSorted((a, b) => b.worth - a.worth)
    .map(({ spot }) => spot);
  const page = ranked.filter(({ source }) => source.td_id === ranked[0]?.source.td_id);
  const others = ranked.filter((spot) => !page.includes(spot));
  const chosen = page.length >= MIN_PAGE_SENTENCES ? page : [...page, ...others];
  return withinBudget(chosen.slice(0, MAX_SENTENCES), MAX_CHARACTERS);
}
