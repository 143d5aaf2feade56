import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const telugu: LanguagePack = {
  code: 'te',
  name: 'Telugu',
  script: 'Telugu',
  traits: [],
  ...hardlyKnown,
};
