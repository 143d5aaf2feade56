import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const punjabi: LanguagePack = {
  code: 'pa',
  name: 'Punjabi',
  script: 'Gurmukhi',
  traits: [],
  ...hardlyKnown,
};
