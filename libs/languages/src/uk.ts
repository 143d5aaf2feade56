import { stemmer } from '@orama/stemmers/ukrainian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const ukrainian: LanguagePack = {
  code: 'uk',
  name: 'Ukrainian',
  script: 'Cyrillic',
  traits: [],
  ownLetters: '',
  distinctiveLetters: 'іїєґ',
  functionWords: `
    а або але без був була були було бути в вам вас вже ви від він вона вони воно все всіх всі для до до де
    є же за завдяки з зі і із її інших його їх й як яка яке який якого якої яких які якщо коли кого кому
    котрий куди ким хто чи чому через це цей ця ці цього цих ще що щоб між мене мені ми могли може на над
    нам нас наш не ним них ні о об однак от перед під після по при про с свій себе скільки та так також
    такий там ти тим то того той тому тільки у цьому чого`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'питання|запитання|проблема',
    answer: 'відповідь|рішення',
    asker: String.raw`інтерв['’]юер(?:ка)?|журналіст(?:ка)?|ведуч(?:ий|а)`,
    self: 'я',
    remark: String.raw`увага|примітка|порада|важливо|p\.?s`,
    label: String.raw`увага|примітка|порада|важливо|приклад|телефон|тел|пошта|e-?mail|адреса|ціна|дата|час|місце|ім['’]я|вік|професія|розмір|вага|колір|інгредієнти|приготування|години роботи|тема|від|кому`,
    wrote: 'написа(?:в|ла)|пише',
    comments: 'коментарі|відповіді',
    untilNow: 'зараз|дотепер|сьогодні',
  },
  persons: {
    self: {
      subject: 'я ми',
      object: 'мене мені мною нас нам нами',
      possessive:
        'мій моя моє мого моєї моєму моїм мою мої моїх моїми наш наша наше нашого нашої нашому нашим нашу наші наших',
    },
  },
};
