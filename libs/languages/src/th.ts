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
  pageMarks: {
    question: 'คำถาม|ถาม|ปัญหา',
    answer: 'คำตอบ|ตอบ|วิธีแก้',
    asker: 'ผู้สัมภาษณ์|พิธีกร|นักข่าว',
    self: 'ฉัน|ผม',
    remark: 'หมายเหตุ|คำเตือน|เคล็ดลับ',
    label: 'หมายเหตุ|คำเตือน|ตัวอย่าง|โทรศัพท์|โทร|อีเมล|ที่อยู่|ราคา|วันที่|เวลา|สถานที่|ชื่อ|อายุ|อาชีพ|ส่วนผสม|วิธีทำ|เรื่อง',
    wrote: 'เขียนว่า',
    comments: 'ความคิดเห็น',
    untilNow: 'ปัจจุบัน',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: { subject: 'ฉัน ผม ดิฉัน เรา พวกเรา', object: '', possessive: 'ของฉัน ของผม ของเรา' },
    omitted: true,
    you: 'ของคุณ=ของฉัน/ของผม คุณชื่อ=ฉันชื่อ/ผมชื่อ คุณอยู่=ฉันอยู่/ผมอยู่ คุณอาศัย=ฉันอาศัย/ผมอาศัย คุณเกิด=ฉันเกิด/ผมเกิด คุณทำ=ฉันทำ/ผมทำ คุณมี=ฉันมี/ผมมี คุณเป็น=ฉันเป็น/ผมเป็น คุณชอบ=ฉันชอบ/ผมชอบ คุณย้าย=ฉันย้าย/ผมย้าย คุณเรียน=ฉันเรียน/ผมเรียน คุณเล่น=ฉันเล่น/ผมเล่น',
    verbs: '',
    endings: [],
    addressed: '',
  },
};
