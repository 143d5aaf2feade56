import { absent, type LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const burmese: LanguagePack = {
  code: 'my',
  name: 'Burmese',
  script: 'Myanmar',
  traits: ['unspaced'],
  ...hardlyKnown,
  stem: absent('words are cut by the platform, and pairs of characters find the rest'),
};
