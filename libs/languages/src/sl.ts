import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const slovenian: LanguagePack = {
  code: 'sl',
  name: 'Slovenian',
  script: 'Latin',
  traits: ['pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    a ali ampak bi bil bila bile bili bilo biti bo bodo brez da do dokler ga glede in iz jaz je jih ji jo k
    kadar kaj kako kakšen kateri katera katere kdaj kdo ker ki kje ko kot koliko lahko ljub med mi mu na nad
    naj ne nego ni niso njegov njih o ob od on ona oni pa po pod pred pri proti s sam se sem si so sta svoj
    ta tako te tem ter ti to tudi v več vendar vi vse z za zakaj zaradi že`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
};
