import { stemmer } from '@orama/stemmers/romanian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const romanian: LanguagePack = {
  code: 'ro',
  name: 'Romanian',
  script: 'Latin',
  traits: [],
  ownLetters: '',
  distinctiveLetters: 'șțăşţ',
  functionWords: `
    a ai aceasta această acel acest aceste acestui acestea aceștia al ale alte am ar are as asta astfel atât
    au avea aveau avut când că cărei căror care ce cei cel cele cine cu cum cât câte câți da dacă dar de
    deși din dintre doar după ea ei el ele era erau este eu fi fie fiind fost iar în înainte între își îl îi
    la le li lor lui mai mulți mult ne nici noi nu o ori pe pentru peste prin sa să sale sau se și său sunt
    spre sub te toate tot toți un una unde unei unor unui va vor`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
};
