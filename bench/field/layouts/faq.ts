import { blocks, csv, html, type Layout } from './layout.ts';

const faqOf = (name: string, write: Layout['write']): Layout => ({
  name: `faq ${name}`,
  group: 'faq',
  write,
});

export const faq: readonly Layout[] = [
  faqOf(
    'headings',
    blocks(({ ask, answer }) => `## ${ask}\n\n${answer}`),
  ),
  faqOf(
    'bold, paragraph',
    blocks(({ ask, answer }) => `**${ask}**\n\n${answer}`),
  ),
  faqOf(
    'bold, same paragraph',
    blocks(({ ask, answer }) => `**${ask}** ${answer}`),
  ),
  faqOf(
    'bold, next line',
    blocks(({ ask, answer }) => `**${ask}**\n${answer}`),
  ),
  faqOf(
    'Q: A: lines',
    blocks((fact, { question, answer }) => `${question} ${fact.ask}\n${answer} ${fact.answer}`),
  ),
  faqOf(
    '**Q:** **A:**',
    blocks((fact, { question, answer }) => `**${question}** ${fact.ask}\n\n**${answer}** ${fact.answer}`),
  ),
  faqOf(
    'numbered',
    blocks(({ ask, answer }, _, n) => `${n + 1}. ${ask}\n   ${answer}`),
  ),
  faqOf(
    'list items',
    blocks(({ ask, answer }) => `- ${ask} ${answer}`, '\n'),
  ),
  faqOf(
    'nested list',
    blocks(({ ask, answer }) => `- ${ask}\n  - ${answer}`, '\n'),
  ),
  faqOf(
    'plain lines',
    blocks(({ ask, answer }) => `${ask}\n\n${answer}`),
  ),
  faqOf(
    'plain lines, tight',
    blocks(({ ask, answer }) => `${ask}\n${answer}`),
  ),
  faqOf(
    'details',
    blocks(
      ({ ask, answer }) => `<details>\n<summary>${html(ask)}</summary>\n<p>${html(answer)}</p>\n</details>`,
      '\n',
    ),
  ),
  faqOf(
    'dl',
    (facts) =>
      `<dl>\n${facts.map(({ ask, answer }) => `<dt>${html(ask)}</dt>\n<dd>${html(answer)}</dd>`).join('\n')}\n</dl>\n`,
  ),
  faqOf(
    'h3 p',
    blocks(({ ask, answer }) => `<h3>${html(ask)}</h3>\n<p>${html(answer)}</p>`, '\n'),
  ),
  faqOf(
    'strong p',
    blocks(({ ask, answer }) => `<p><strong>${html(ask)}</strong></p>\n<p>${html(answer)}</p>`, '\n'),
  ),
  faqOf(
    'html table',
    (facts) =>
      `<table>\n${facts.map(({ ask, answer }) => `<tr><td>${html(ask)}</td><td>${html(answer)}</td></tr>`).join('\n')}\n</table>\n`,
  ),
  faqOf(
    'md table',
    (facts, { question, answer }) =>
      `${[
        `| ${name(question)} | ${name(answer)} |`,
        '|---|---|',
        ...facts.map((fact) => `| ${fact.ask} | ${fact.answer} |`),
      ].join('\n')}\n`,
  ),
  faqOf(
    'csv',
    (facts) =>
      `question,answer\n${facts.map(({ ask, answer }) => `${csv(ask)},${csv(answer)}`).join('\n')}\n`,
  ),
  faqOf('json', (facts) =>
    JSON.stringify(
      facts.map(({ ask, answer }) => ({ question: ask, answer })),
      null,
      2,
    ),
  ),
  faqOf(
    'jsonl',
    blocks(({ ask, answer }) => JSON.stringify({ question: ask, answer }), '\n'),
  ),
];

/** "Frage:" as the name of a column. */
function name(mark: string): string {
  return mark.replace(/\s*[:：]$/u, '');
}
