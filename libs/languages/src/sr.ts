import { stemmer } from '@orama/stemmers/serbian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const serbian: LanguagePack = {
  code: 'sr',
  name: 'Serbian',
  script: 'Cyrillic',
  traits: ['pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: 'јљњћђџ',
  functionWords: `
    а ако али без би била биле били било био бити да до док га где и или им из ја је јер још један једна к
    када како као која које којег који којих којој коју колико ко код ли ме међу ми му на над након не него
    неки није нису његов њих њихов о од он она они оно ова овај ове ово по под према при пре с са само се су
    све сви своје шта та тада тај такође те ти то ту у уз већ више ви за зашто због`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'питање|проблем|pitanje',
    answer: 'одговор|решење|odgovor',
    asker: 'новинар(?:ка)?|водитељ(?:ка)?|novinar(?:ka)?|voditelj(?:ka)?',
    self: 'ја|ja',
    remark: 'пажња|напомена|савет|важно',
    label:
      'пажња|напомена|савет|пример|телефон|тел|адреса|цена|датум|време|место|име|старост|занимање|величина|боја|састојци|припрема|радно време|тема|од|за',
    wrote: 'написао|написала|пише',
    comments: 'коментари|одговори',
    untilNow: 'данас|сада',
  },
  persons: {
    self: {
      subject: 'ја ми ja mi',
      object: 'ме мене мени ми мном нас нам нама me mene meni mnom nas nam nama',
      possessive:
        'мој моја моје мог мога моме мојој моју моји мојих наш наша наше нашег нашој нашу наши moj moja moje mog moga mom mojoj moju moji mojih naš naša naše našeg našoj našu naši',
    },
  },
};
