import { describe, expect, test } from 'vitest';
import { showUnits } from '../testing/show.ts';

interface Words {
  language: string;
  /** Two questions with their answers. */
  pairs: readonly (readonly [question: string, answer: string])[];
  /** Marks of a question and of an answer, short and long. */
  marks: readonly (readonly [question: string, answer: string])[];
  /** The head of a section of questions. */
  title: string;
}

const languages: readonly Words[] = [
  {
    language: 'en',
    pairs: [
      ['Who built the lighthouse?', 'The fishermen of the village built it in 1923.'],
      ['How high is the tower?', 'It is thirty metres high.'],
    ],
    marks: [
      ['Q', 'A'],
      ['Question', 'Answer'],
    ],
    title: 'Questions and answers',
  },
  {
    language: 'de',
    pairs: [
      ['Wer hat den Leuchtturm gebaut?', 'Die Fischer des Dorfes haben ihn 1923 gebaut.'],
      ['Wie hoch ist der Turm?', 'Er ist dreißig Meter hoch.'],
    ],
    marks: [
      ['F', 'A'],
      ['Frage', 'Antwort'],
    ],
    title: 'Fragen und Antworten',
  },
  {
    language: 'fr',
    pairs: [
      ['Qui a construit le phare ?', "Les pêcheurs du village l'ont construit en 1923."],
      ['Quelle est la hauteur de la tour ?', 'Elle est haute de trente mètres.'],
    ],
    marks: [
      ['Q', 'R'],
      ['Question', 'Réponse'],
    ],
    title: 'Questions fréquentes',
  },
  {
    language: 'es',
    pairs: [
      ['¿Quién construyó el faro?', 'Los pescadores del pueblo lo construyeron en 1923.'],
      ['¿Qué altura tiene la torre?', 'Tiene treinta metros de altura.'],
    ],
    marks: [
      ['P', 'R'],
      ['Pregunta', 'Respuesta'],
    ],
    title: 'Preguntas frecuentes',
  },
  {
    language: 'ru',
    pairs: [
      ['Кто построил маяк?', 'Его построили рыбаки деревни в 1923 году.'],
      ['Какой высоты башня?', 'Её высота тридцать метров.'],
    ],
    marks: [
      ['В', 'О'],
      ['Вопрос', 'Ответ'],
    ],
    title: 'Вопросы и ответы',
  },
  {
    language: 'zh',
    pairs: [
      ['灯塔是谁修建的？', '灯塔是当地渔民在一九二三年修建的。'],
      ['塔有多高？', '塔高三十米。'],
    ],
    marks: [
      ['问', '答'],
      ['问题', '回答'],
    ],
    title: '常见问题',
  },
];

const html = (body: string): string => `<!doctype html><html><body>${body}</body></html>`;

type Layout = (words: Words) => string;
const each = (
  { pairs }: Words,
  write: (question: string, answer: string, n: number) => string,
  between = '\n\n',
): string => pairs.map(([question, answer], n) => write(question, answer, n)).join(between);

