import { stemmer } from '@orama/stemmers/serbian';
import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const bosnian: LanguagePack = {
  code: 'bs',
  name: 'Bosnian',
  script: 'Latin',
  traits: [],
  ...hardlyKnown,
  stem: stemmer,
};
