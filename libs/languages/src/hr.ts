import { stemmer } from '@orama/stemmers/serbian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const croatian: LanguagePack = {
  code: 'hr',
  name: 'Croatian',
  script: 'Latin',
  traits: ['pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: 'đć',
  functionWords: `
    a ako ali bez bi bila bile bili bilo bio biti da do dok ga gdje gde ga i ili im iz ja je jer jesu još
    jedan jedna k kada kad kako kao koja koje kojeg koji kojih kojoj koju koliko ko kod li me među mi mu na
    nad nakon ne nego neki nije nisu njegov njegova njih njihov o od on ona oni ono ova ovaj ove ovo po pod
    prema pri prije s sa samo se su sve svi svoje što šta ta tada taj također takođe te ti to tko tu u uz
    već više vi za zašto zbog`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
};
