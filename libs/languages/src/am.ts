import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const amharic: LanguagePack = {
  code: 'am',
  name: 'Amharic',
  script: 'Ethiopic',
  traits: [],
  ...hardlyKnown,
};
