import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const bangla: LanguagePack = {
  code: 'bn',
  name: 'Bangla',
  script: 'Bengali',
  traits: [],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    অথবা আমরা আমার আমি আর আছে ই এ এই এক একটি এটা এটি এবং এর ও কখন কত করা করে করেন কি কিন্তু কী কে কেন কোথায়
    কোন কোনো ছিল ছিলেন জন্য তখন তবে তা তার তারা তাদের তিনি থেকে দিয়ে না নয় পর পর্যন্ত বা মধ্যে যখন যা যে
    যিনি সঙ্গে সাথে সে সেই হয় হয়ে হয়েছে হতে হবে`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'প্রশ্ন|সমস্যা',
    answer: 'উত্তর|সমাধান',
    asker: 'সাংবাদিক|উপস্থাপক',
    self: 'আমি',
    remark: 'দ্রষ্টব্য|সতর্কতা|পরামর্শ',
    label: 'দ্রষ্টব্য|উদাহরণ|ফোন|ইমেইল|ঠিকানা|দাম|মূল্য|তারিখ|সময়|স্থান|নাম|বয়স|পেশা|উপকরণ|প্রণালী|বিষয়',
    wrote: 'লিখেছেন',
    comments: 'মন্তব্য',
    untilNow: 'বর্তমান|এখন',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: { subject: 'আমি আমরা', object: 'আমাকে আমাদেরকে', possessive: 'আমার আমাদের' },
    omitted: false,
    you: 'তুমি=আমি আপনি=আমি তোমাকে=আমাকে আপনাকে=আমাকে তোমার=আমার আপনার=আমার তোমরা=আমরা তোমাদের=আমাদের আপনাদের=আমাদের',
    verbs: '',
    endings: [
      ['েন', 'ি'],
      ['ো', 'ি'],
    ],
    addressed: '',
  },
};
