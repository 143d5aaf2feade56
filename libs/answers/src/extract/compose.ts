import { citationOf, type Draft, type Evidence } from '../evidence.ts';
import { offers } from '../question/expected-answer-types.ts';
import type { Candidate } from './candidates.ts';
import { dateHeading, dateOf, isRelative } from './dating.ts';
import type { Unit } from '@persona/text';

/**
 * Puts the units in reading order, page by page, joins neighbours into one quote each and notes where
 * everything stands.
 */
export function compose(
  chosen: readonly Candidate[],
  evidence: readonly Evidence[],
  { asksTime = false }: { asksTime?: boolean } = {},
): Pick<Draft, 'response' | 'citations'> {
  const order = [...new Set(chosen.map(({ passage }) => (evidence[passage] as Evidence).td_id))];
  const sorted = [...chosen].sort((a, b) => {
    const [first, second] = [evidence[a.passage] as Evidence, evidence[b.passage] as Evidence];
    return order.indexOf(first.td_id) - order.indexOf(second.td_id) || a.unit.start - b.unit.start;
  });
  let response = '';
  const runs: {
    passage: number;
    from: number;
    to: number;
    span: { start: number; end: number };
    last: number;
    date: string | undefined;
  }[] = [];
  for (const [i, { passage, at, unit }] of sorted.entries()) {
    const text = dated(
      chosen.length === 1 && unit.marker === undefined && unit.kind === 'item' ? unit.text : readable(unit),
      unit,
      evidence[passage] as Evidence,
      asksTime && i === 0,
    );
    response += i === 0 ? '' : separator(sorted[i - 1]?.unit as Unit, unit);
    const start = response.length;
    response += text;
    const run = runs.at(-1);
    if (run && run.passage === passage && run.last === at - 1) {
      run.to = unit.end;
      run.span.end = response.length;
      run.last = at;
    } else {
      const date = dateOf(unit, evidence[passage] as Evidence);
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

/**
 * What a unit says, with the date it was written on where that is needed: it is asked for, or the unit speaks
 * of "last summer".
 */
function dated(text: string, unit: Unit, source: Evidence, asksTime: boolean): string {
  const date = dateOf(unit, source);
  if (date === undefined || text.includes(date)) return text;
  const heading = dateHeading(date, source);
  if (isRelative(unit.text, source.language)) return `${text} (${heading ?? date})`;
  // The date of the whole page says only when it was written.
  const tells = !asksTime || offers('time', unit.text, source.language, new Set());
  return tells || heading === undefined ? text : `${heading}: ${text}`;
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