const layouts: Readonly<Record<string, Layout>> = {
  headings: (words) => `# ${words.title}\n\n${each(words, (q, a) => `## ${q}\n\n${a}`)}`,
  'bold lines': (words) => `# ${words.title}\n\n${each(words, (q, a) => `**${q}**\n\n${a}`)}`,
  'bold beginnings': (words) => `# ${words.title}\n\n${each(words, (q, a) => `**${q}** ${a}`)}`,
  'bold lines right above': (words) => `# ${words.title}\n\n${each(words, (q, a) => `**${q}**\n${a}`)}`,
  'short marks': (words) =>
    each(words, (q, a) => `${words.marks[0]?.[0]}: ${q}\n${words.marks[0]?.[1]}: ${a}`),
  'short marks apart': (words) =>
    each(words, (q, a) => `${words.marks[0]?.[0]}: ${q}\n\n${words.marks[0]?.[1]}: ${a}`),
  'long marks': (words) =>
    each(words, (q, a) => `${words.marks[1]?.[0]}: ${q}\n${words.marks[1]?.[1]}: ${a}`),
  'bold marks': (words) =>
    each(words, (q, a) => `**${words.marks[0]?.[0]}:** ${q}\n\n**${words.marks[0]?.[1]}:** ${a}`),
  'plain lines': (words) => each(words, (q, a) => `${q}\n${a}`),
  'plain paragraphs': (words) => each(words, (q, a) => `${q}\n\n${a}`),
  'one paragraph each': (words) => each(words, (q, a) => `${q} ${a}`),
  'numbered lines': (words) => each(words, (q, a, n) => `${n + 1}. ${q}\n${a}`),
  'a numbered list': (words) =>
    `# ${words.title}\n\n${each(words, (q, a, n) => `${n + 1}. ${q}\n\n   ${a}`)}`,
  'a list': (words) => `# ${words.title}\n\n${each(words, (q, a) => `- ${q} ${a}`, '\n')}`,
  'a list of bold questions': (words) =>
    `# ${words.title}\n\n${each(words, (q, a) => `- **${q}** ${a}`, '\n')}`,
  'a nested list': (words) => `# ${words.title}\n\n${each(words, (q, a) => `- ${q}\n  - ${a}`, '\n')}`,
  disclosures: (words) =>
    `# ${words.title}\n\n${each(words, (q, a) => `<details>\n<summary>${q}</summary>\n\n${a}\n\n</details>`)}`,
  'disclosures of HTML': (words) =>
    html(each(words, (q, a) => `<details><summary>${q}</summary><p>${a}</p></details>`, '')),
  'a definition list': (words) => html(`<dl>${each(words, (q, a) => `<dt>${q}</dt><dd>${a}</dd>`, '')}</dl>`),
  'headings of HTML': (words) => html(each(words, (q, a) => `<h3>${q}</h3><div><p>${a}</p></div>`, '')),
  'bold of HTML': (words) => html(each(words, (q, a) => `<p><strong>${q}</strong><br>${a}</p>`, '')),
  'divisions of HTML': (words) =>
    html(each(words, (q, a) => `<div class="q">${q}</div><div class="a">${a}</div>`, '')),
  'a table of Markdown': (words) =>
    `# ${words.title}\n\n| ${words.marks[1]?.join(' | ')} |\n|---|---|\n${each(words, (q, a) => `| ${q} | ${a} |`, '\n')}`,
  'a table of HTML': (words) =>
    html(`<table>${each(words, (q, a) => `<tr><td>${q}</td><td>${a}</td></tr>`, '')}</table>`),
  CSV: (words) =>
    `${words.marks[1]?.join(',').toLowerCase()}\n${each(words, (q, a) => `"${q}","${a}"`, '\n')}\n`,
  JSON: (words) => JSON.stringify(words.pairs.map(([question, answer]) => ({ question, answer }))),
  'a JSON record a line': (words) =>
    words.pairs.map(([question, answer]) => JSON.stringify({ question, answer })).join('\n'),
};

describe.each(languages)('questions with answers: $language', (words) => {
  test.each(Object.entries(layouts))('%s', (_name, layout) => {
    const units = showUnits(layout(words), words.language).map((unit) => unit.replace(/^# /, ''));
    for (const [question, answer] of words.pairs) {
      const asked = units.filter((unit) => unit.includes(question) && !unit.includes(answer));
      expect(asked, units.join('\n')).toHaveLength(1);
      expect(asked[0]).toMatch(/^\? /);
      expect(units, units.join('\n')).toContain(`<${question}> ${answer}`);
    }
  });
});

describe('where an answer ends', () => {
  const after = 'Printed in May by the harbour office.';

  test.each([
    ['Markdown', `## Who paints?\n\nOla does.\n\n---\n\n${after}`],
    ['Markdown, stars', `**Who paints?**\nOla does.\n\n* * *\n\n${after}`],
    ['HTML', `<h2>Who paints?</h2><p>Ola does.</p><hr><p>${after}</p>`],
    ['plain text', `Q: Who paints?\nA: Ola does.\n\n-----\n\n${after}`],
  ])('at a rule line: %s', (_name, content) => {
    expect(showUnits(content).slice(1)).toEqual(['<Who paints?> Ola does.', after]);
  });

  test('not at a rule line that is drawn under its question', () => {
    expect(showUnits('**Who paints?**\n\n---\n\nOla does.')).toContain('<Who paints?> Ola does.');
  });

  test('where friends talk, with the first who answers', () => {
    const chat = [
      '02.03.2021, 09:00 - Ola: Who paints the buoy?',
      '02.03.2021, 09:05 - Per: I do.',
      '02.03.2021, 09:06 - Ida: Snow again.',
      '02.03.2021, 09:07 - Per: Much of it.',
    ].join('\n');
    expect(showUnits(chat)).toEqual([
      '@2021-03-02 Ola says: ? Who paints the buoy?',
      '@2021-03-02 Per says: <Who paints the buoy?> I do.',
      '@2021-03-02 Ida says: Snow again.',
      '@2021-03-02 Per says: Much of it.',
    ]);
  });

  test('where friends talk, when who asked says something else', () => {
    const chat = [
      '[02/03/2021, 09:00:00] Ola: Which ferry did you take?',
      '[02/03/2021, 09:05:00] Per: The one at six.',
      '[02/03/2021, 09:06:00] Ola: I missed mine.',
      '[02/03/2021, 09:07:00] Per: I left mine in the rain.',
    ].join('\n');
    expect(showUnits(chat)).toEqual([
      '@2021-03-02 Ola says: ? Which ferry did you take?',
      '@2021-03-02 Per says: <Which ferry did you take?> The one at six.',
      '@2021-03-02 Ola says: I missed mine.',
      '@2021-03-02 Per says: I left mine in the rain.',
    ]);
  });
});
