import { stemmer } from '@orama/stemmers/tamil';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const tamil: LanguagePack = {
  code: 'ta',
  name: 'Tamil',
  script: 'Tamil',
  traits: [],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    அது அதன் அந்த அவர் அவர்கள் அல்லது ஆகும் இது இதன் இந்த இருந்து இருந்தது உள்ள உள்ளது எங்கே எத்தனை எந்த
    எப்படி எப்போது என என்ற என்று என்ன என்பது ஏன் ஒரு கொண்டு சில தான் பல போன்ற மற்றும் மேலும் யார் வரை`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
};
