import { absent, type LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const lao: LanguagePack = {
  code: 'lo',
  name: 'Lao',
  script: 'Lao',
  traits: ['unspaced'],
  ...hardlyKnown,
  stem: absent('words have no endings'),
};
