export type Language = 'ara' | 'zho' | 'eng';

/** What is said in one place of the film, in each of its languages. */
export interface Cue {
  n: number;
  startMs: number;
  endMs: number;
  words: Readonly<Record<Language, string>>;
}

export interface Question {
  text: string;
  cue: Cue;
}

/** A cue lasts two seconds and begins every six. */
const CUE_MS = 2000;
const CUE_INTERVAL_MS = 6000;

type Names = readonly (readonly [ara: string, zho: string, eng: string])[];
const PEOPLE: Names = [
  ['سالم', '小明', 'Maren'],
  ['ليلى', '李娜', 'Tobias'],
  ['كريم', '王芳', 'Ingrid'],
  ['هدى', '张伟', 'Pavel'],
  ['ياسين', '刘洋', 'Rosalind'],
  ['مريم', '陈静', 'Hamish'],
  ['طارق', '赵磊', 'Beatrix'],
  ['نادية', '孙丽', 'Oskar'],
  ['فارس', '周杰', 'Yolanda'],
  ['سلمى', '吴敏', 'Quentin'],
  ['رامي', '郑强', 'Saskia'],
  ['دينا', '冯雪', 'Leopold'],
  ['باسم', '蒋涛', 'Winifred'],
  ['عبير', '韩梅', 'Ludovic'],
  ['زياد', '杨光', 'Philippa'],
  ['رنا', '朱红', 'Anselm'],
  ['وليد', '秦岭', 'Cordelia'],
  ['سمر', '许晴', 'Bertram'],
  ['حسام', '何勇', 'Henrietta'],
  ['لبنى', '吕青', 'Thaddeus'],
];
const THINGS: Names = [
  ['فانوسًا', '灯笼', 'lanterns'],
  ['كتابًا', '书', 'books'],
  ['قاربًا', '船', 'boats'],
  ['حصانًا', '马', 'horses'],
  ['مفتاحًا', '钥匙', 'keys'],
  ['كرسيًا', '椅子', 'chairs'],
  ['صندوقًا', '箱子', 'boxes'],
  ['قلمًا', '钢笔', 'pens'],
  ['طبقًا', '盘子', 'plates'],
  ['جرسًا', '铃铛', 'bells'],
  ['سيفًا', '宝剑', 'swords'],
  ['خاتمًا', '戒指', 'rings'],
  ['بابًا', '门', 'doors'],
  ['قميصًا', '衬衫', 'shirts'],
  ['طبلًا', '鼓', 'drums'],
];

const asked: Readonly<Record<Language, (person: string, thing: string) => string>> = {
  ara: (person, thing) => `كم ${thing} يملك ${person}؟`,
  zho: (person, thing) => `${person}有多少个${thing}？`,
  eng: (person, thing) => `How many ${thing} does ${person} own?`,
};
const LANGUAGES: readonly Language[] = ['eng', 'ara', 'zho'];
const PLACE: Readonly<Record<Language, 0 | 1 | 2>> = { ara: 0, zho: 1, eng: 2 };

/** Says of each person how many of each thing they own, and asks for some of it, in each language in turn. */
export function planFilm(
  minutes: number,
  questions: number,
): { cues: Cue[]; questions: Question[]; pairs: Question[] } {
  const count = Math.min(PEOPLE.length * THINGS.length, Math.floor((minutes * 60_000) / CUE_INTERVAL_MS));
  const what = (n: number, language: Language): [person: string, thing: string] => {
    const person = PEOPLE[n % PEOPLE.length]?.[PLACE[language]] ?? '';
    return [person, THINGS[Math.floor(n / PEOPLE.length)]?.[PLACE[language]] ?? ''];
  };
  const cues = Array.from({ length: count }, (_, n): Cue => {
    const owned = 11 + ((n * 37) % 389);
    const says = (language: Language, say: (person: string, thing: string) => string): string =>
      say(...what(n, language));
    return {
      n,
      startMs: n * CUE_INTERVAL_MS + 1000,
      endMs: n * CUE_INTERVAL_MS + 1000 + CUE_MS,
      words: {
        ara: says('ara', (person, thing) => `يملك ${person} ${owned} ${thing}.`),
        zho: says('zho', (person, thing) => `${person}有${owned}个${thing}。`),
        eng: says('eng', (person, thing) => `${person} owns ${owned} ${thing}.`),
      },
    };
  });
  // Over all of the film, and not in its order.
  const some = (n: number, of: number): Cue | undefined => cues[Math.floor((((n * 7) % of) * count) / of)];
  const question = (cue: Cue | undefined, language: Language): Question[] =>
    cue ? [{ text: asked[language](...what(cue.n, language)), cue }] : [];
  return {
    cues,
    questions: Array.from({ length: questions }, (_, n) =>
      question(some(n, questions), LANGUAGES[n % LANGUAGES.length] ?? 'eng'),
    ).flat(),
    // One or two at once, to be heard one after the other.
    pairs: Array.from({ length: PEOPLE.length }, (_, n) => {
      const [one, other] = [cues[(n * 7) % count], cues[(n * 11 + 5) % count]];
      const [first] = question(one, 'eng');
      const [second] = question(other, 'eng');
      if (!first || !second) return [];
      return [n % 2 === 0 ? first : { ...first, text: `${first.text} ${second.text}` }];
    }).flat(),
  };
}

const time = (ms: number): string => new Date(ms).toISOString().slice(11, 23).replace('.', ',');

export const captionsOf = (cues: readonly Cue[], language: Language): string =>
  cues
    .map(
      ({ n, startMs, endMs, words }) => `${n + 1}\n${time(startMs)} --> ${time(endMs)}\n${words[language]}\n`,
    )
    .join('\n');

/** A chapter of five minutes after another. */
export const chaptersOf = (minutes: number): string =>
  Array.from({ length: Math.ceil(minutes / 5) }, (_, n) => {
    const [start, end] = [n * 5, Math.min(minutes, n * 5 + 5)].map((minute) => minute * 60);
    return `[CHAPTER]\nTIMEBASE=1/1\nSTART=${start}\nEND=${end}\ntitle=List ${n + 1}\n`;
  }).reduce((all, one) => all + one, ';FFMETADATA1\n');
