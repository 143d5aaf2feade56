import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const basque: LanguagePack = {
  code: 'eu',
  name: 'Basque',
  script: 'Latin',
  traits: [],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    al ala arte bai baina baino bat batzuk beste bezala da dago dira dituzte ditu du duen dute egin ere eta
    ez gabe gu hau hori honek hura izan izango ni nola nor noiz non nork zer zein zergatik zen ziren zuen
    zuten`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
};
