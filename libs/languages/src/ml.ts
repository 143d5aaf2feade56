import type { LanguagePack } from './language-pack.ts';
import { hardlyKnown } from './not-spoken.ts';

export const malayalam: LanguagePack = {
  code: 'ml',
  name: 'Malayalam',
  script: 'Malayalam',
  traits: [],
  ...hardlyKnown,
};
