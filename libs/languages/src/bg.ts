import { stemmer } from '@orama/stemmers/bulgarian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

/**
 * The stemmer replaces letters of the word that it is given ("роден", "книги"), which no string lets it do:
 * it gets the letters in an array that has all it uses of a string.
 */
function stem(word: string): string {
  const letters = Array.from({ length: word.length }, (_, at) => word.charAt(at));
  const substring = (start: number, end: number): string => letters.slice(start, end).join('');
  return stemmer(Object.assign(letters, { substring }) as unknown as string);
}

export const bulgarian: LanguagePack = {
  code: 'bg',
  name: 'Bulgarian',
  script: 'Cyrillic',
  traits: [],
  ownLetters: '',
  distinctiveLetters: 'ъщ',
  functionWords: `
    а ако ала без беше били бил била било бъде в вас вече ви във все всички го да дали до докато е един една
    едно за защо защото и из или им има как каква какво какъв като кога кого когато кой която което които
    който къде към ли ме между ми много може му на над най нас не него нея ни никой но няма о обаче от по
    под поради после преди през при с са само се след сме със съм също тази така там те тези това този той
    том ту тя у че чрез ще я`,
  stem,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  smallTalk: {
    greeting: 'здравеи(те)?|здрасти|добър (ден|вечер)|добро утро|привет',
    wellbeing: 'как (си|сте|е|върви)|какво ново',
    thanks: 'благодаря( ти| ви| много| за помощта)?|мерси',
    farewell: 'довиждане|чао|лека нощ|до скоро|приятен ден',
    who: 'кои (си|сте)|как се казваш',
    help: 'помощ|помогни ми|какво можеш',
    fine: 'добре|ясно|чудесно|да|не|супер',
  },
  pageMarks: {
    question: 'въпрос|проблем',
    answer: 'отговор|решение',
    asker: 'журналист(?:ка)?|водещ(?:а|ият|ата)?|репортер',
    self: 'аз',
    remark: 'внимание|забележка|съвет|важно',
    label:
      'внимание|забележка|съвет|пример|телефон|тел|имейл|адрес|цена|дата|час|място|име|възраст|професия|размер|тегло|цвят|съставки|приготвяне|работно време|тема|от|до',
    wrote: 'написа|пише',
    comments: 'коментари|отговори',
    untilNow: 'сега|днес|настояще',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'аз ние',
      object: 'ме мен ми мене нас ни',
      possessive: 'мой моя моят моята мое моето мои моите наш наша нашият нашата наше нашето наши нашите',
    },
    omitted: false,
    you: 'ти=ми/аз теб=мен твой=мой твоят=моят твоя=моя твоята=моята твое=мое твоето=моето твои=мои твоите=моите вие=аз/ние вас=нас/мен ви=ми/ни ваш=наш/мой вашият=нашият/моят вашата=нашата/моята вашето=нашето/моето вашите=нашите/моите',
    verbs: 'си=съм сте=съм/сме имаш=имам имате=имам/имаме знаеш=зная можеш=мога искаш=искам',
    endings: [
      ['еш', 'а', 'я', 'ем'],
      ['иш', 'я', 'а', 'им'],
      ['аш', 'ам', 'аме'],
      ['яш', 'ям', 'яме'],
      ['ете', 'а', 'я', 'ем'],
      ['ите', 'я', 'а', 'им'],
      ['ате', 'ам', 'аме'],
      ['яте', 'ям', 'яме'],
      ['хте', 'хме', 'х'],
    ],
    addressed: String.raw`\p{L}{2,}(?:еш|иш|аш|яш|хте)(?!\p{L})|^(?:къде|кога|как|защо|какво|като \p{L}+|на какво) \p{L}{2,}[еия]те(?!\p{L})`,
  },
};
