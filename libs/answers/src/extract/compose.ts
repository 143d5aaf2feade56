import { citationOf, type Draft, type Evidence } from '../evidence.ts';
import type { Candidate } from './candidates.ts';
import type { Unit } from './units.ts';

/**
 * Puts the units in reading order, page by page, joins neighbours into one quote each and notes where
 * everything stands.
 */
export function compose(
  chosen: readonly Candidate[],
  evidence: readonly Evidence[],
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
  }[] = [];
  for (const [i, { passage, at, unit }] of sorted.entries()) {
    const text = readable(unit);
    response += i === 0 ? '' : separator(sorted[i - 1]?.unit as Unit, unit);
    const start = response.length;
    response += text;
    const run = runs.at(-1);
    if (run && run.passage === passage && run.last === at - 1) {
      run.to = unit.end;
      run.span.end = response.length;
      run.last = at;
    } else {
      runs.push({ passage, from: unit.start, to: unit.end, span: { start, end: response.length }, last: at });
    }
  }
  const citations = runs.map(({ passage, from, to, span }, i) =>
    citationOf(i + 1, evidence[passage] as Evidence, { start: from, end: to }, [span]),
  );
  return { response, citations };
}

/** A unit as it is said: an item with its mark, a row of two cells as what it tells of what. */
function readable({ kind, first, text }: Unit): string {
  if (kind === 'item' && first) return `• ${text}`;
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
