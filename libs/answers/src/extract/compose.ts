import { citationOf, type Draft, type Evidence } from '../evidence.ts';
import { offers } from '../question/expected-answer-types.ts';
import type { Candidate } from './candidates.ts';
import { dateHeading, isOfEntry, isRelative } from './dating.ts';
import type { Unit } from '@persona/text';

/**
 * Says the best unit first with its neighbours, then the others as they were chosen, neighbours in reading
 * order; joins neighbours into one quote each and notes where everything stands.
 */
export function compose(
  chosen: readonly Candidate[],
  evidence: readonly Evidence[],
  { asksTime = false }: { asksTime?: boolean } = {},
): Pick<Draft, 'response' | 'citations'> {
  const sorted = inRuns(chosen);
  let response = '';
  const runs: {
    passage: number;
    from: number;
    to: number;
    span: { start: number; end: number };
    last: number;
    date: string | undefined;
  }[] = [];
  for (const [i, candidate] of sorted.entries()) {
    const { passage, at, unit, date } = candidate;
    const shown =
      chosen.length === 1 && unit.marker === undefined && unit.kind === 'item' ? unit.text : readable(unit);
    const text = dated(shown, candidate, evidence, asksTime && i === 0);
    response += i === 0 ? '' : separator(sorted[i - 1]?.unit as Unit, unit);
    const start = response.length;
    response += text;
    const run = runs.at(-1);
    if (run && run.passage === passage && run.last === at - 1) {
      run.to = unit.end;
      run.span.end = response.length;
      run.last = at;
    } else {
      runs.push({
        passage,
        from: unit.start,
        to: unit.end,
        span: { start, end: response.length },
        last: at,
        date,
      });
    }
  }
  const citations = runs.map(({ passage, from, to, span, date }, i) =>
    citationOf(i + 1, evidence[passage] as Evidence, { start: from, end: to }, [span], date),
  );
  return { response, citations };
}

/** Units that stand side by side, in reading order; the runs of them in the order of their first chosen. */
function inRuns(chosen: readonly Candidate[]): Candidate[] {
  const left = new Map(chosen.map((candidate) => [`${candidate.passage} ${candidate.at}`, candidate]));
  const take = ({ passage, at }: Candidate, step: number): Candidate[] => {
    const next = left.get(`${passage} ${at + step}`);
    if (!next) return [];
    left.delete(`${passage} ${at + step}`);
    return [next, ...take(next, step)];
  };
  return chosen.flatMap((candidate) => {
    if (!left.delete(`${candidate.passage} ${candidate.at}`)) return [];
    return [...take(candidate, -1).toReversed(), candidate, ...take(candidate, 1)];
  });
}

/**
 * What a unit says, with the date it was written on where that is needed: it is asked for, or the unit speaks
 * of "last summer".
 */
function dated(
  text: string,
  { unit, date, passage }: Candidate,
  evidence: readonly Evidence[],
  asksTime: boolean,
): string {
  const source = evidence[passage] as Evidence;
  if (date === undefined || text.includes(date)) return text;
  const heading = dateHeading(date, source);
  if (isRelative(unit.text, source.language)) return `${text} (${heading ?? date})`;
  // The date of the whole page says only when it was written.
  const tells = !asksTime || offers('time', unit.text, source.language, new Set());
  if (tells) return text;
  const own = heading ?? (isOfEntry(date, source, evidence) ? date : undefined);
  return own === undefined ? text : `${own}: ${text}`;
}

/** A unit as it is said: an item with its mark, a row of two cells as what it tells of what. */
function readable({ kind, first, text, marker }: Unit): string {
  if (kind === 'item' && first) return `${marker ?? '•'} ${text}`;
  const cells = kind === 'row' ? text.split(' | ') : [];
  return cells.length === 2 ? cells.join(': ') : text;
}

function separator(before: Unit, unit: Unit): string {
  const block = (kind: Unit['kind']) => kind === 'item' || kind === 'code' || kind === 'row';
  if (
    (block(unit.kind) && unit.first) ||
    unit.kind === 'code' ||
    before.kind === 'code' ||
    (block(before.kind) && unit.first)
  )
    return '\n';
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。！？]$/u.test(before.text) ? '' : ' ';
}
