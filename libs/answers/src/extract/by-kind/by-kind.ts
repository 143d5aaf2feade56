import { known, packOf, type RequestKind } from '@persona/languages';
import type { Evidence } from '../../evidence.ts';
import { isCrowded } from '../../question/personal.ts';
import { peopleIn } from '../../question/subjects.ts';
import { isOnlyOfOthers } from '../../question/told-of-others.ts';
import { readRequest, type Request } from '../../question/read-request.ts';
import { attachedTo, MAX_ATTACHED_CHARACTERS } from '../attached-units.ts';
import type { Candidate } from '../candidates.ts';
import type { ExtractiveQuestion } from '../extractive-question.ts';
import type { Match } from '../match.ts';
import type { RankedCandidate } from '../rank.ts';
import { announces } from '../terms.ts';
import { judgementOf } from './judgement.ts';
import { eventsOf, listAbout, needsOf, stepsFor } from './lists.ts';
import { overviewOf, summaryOf } from './overview.ts';
import { selfOf } from './self.ts';
import { isSameSection, tells, viewOf, withinBudget, type Spot, type View } from './view.ts';
import { isWindowed, windowFor } from './windows.ts';

export interface RequestedFrom {
  asked: ExtractiveQuestion;
  /** The question matched with the evidence, its units ranked, and whether it is answered by them. */
  match: Match;
  ranked: readonly RankedCandidate[];
  knows: boolean;
}

/** How much a question of a page must be the same as the request for its answer to be one. */
const MIN_SAME_QUESTION = 0.5;

/** The units of an answer; undefined where the ordinary way may answer. */
type Chosen = readonly Candidate[] | undefined;

/**
 * Chooses the units that answer a request. Empty when the evidence has nothing of that kind and no other
 * answer would be one; undefined when the ordinary way may answer it.
 */
export function chooseByKind(request: Request, { asked, match, ranked, knows }: RequestedFrom): Chosen {
  const { question, evidence, background, language, personaName, aliases = [] } = asked;
  const [subject = '', other = ''] = request.subjects;
  const names = [personaName, ...aliases];
  // The page answers this question, or nearly this.
  const [best] = ranked;
  if (
    best?.unit.labelled === 'question' &&
    (best.labelled || (knows && best.labelMatch >= MIN_SAME_QUESTION))
  )
    return undefined;
  if (isWindowed(request.kind)) {
    const window = windowFor(request.kind, ranked, match, { evidence, knows });
    if (window.length > 0) return withAttached(window, match);
    // Whatever else is said, it names nobody.
    if (request.kind === 'company' && isMarked(evidence)) return [];
    const told = headedSo(request.kind, viewOf(subject, background, language, evidence, names));
    if (told.length > 0) return told;
    // Where much is told, words meet by chance: what gives no reason says nothing of why.
    return request.kind === 'reason' && isCrowded(question, evidence) ? [] : undefined;
  }
  const view = viewOf(subject, background, language, evidence, names);
  const people = peopleIn(names, evidence);
  // "She loves opera" is not what the persona thinks of it.
  const ofOthers = ({ unit, source }: Spot): boolean =>
    isOnlyOfOthers(unit.text, source.language, people, view.readIn(source.language));
  const otherwise = (spots: readonly Spot[]): Chosen => (spots.length > 0 ? spots : undefined);
  switch (request.kind) {
    case 'self':
      return selfOf(view, names);
    case 'overview':
      return overviewOfAll(
        view,
        subject,
        (part) => viewOf(part, background, language, evidence, names),
        language,
      );
    case 'summary':
      return summaryOf(view);
    case 'opinion':
      return withOverview(judgementOf(view, ['judges', 'advises'], ofOthers), () =>
        overviewOf(view).filter((spot) => !ofOthers(spot)),
      );
    case 'advice':
      return withOverview(judgementOf(view, ['advises', 'judges']), () => overviewOf(view));
    case 'needs':
      return otherwise(needsOf(view));
    case 'list':
      return otherwise(listAbout(view));
    case 'manner':
      return otherwise(stepsFor(view));
    case 'events':
      return otherwise(eventsOf(view));
    case 'compare':
      return compared(
        overviewOf(view),
        other === '' ? [] : overviewOf(viewOf(other, background, language, evidence, names)),
      );
    default:
      return undefined;
  }
}

