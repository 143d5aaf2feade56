import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const georgian: LanguagePack = {
  code: 'ka',
  name: 'Georgian',
  script: 'Georgian',
  traits: [],
  ...hardlyKnown,
};
