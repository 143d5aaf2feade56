import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const kannada: LanguagePack = {
  code: 'kn',
  name: 'Kannada',
  script: 'Kannada',
  traits: [],
  ...hardlyKnown,
};
