import { percentile, rounded } from '../table.ts';

export type Row = Record<string, string | number>;

/** One figure of the product and what it is compared with, in one unit. */
export interface Figures {
  product: number;
  peer: number;
}

/** What a ratio has to be, and should be. */
export type Bar = { min: number; goal: number } | { max: number; goal: number } | null;

interface Measure {
  what: string;
  unit: string;
  /** Of product ÷ peer; null where the row only informs. */
  bar: Bar;
}

/** Measures that come from the same work. */
export interface Part<Name extends string = string> {
  measures: Record<Name, Measure>;
  /** One round; the sides alternate in who goes first. */
  round(productFirst: boolean): Promise<Record<Name, Figures>>;
}

/** Does the rounds of a part: a row for each measure, with the median of the ratios and their quartiles. */
export async function measure(part: Part, rounds: number): Promise<Row[]> {
  const all: Record<string, Figures>[] = [];
  for (let round = 0; round < rounds; round++) all.push(await part.round(round % 2 === 0));
  return Object.entries(part.measures).map(([name, of]) =>
    rowOf(
      of,
      all.flatMap((figures) => figures[name] ?? []),
    ),
  );
}

export function rowOf({ what, unit, bar }: Measure, figures: readonly Figures[]): Row {
  const ratios = figures.map(({ product, peer }) => product / peer);
  const at = (share: number) => rounded(percentile(ratios, share), 2);
  const median = (values: readonly number[]) => {
    const value = percentile(values, 0.5);
    return rounded(value, value < 100 ? 2 : 0);
  };
  return {
    what,
    unit,
    product: median(figures.map(({ product }) => product)),
    peer: median(figures.map(({ peer }) => peer)),
    ratio: at(0.5),
    quartiles: `${at(0.25)}–${at(0.75)}`,
    ...verdictOn(at(0.5), bar),
  };
}

/** How a figure stands to its bar and its goal. */
export function verdictOn(value: number, bar: Bar): Row {
  if (bar === null) return { bar: '–', goal: '–', is: '–' };
  const [sign, limit] = 'min' in bar ? ['≥', bar.min] : ['≤', bar.max];
  const meets = (wanted: number) => (sign === '≥' ? value >= wanted : value <= wanted);
  const is = meets(bar.goal) ? 'goal' : meets(limit) ? 'met' : 'not met';
  return { bar: `${sign} ${limit}`, goal: `${sign} ${bar.goal}`, is };
}