/** Whether it is known how the languages of all passages say what a kind asks for. */
const isMarked = (evidence: readonly Evidence[]): boolean =>
  evidence.every(({ language }) => known(packOf(language)?.sentenceMarks) !== undefined);

/** Units with what the last of them announces: "because:" and the list behind it. */
function withAttached(window: readonly Candidate[], { candidates }: Match): readonly Candidate[] {
  const last = window.at(-1);
  if (last === undefined || !announces(last.unit.text)) return window;
  const siblings = candidates.filter(({ passage }) => passage === last.passage);
  let length = last.unit.text.length;
  const behind = attachedTo(siblings, last).filter(({ unit }) => {
    length += unit.text.length;
    return length <= MAX_ATTACHED_CHARACTERS;
  });
  return [...window, ...behind];
}

/** Characters of what stands under a heading that asks the same, and share of the subject that it names. */
const MAX_HEADED_CHARACTERS = 400;
const MIN_HEADED_SHARE = 0.5;

/** What stands under a title or heading that asks the same of a part of the subject: "Why sourdough". */
function headedSo(kind: RequestKind, { spots }: View): readonly Spot[] {
  const isHeaded = ({ source, titleShare, sectionShare }: Spot): boolean =>
    Math.max(titleShare, sectionShare) >= MIN_HEADED_SHARE &&
    [source.title, ...source.headings].some((text) => readRequest(text, source.language)?.kind === kind);
  const headed = spots.filter((spot) => tells(spot) && isHeaded(spot));
  const [first] = headed;
  return first
    ? withinBudget(
        headed.filter((spot) => isSameSection(spot, first)),
        MAX_HEADED_CHARACTERS,
      )
    : [];
}

/** What is said of a thing, or where nothing is said of all together, of each: "the house and the garden". */
function overviewOfAll(
  view: View,
  subject: string,
  of: (part: string) => View,
  language: string,
): readonly Spot[] {
  const whole = overviewOf(view);
  const words = known(packOf(language)?.compoundQuestions)?.conjunctions.split(' ').join('|') ?? '';
  const parts =
    words === '' ? [] : subject.split(new RegExp(String.raw`\s*(?:,|、|\s(?:${words})\s)\s*`, 'iu'));
  if (whole.length > 0 || parts.length < 2) return whole;
  const each = parts.slice(0, MAX_PARTS).map((part) => overviewOf(of(part)).slice(0, MAX_PART_SENTENCES));
  return each.flat().filter(isFirst);
}

/** Things that are spoken of together, and sentences of each, at most. */
const MAX_PARTS = 3;
const MAX_PART_SENTENCES = 2;

const isFirst = (spot: Spot, i: number, all: readonly Spot[]): boolean =>
  all.findIndex(({ unit }) => unit === spot.unit) === i;

/** Where nothing is judged, what is said of a thing that a page or section is named after. */
function withOverview(judged: readonly Spot[], overview: () => readonly Spot[]): readonly Spot[] {
  if (judged.length > 0) return judged;
  const said = overview();
  return said.every(({ titleShare, sectionShare }) => Math.max(titleShare, sectionShare) > 0) ? said : [];
}

/** The same number of sentences of each of two things; undefined where one of them is not known. */
function compared(first: readonly Spot[], second: readonly Spot[]): Chosen {
  if (first.length === 0 || second.length === 0) return undefined;
  return [...first.slice(0, MAX_PART_SENTENCES), ...second.slice(0, MAX_PART_SENTENCES)].filter(isFirst);
}
