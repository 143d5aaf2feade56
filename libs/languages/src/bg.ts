import { stemmer } from '@orama/stemmers/bulgarian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

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
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
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
  persons: {
    self: {
      subject: 'аз ние',
      object: 'ме мен ми мене нас ни',
      possessive: 'мой моя моят моята мое моето мои моите наш наша нашият нашата наше нашето наши нашите',
    },
  },
};
