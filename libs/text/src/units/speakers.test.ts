import { describe, expect, test } from 'vitest';
import { readPage } from '../reading/read-page.ts';
import { showTurns, showUnits } from '../testing/show.ts';
import { readUnits } from './read-units.ts';

const html = (body: string): string => `<!doctype html><html><body>${body}</body></html>`;
const lamp = 'I have kept the lamp for forty years.';
const sea = 'The sea was never far from us.';

const transcripts: readonly (readonly [name: string, content: string, units: string[]])[] = [
  [
    'names before a colon',
    `Anna: ${lamp}\nBen: ${sea}\nAnna: We went home in the end.`,
    [`Anna says: ${lamp}`, `Ben says: ${sea}`, 'Anna says: We went home in the end.'],
  ],
  [
    'one who says less, whatever the name',
    `Carla: ${lamp}\nHugo: ${sea}\nCarla: We went home in the end.`,
    [`Carla says: ${lamp}`, `Hugo says: ${sea}`, 'Carla says: We went home in the end.'],
  ],
  [
    'names of two words',
    `Anna Berg: ${lamp}\n\nBen Carter: ${sea}\n\nAnna Berg: We went home.\n\nBen Carter: So we did.`,
    [
      `Anna Berg says: ${lamp}`,
      `Ben Carter says: ${sea}`,
      'Anna Berg says: We went home.',
      'Ben Carter says: So we did.',
    ],
  ],
  ['names in brackets', `[Anna] ${lamp}\n[Ben] ${sea}`, [`Anna says: ${lamp}`, `Ben says: ${sea}`]],
  [
    'bold names',
    `# Talk\n\n**Anna:** ${lamp}\n\n**Ben:** ${sea}\n\n**Anna:** We went home.\n\n**Ben:** So we did.`,
    ['# Talk', `Anna says: ${lamp}`, `Ben says: ${sea}`, 'Anna says: We went home.', 'Ben says: So we did.'],
  ],
  [
    'times before names',
    `[10:32] Anna: ${lamp}\n[10:33] Ben: ${sea}`,
    [`Anna says: ${lamp}`, `Ben says: ${sea}`],
  ],
  [
    'a chat as a phone exports it',
    `12/03/2024, 10:32 - Anna: ${lamp}\n12/03/2024, 10:33 - Ben: ${sea}`,
    [`@2024-03-12 Anna says: ${lamp}`, `@2024-03-12 Ben says: ${sea}`],
  ],
  [
    'names in Russian',
    'Анна: Я сорок лет смотрела за лампой.\nИван: Море было рядом всегда.\nАнна: Мы пошли домой.\nИван: Так и было.',
    [
      'Анна says: Я сорок лет смотрела за лампой.',
      'Иван says: Море было рядом всегда.',
      'Анна says: Мы пошли домой.',
      'Иван says: Так и было.',
    ],
  ],
  [
    'names in Chinese',
    '安娜：我看守灯塔四十年了。\n王明：大海一直离我们很近。\n安娜：我们最后回家了。\n王明：是的，我们回家了。',
    [
      '安娜 says: 我看守灯塔四十年了。',
      '王明 says: 大海一直离我们很近。',
      '安娜 says: 我们最后回家了。',
      '王明 says: 是的，我们回家了。',
    ],
  ],
  [
    'voices of subtitles',
    `WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>${lamp}\n\n00:02.000 --> 00:03.000\n<v Ben>${sea}\n\n00:03.000 --> 00:04.000\n<v Anna>We went home.\n\n00:04.000 --> 00:05.000\n<v Ben>So we did.`,
    [`Anna says: ${lamp}`, `Ben says: ${sea}`, 'Anna says: We went home.', 'Ben says: So we did.'],
  ],
  [
    'HTML',
    html(
      `<p><strong>Anna:</strong> ${lamp}</p><p><strong>Ben:</strong> ${sea}</p><p><strong>Anna:</strong> We went home.</p><p><strong>Ben:</strong> So we did.</p>`,
    ),
    [`Anna says: ${lamp}`, `Ben says: ${sea}`, 'Anna says: We went home.', 'Ben says: So we did.'],
  ],
];

