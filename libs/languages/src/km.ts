import { absent, type LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const khmer: LanguagePack = {
  code: 'km',
  name: 'Khmer',
  script: 'Khmer',
  traits: ['unspaced'],
  ...hardlyKnown,
  stem: absent('words have no endings'),
};
