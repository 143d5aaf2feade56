import { stemmer } from '@orama/stemmers/armenian';
import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const armenian: LanguagePack = {
  code: 'hy',
  name: 'Armenian',
  script: 'Armenian',
  traits: [],
  ...hardlyKnown,
  stem: stemmer,
};
