import { blocks, two, type Layout } from './layout.ts';

/** A different day for each entry, in their order. */
const day = (n: number): string => `2024-${two(3 + Math.floor(n / 3))}-${two(4 + 9 * (n % 3))}`;

const longDate = (n: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day(n)));

export const dated: readonly Layout[] = [
  {
    name: 'dated log',
    group: 'dated',
    write: blocks(({ sentence }, _, n) => `[${day(n)}]: ${sentence}`, '\n'),
  },
  {
    name: 'dated log, plain',
    group: 'dated',
    write: blocks(({ sentence }, _, n) => `${day(n)} 08:${two(10 + n)} ${sentence}`, '\n'),
  },
  {
    name: 'dated diary',
    group: 'dated',
    write: blocks(({ sentence }, { code }, n) => `## ${longDate(n, code)}\n\n${sentence}`),
  },
  {
    name: 'dated chronicle',
    group: 'dated',
    fits: ({ year }) => year !== undefined,
    write: blocks(({ year, entry }) => `${year}: ${entry}`, '\n'),
  },
  {
    name: 'dated chronicle, bold list',
    group: 'dated',
    fits: ({ year }) => year !== undefined,
    write: blocks(({ year, entry }) => `- **${year}** – ${entry}`, '\n'),
  },
];
