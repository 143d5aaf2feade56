import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const thai: LanguagePack = {
  code: 'th',
  name: 'Thai',
  script: 'Thai',
  traits: ['unspaced'],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    ก็ กว่า กับ การ ของ ขึ้น ครับ คือ ความ จะ จาก ใคร ใด ใน ซึ่ง ด้วย ได้ ตาม แต่ ถึง ถูก ที่ ทำไม ทั้ง นั้น
    นี้ เป็น ไป มา มี เมื่อ เมื่อใด เมื่อไร แม้ ไม่ ยัง เรา และ แล้ว โดย ว่า เวลา ส่วน สำหรับ หรือ ให้ อย่าง
    อย่างไร อยู่ อะไร อีก ไหน เท่าไร เขา`,
  stem: absent('words have no endings'),
  abbreviations: absent('no full stop ends an abbreviation'),
  ...notSpoken,
};
