import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const urdu: LanguagePack = {
  code: 'ur',
  name: 'Urdu',
  script: 'Arabic',
  traits: [],
  ownLetters: '',
  distinctiveLetters: 'ٹڈڑںےہھ',
  functionWords: `
    آپ اس ان ایک اور اگر اپنی اپنے اپنا بعد بھی تا تک تھا تھی تھے تو جا جب جس جو جہاں دو دیا سب سے کا کب کر
    کرتا کرتے کرنے کس کسی کو کون کونسی کہ کہا کہاں کی کیا کیسے کیوں کے گا گی گے گئی گئے گیا لیکن لیے میں
    نہیں نے پر ہم ہو ہوا ہوئے ہوتا ہے ہیں وہ یا یہ`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
};
