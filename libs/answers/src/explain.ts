import type { Explained, PassageOutcome, QuestionOutcome } from '@persona/contracts';
import type { Answer } from './answer.ts';
import type { Evidence } from './evidence.ts';
import { confidence } from './extract/confidence.ts';
import type { Extraction } from './extract/extract.ts';

/** Collects, while a message is answered, what the answer is explained with. */
export interface Explainer {
  retrieved(evidence: readonly Evidence[]): void;
  extracted(extraction: Extraction): void;
  explain(answer: Answer): Explained;
}

/** How much of it is kept: the first passages, the likeliest sentences, the first questions. */
const MAX_PASSAGES = 30;
const MAX_SENTENCES = 12;
const MAX_QUESTIONS = 8;
const MAX_QUESTION_CHARACTERS = 500;

type KeptPassage = Explained['passages'][number];
type KeptSentence = Explained['sentences'][number];

export function createExplainer(): Explainer {
  let found: readonly Evidence[] = [];
  const extractions: Extraction[] = [];
  return {
    retrieved: (evidence) => void (found = evidence),
    extracted: (extraction) => void extractions.push(extraction),
    explain(answer) {
      const seen = new Map<string, Seen>();
      for (const extraction of extractions) note(extraction, seen);
      const isCited = citedIn(answer);
      const passages = found.slice(0, MAX_PASSAGES).map((passage, place): KeptPassage => {
        const { td_id, version, n, start, end, score } = passage;
        const own = seen.get(keyOf(passage));
        const outcome = isCited(passage) ? 'cited' : outcomeOf(own, answer, place);
        const relevance = own ? { relevance: rounded(own.relevance) } : {};
        return { td_id, version, n, start, end, score: rounded(score), ...relevance, outcome };
      });
      return {
        questions: extractions.slice(0, MAX_QUESTIONS).map(questionOf),
        passages,
        sentences: likeliest(extractions, isCited),
        model_outcome: modelOutcomeOf(answer),
      };
    },
  };
}

/** What the extractive answerer made of a passage: the best of what several questions made of it. */
interface Seen {
  relevance: number;
  isRead: boolean;
  isOwn: boolean;
}

const keyOf = ({ td_id, n }: Pick<Evidence, 'td_id' | 'n'>): string => `${td_id} ${n}`;
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function note({ work: { input, match } }: Extraction, seen: Map<string, Seen>): void {
  const read = new Set(match.candidates.map(({ passage }) => passage));
  for (const [i, passage] of input.evidence.entries()) {
    const before = seen.get(keyOf(passage));
    seen.set(keyOf(passage), {
      relevance: Math.max(before?.relevance ?? 0, match.relevance[i] ?? 0),
      isRead: before?.isRead === true || read.has(i),
      isOwn: before?.isOwn === true || passage.units.length > 0,
    });
  }
}

function outcomeOf(seen: Seen | undefined, { shown }: Answer, place: number): PassageOutcome {
  if (shown !== undefined) return place < shown ? 'not_chosen' : 'not_read';
  if (seen && !seen.isOwn) return 'not_own_words';
  return seen?.isRead ? 'not_chosen' : 'not_read';
}

/** Whether a slice of a page is quoted, or has something that is. */
function citedIn({ citations }: Answer) {
  return ({ td_id, start, end }: Pick<Evidence, 'td_id' | 'start' | 'end'>): boolean =>
    citations.some(
      ({ td_id: page, locator }) =>
        page === td_id && locator !== undefined && locator.start < end && locator.end > start,
    );
}

function questionOf({ work: { input }, confidence: sureness, ...said }: Extraction) {
  return {
    text: input.question.slice(0, MAX_QUESTION_CHARACTERS).toWellFormed(),
    language: input.language,
    confidence: rounded(sureness),
    outcome: questionOutcomeOf({ ...said, found: input.evidence.length }),
  };
}

function questionOutcomeOf({
  answer_type,
  withheld,
  signals,
  found,
}: Pick<Extraction, 'answer_type' | 'withheld' | 'signals'> & { found: number }): QuestionOutcome {
  if (answer_type === 'grounded') return 'answered';
  if (found === 0) return 'nothing_found';
  if (withheld !== undefined) return 'withheld';
  return confidence(signals).knows ? 'lacks_what_is_asked' : 'unsure';
}

/** The sentences that were likeliest to answer, of all questions together. */
function likeliest(extractions: readonly Extraction[], isCited: ReturnType<typeof citedIn>): KeptSentence[] {
  const all = extractions.flatMap(({ work: { input, ranked } }) =>
    ranked.slice(0, MAX_SENTENCES).flatMap(({ passage, unit: { start, end }, odds }): KeptSentence[] => {
      const source = input.evidence[passage];
      if (!source) return [];
      const { td_id, version, n } = source;
      return [{ td_id, version, n, start, end, odds: rounded(odds), said: isCited({ td_id, start, end }) }];
    }),
  );
  return all.toSorted((a, b) => b.odds - a.odds).slice(0, MAX_SENTENCES);
}

function modelOutcomeOf({ shown, model, answer_type, modelError, refused, dropped }: Answer) {
  if (modelError !== undefined) return 'failed';
  if (shown === undefined) return null;
  if (model !== 'extractive' && answer_type === 'grounded') return 'said';
  if (refused) return 'refused';
  return Object.keys(dropped).length > 0 ? 'unproven' : 'said_nothing';
}
