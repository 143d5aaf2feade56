import type { Mark } from '@persona/languages';
import { refersBack } from '../back-reference.ts';
import { hasMark } from './marks.ts';
import { holdsNames, isUnder, mentions, withinBudget, type Spot, type View } from './view.ts';

const MAX_CHARACTERS = 500;
const MAX_SENTENCES = 4;
/** Share of what is spoken of that a sentence has which judges or advises on a part of it. */
const MIN_TOUCHING_SHARE = 0.4;

const touches = (spot: Spot, view: View): boolean => spot.own >= MIN_TOUCHING_SHARE && holdsNames(spot, view);

/** How many sentences behind one that speaks of the subject still speak of it, and before. */
const MAX_BEHIND = 2;

/**
 * The sentences in which the persona judges the subject, or advises on it: those that speak of it, stand
 * beside such a one, or in a section that is named after it. `first` is what was asked for, `second` what
 * will do. What others think (`isOthers`) is left out.
 */
export function judgementOf(
  view: View,
  [first, second]: readonly [Mark, Mark],
  isOthers: (spot: Spot) => boolean = () => false,
): Spot[] {
  const speaking = new Set(view.spots.filter((spot) => mentions(spot, view)));
  const anchorOf = (spot: Spot): Spot | undefined =>
    speaking.has(spot)
      ? spot
      : view.spots.find(
          (other) =>
            speaking.has(other) &&
            other.passage === spot.passage &&
            spot.at - other.at <= MAX_BEHIND &&
            other.at - spot.at <= 1,
        );
  const worth = (spot: Spot): number => {
    const { unit, source } = spot;
    if (unit.kind === 'code' || unit.kind === 'row' || isOthers(spot)) return 0;
    const has = (mark: Mark) => hasMark(mark, unit.text, source.language);
    const titled = source.headings.some((title) => hasMark(first, title, source.language));
    const marked = has(first) || titled ? 2 : has(second) ? 1 : 0;
    const under = isUnder(spot, view) || spot.namesPart ? 1 : 0;
    const anchor = anchorOf(spot);
    const near = speaking.has(spot) ? 2 : anchor || touches(spot, view) ? 1 : 0;
    return marked === 0 || under + near === 0 ? 0 : marked * 1.5 + under + near;
  };
  const isAbout = (spot: Spot) => isUnder(spot, view) || spot.namesPart || anchorOf(spot) !== undefined;
  const ranked = view.spots
    .map((spot) => ({ spot, worth: worth(spot) }))
    .filter((one) => one.worth > 0)
    .toSorted((a, b) => b.worth - a.worth);
  const [best] = ranked;
  if (!best) return [];
  const chosen: Spot[] = [];
  for (const { spot } of ranked
    .filter((one) => one === best || (one.worth >= best.worth - 1 && isAbout(one.spot)))
    .filter(({ spot: { source } }) => source.td_id === best.spot.source.td_id)
    .slice(0, MAX_SENTENCES)) {
    const anchor = anchorOf(spot);
    // What is judged is said first, where the judgement does not say it.
    if (anchor && anchor !== spot && !isUnder(spot, view) && !chosen.includes(anchor)) chosen.push(anchor);
    const before = view.spots.find(({ passage, at }) => passage === spot.passage && at === spot.at - 1);
    if (before && !chosen.includes(before) && refersBack(spot.unit.text, spot.source.language))
      chosen.push(before);
    if (!chosen.includes(spot)) chosen.push(spot);
  }
  return withinBudget(chosen, MAX_CHARACTERS);
}
