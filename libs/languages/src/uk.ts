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
};
