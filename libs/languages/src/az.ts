import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const azerbaijani: LanguagePack = {
  code: 'az',
  name: 'Azerbaijani',
  script: 'Latin',
  traits: ['dotted-i'],
  ...hardlyKnown,
};
