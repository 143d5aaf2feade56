import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const icelandic: LanguagePack = {
  code: 'is',
  name: 'Icelandic',
  script: 'Latin',
  traits: ['compounds'],
  ...hardlyKnown,
};
