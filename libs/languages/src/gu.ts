import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const gujarati: LanguagePack = {
  code: 'gu',
  name: 'Gujarati',
  script: 'Gujarati',
  traits: [],
  ...hardlyKnown,
};
