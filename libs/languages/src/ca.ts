import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const catalan: LanguagePack = {
  code: 'ca',
  name: 'Catalan',
  script: 'Latin',
  traits: [],
  ownLetters: '',
  distinctiveLetters: 'ŀ',
  functionWords: `
    a al als altra altres amb aquell aquella aquest aquesta aquests així això cada com d de del dels des
    després doncs e el ella elles ells els em en encara entre era eren es és està et fins fou ha han hi
    havia i ja l la les li llur m més molt molts n ni no nosaltres o on ola per perquè però poc pot què qual
    quals quan quant quants que qui s se sense ser serà seu seus seva si sobre són sota també tan tot tota
    tots un una uns va van`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
};
