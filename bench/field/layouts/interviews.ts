import type { Fact, Language } from '../facts.ts';
import { blocks, firstName, html, two, type Layout } from './layout.ts';

/** Writes what one speaker says; `n` counts what is said. */
type Line = (speaker: 'other' | 'persona', text: string, language: Language, n: number) => string;

const interviewer: Record<'labels' | 'brackets' | 'bold', Line> = {
  labels: (speaker, text, language) => `${shortName(speaker, language)}: ${text}`,
  brackets: (speaker, text, language) => `[${shortName(speaker, language)}] ${text}`,
  bold: (speaker, text, language) => `**${shortName(speaker, language)}:** ${text}`,
};

const stamped: Line = (speaker, text, language, n) => `[${clock(n)}] ${fullName(speaker, language)}: ${text}`;

const stampedBlocks: Line = (speaker, text, language, n) =>
  `00:${clock(n)} ${fullName(speaker, language)}\n${text}`;

const chat: Line = (speaker, text, language, n) =>
  `12/05/2021, 10:${two(10 + n)} - ${fullName(speaker, language)}: ${text}`;

const htmlLine: Line = (speaker, text, language) =>
  `<p><b>${html(fullName(speaker, language))}:</b> ${html(text)}</p>`;

/** Question and answer by turns. */
const asked = (line: Line, between = '\n\n'): Layout['write'] =>
  blocks(
    (fact, language, n) =>
      [line('other', fact.ask, language, 2 * n), line('persona', fact.answer, language, 2 * n + 1)].join(
        between,
      ),
    between,
  );

/**
 * The interviewer states things before asking, some of them about the same matter; `told` says whether the
 * persona then answers what is asked.
 */
const stated = (line: Line, between: string, told: boolean): Layout['write'] =>
  blocks((fact, language, n) => {
    const statement = fact.hearsay?.statement;
    if (!told && statement !== undefined) return line('other', statement, language, 2 * n);
    const question = statement === undefined ? fact.ask : `${statement} ${fact.ask}`;
    return [line('other', question, language, 2 * n), line('persona', fact.answer, language, 2 * n + 1)].join(
      between,
    );
  }, between);

const hasHearsay = ({ hearsay }: Fact): boolean => hearsay !== undefined;

export const interviews: readonly Layout[] = [
  { name: 'interview labels', group: 'interview', write: asked(interviewer.labels) },
  { name: 'interview labels, tight', group: 'interview', write: asked(interviewer.labels, '\n') },
  { name: 'interview brackets', group: 'interview', write: asked(interviewer.brackets) },
  { name: 'interview bold names', group: 'interview', write: asked(interviewer.bold) },
  {
    name: 'interview bold questions',
    group: 'interview',
    write: blocks(({ ask, answer }, _, n) =>
      n % 2 === 0 ? `**${ask}**\n\n${answer}` : `**${ask}**\n${answer}`,
    ),
  },
  { name: 'interview time stamps', group: 'interview', write: asked(stamped, '\n') },
  { name: 'interview time stamp blocks', group: 'interview', write: asked(stampedBlocks) },
  { name: 'interview dashes', group: 'interview', write: asked((_, text) => `– ${text}`, '\n') },
  { name: 'interview chat export', group: 'interview', write: asked(chat, '\n') },
  { name: 'interview html', group: 'interview', write: asked(htmlLine, '\n') },
  {
    name: 'speakers labels',
    group: 'speakers',
    asked: hasHearsay,
    write: stated(interviewer.labels, '\n\n', true),
  },
  {
    name: 'speakers brackets',
    group: 'speakers',
    asked: hasHearsay,
    write: stated(interviewer.brackets, '\n\n', true),
  },
  { name: 'speakers chat export', group: 'speakers', asked: hasHearsay, write: stated(chat, '\n', true) },
  {
    name: 'speakers, persona silent: labels',
    group: 'speakers',
    asked: hasHearsay,
    unknown: true,
    write: stated(interviewer.labels, '\n\n', false),
  },
  {
    name: 'speakers, persona silent: chat export',
    group: 'speakers',
    asked: hasHearsay,
    unknown: true,
    write: stated(chat, '\n', false),
  },
];

function shortName(speaker: 'other' | 'persona', { interviewer: trade, persona }: Language): string {
  return speaker === 'other' ? trade : firstName(persona);
}

function fullName(speaker: 'other' | 'persona', { reporter, persona }: Language): string {
  return speaker === 'other' ? reporter : persona;
}

function clock(n: number): string {
  const seconds = 12 + 17 * n;
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