const silent: readonly (readonly [name: string, content: string])[] = [
  [
    'remarks',
    'Note: The ferry does not run on Sundays.\n\nNote: Bring a coat, for it is cold.\n\nWarning: Do not feed the seals, ever.\n\nWarning: They bite whoever comes near.',
  ],
  ['a contact card', 'Phone: 12 34 56\nEmail: anna@example.org\nPhone: 65 43 21\nEmail: ben@example.org'],
  ['facts', 'Name: Anna Berg\nBorn: in the winter of 1931.\nJob: keeper of the light for forty years.'],
  [
    'headers of a mail',
    'From: Anna Berg of the harbour\nTo: Ben Carter of the island\nSubject: The lamp is out again.',
  ],
  [
    'questions and answers',
    'Q: Who built it?\nA: The fishermen of the village did.\nQ: When was it?\nA: It was in the year 1923.',
  ],
  [
    'Spanish facts',
    'Nota: El barco no sale los domingos.\n\nNota: Hace frío y llueve en la isla.\n\nAviso: No dar de comer a las focas.\n\nAviso: Muerden a todos.',
  ],
  ['times', '10:30: We leave the harbour of the village.\n11:30: We come to the island by boat.'],
];

describe('speakers', () => {
  test.each(transcripts)('%s', (_name, content, units) => {
    expect(showUnits(content)).toEqual(units);
  });

  test.each(silent)('%s are none', (_name, content) => {
    for (const { speaker } of readUnits(content, readPage(content), 'en')) expect(speaker).toBeUndefined();
  });

  test('a name holds for the whole turn, paragraphs included, and to the next heading', () => {
    const content = `# Talk\n\n**Anna:** ${lamp} It was cold.\n\nIn winter we had no boats.\n\n**Ben:** ${sea}\n\n**Anna:** So it was, always.\n\n**Ben:** Yes, it was so.\n\n# After it\n\nThey went home.`;
    expect(showUnits(content)).toEqual([
      '# Talk',
      `Anna says: ${lamp}`,
      'Anna says: It was cold.',
      'Anna says: In winter we had no boats.',
      `Ben says: ${sea}`,
      'Anna says: So it was, always.',
      'Ben says: Yes, it was so.',
      '# After it',
      'They went home.',
    ]);
    expect(showTurns(content)[0]).toEqual([lamp, 'It was cold.', 'In winter we had no boats.']);
  });

  test.each([
    ['en', 'Interviewer', 'Anna', 'Who kept the lamp?', lamp],
    ['de', 'Interviewer', 'Anna', 'Wer hat die Lampe gehütet?', 'Ich habe sie vierzig Jahre lang gehütet.'],
    ['fr', 'Journaliste', 'Anne', 'Qui a gardé la lampe ?', "Je l'ai gardée pendant quarante ans."],
    ['es', 'Entrevistador', 'Ana', '¿Quién cuidaba la lámpara?', 'La cuidé yo durante cuarenta años.'],
    ['ru', 'Журналист', 'Анна', 'Кто смотрел за лампой?', 'Я смотрела за ней сорок лет.'],
    ['ja', '聞き手', '安娜', '誰が灯台を守りましたか？', '私が四十年間、灯台を守りました。'],
  ])('%s: who is asked answers', (language, asks, answers, question, answer) => {
    const content = `${asks}: ${question}\n\n${answers}: ${answer}\n\n${asks}: ${question}\n\n${answers}: ${answer}`;
    expect(showUnits(content, language).slice(0, 2)).toEqual([
      `${asks} says: ? ${question}`,
      `${answers} says: <${question}> ${answer}`,
    ]);
  });

  test('a name under a quotation is whose it is', () => {
    expect(
      showUnits('# Voices\n\n> The lamp never went out.\n> Not once.\n\n— Anna Berg, keeper\n\nSo it was.'),
    ).toEqual([
      '# Voices',
      '> Anna Berg says: The lamp never went out.',
      '> Anna Berg says: Not once.',
      '# — Anna Berg, keeper',
      'So it was.',
    ]);
  });

  test('what stands in a quote is quoted', () => {
    expect(showUnits('# Post\n\n> The lamp is out.\n\nIt is **not**.')).toEqual([
      '# Post',
      '> The lamp is out.',
      'It is not.',
    ]);
  });

  test.each([
    ['en', 'Comments'],
    ['de', 'Kommentare (3)'],
    ['es', 'Comentarios'],
    ['ru', 'Комментарии'],
    ['ja', 'コメント'],
  ])('%s: what stands below “%s” is of others', (language, title) => {
    expect(
      showUnits(`# Lamp\n\nIt burns.\n\n## ${title}\n\nIt does not.\n\n# More\n\nIt does.`, language),
    ).toEqual(['# Lamp', 'It burns.', `> # ${title}`, '> It does not.', '# More', 'It does.']);
  });

  test('a name on a line of its own says whose the comment below is', () => {
    expect(
      showUnits('# Run\n\nI ran.\n\n## Comments\n\n**Jana says:**\n\nI wore the blue ones.', 'en'),
    ).toEqual([
      '# Run',
      'I ran.',
      '> # Comments',
      '> # Jana says: Jana says:',
      '> Jana says: I wore the blue ones.',
    ]);
  });
});
