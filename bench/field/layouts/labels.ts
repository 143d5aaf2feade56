import type { Fact } from '../facts.ts';
import { blocks, columnsOf, csv, html, type Layout } from './layout.ts';

/** Width of a price list on paper, in characters. */
const PRICE_LIST = 48;

const labelOf = (name: string, write: Layout['write']): Layout => ({
  name: `label ${name}`,
  group: 'label',
  write,
});

const row = ({ label, value }: Fact): [string, string] => [label, value];
const rows = (facts: readonly Fact[], write: (label: string, value: string) => string): string =>
  facts.map((fact) => write(...row(fact))).join('\n');

export const labels: readonly Layout[] = [
  labelOf(
    'lines',
    blocks(({ label, value }) => `${label}: ${value}`, '\n'),
  ),
  labelOf(
    'bold list',
    blocks(({ label, value }) => `- **${label}:** ${value}`, '\n'),
  ),
  labelOf('md table', (facts, language) => {
    const [first, second] = columnsOf(facts, language);
    const body = rows(facts, (label, value) => `| ${label} | ${value} |`);
    return `| ${first} | ${second} |\n|---|---|\n${body}\n`;
  }),
  labelOf('html table', (facts) => {
    const body = rows(facts, (label, value) => `<tr><td>${html(label)}</td><td>${html(value)}</td></tr>`);
    return `<table>\n${body}\n</table>\n`;
  }),
  labelOf('html th table', (facts) => {
    const body = rows(facts, (label, value) => `<tr><th>${html(label)}</th><td>${html(value)}</td></tr>`);
    return `<table>\n${body}\n</table>\n`;
  }),
  labelOf('dl', (facts) => {
    const body = rows(facts, (label, value) => `<dt>${html(label)}</dt><dd>${html(value)}</dd>`);
    return `<dl>\n${body}\n</dl>\n`;
  }),
  labelOf(
    'p br',
    (facts) => `<p>${facts.map(({ label, value }) => `${html(label)}: ${html(value)}`).join('<br>\n')}</p>\n`,
  ),
  labelOf(
    'tsv',
    blocks(({ label, value }) => `${label}\t${value}`, '\n'),
  ),
  labelOf('csv', (facts, language) => {
    const body = rows(facts, (label, value) => `${csv(label)},${csv(value)}`);
    return `${columnsOf(facts, language).map(csv).join(',')}\n${body}\n`;
  }),
  labelOf('json', (facts) => JSON.stringify(Object.fromEntries(facts.map(row)), null, 2)),
  labelOf(
    'yaml',
    (facts, { title }) => `${title}:\n${rows(facts, (label, value) => `  ${label}: ${value}`)}\n`,
  ),
  {
    name: 'label price list',
    group: 'label',
    fits: ({ price }) => price === true,
    write: blocks(({ label, value }) => {
      const dots = Math.max(3, PRICE_LIST - label.length - value.length);
      return `${label} ${'.'.repeat(dots)} ${value}`;
    }, '\n'),
  },
  {
    name: 'label contact card',
    group: 'label',
    fits: ({ contact }) => contact === true,
    write: (facts, { persona }) => `${persona}\n${rows(facts, (label, value) => `${label}: ${value}`)}\n`,
  },
  {
    name: 'label contact card, html',
    group: 'label',
    fits: ({ contact }) => contact === true,
    write: (facts, { persona }) => {
      const lines = rows(facts, (label, value) => `<b>${html(label)}</b> ${html(value)}<br>`);
      return `<address>\n<strong>${html(persona)}</strong><br>\n${lines}\n</address>\n`;
    },
  },
];
