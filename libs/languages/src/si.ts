import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const sinhala: LanguagePack = {
  code: 'si',
  name: 'Sinhala',
  script: 'Sinhala',
  traits: [],
  ...hardlyKnown,
};
