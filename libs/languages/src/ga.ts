import { stemmer } from '@orama/stemmers/irish';
import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const irish: LanguagePack = {
  code: 'ga',
  name: 'Irish',
  script: 'Latin',
  traits: [],
  ...hardlyKnown,
  stem: stemmer,
};
