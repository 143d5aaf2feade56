import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const persian: LanguagePack = {
  code: 'fa',
  name: 'Persian',
  script: 'Arabic',
  traits: [],
  ownLetters: '',
  distinctiveLetters: 'پچژگی',
  functionWords: `
    آن آنها آیا از است اند این اینکه او ای اگر اما با باید بر برای بسیار بعد بود بودند به بی بین پس پیش تا
    تر تو توسط چرا چطور چقدر چند چه چگونه چیست حتی خود داد دارد داشت در درباره دو دیگر را روی زیر سال سپس شد
    شده شود که کجا کدام کرد کرده کرده‌اند کنند کنید کی کیست ما مانند من می نمی نیست نیز ها های هایی هر هم
    همه هنوز و وی ولی یا یک`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'سؤال|سوال|پرسش|س|مشکل',
    answer: 'جواب|پاسخ|ج|راه حل',
    asker: 'مصاحبه‌گر|خبرنگار|مجری',
    self: 'من',
    remark: 'توجه|نکته|مهم|هشدار',
    label:
      'توجه|نکته|مثال|تلفن|ایمیل|آدرس|نشانی|قیمت|تاریخ|ساعت|مکان|نام|سن|شغل|اندازه|وزن|رنگ|مواد لازم|طرز تهیه|ساعت کاری|موضوع|از|به',
    wrote: 'نوشت|می‌نویسد',
    comments: 'نظرات|دیدگاه‌ها',
    untilNow: 'اکنون|تاکنون|امروز',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: { subject: 'من ما', object: 'مرا به‌من ما را', possessive: 'خودم خودمان' },
    omitted: false,
    you: 'تو=من شما=من/ما خودت=خودم خودتان=خودم/خودمان',
    verbs: '',
    endings: [
      ['ت', 'م'],
      ['تان', 'م', 'مان'],
      ['ی', 'م'],
      ['ید', 'م', 'یم'],
      ['اید', 'ام', 'ایم'],
      ['ای', 'ام'],
    ],
    addressed: String.raw`می\u200c?\p{L}+(?:ی|ید)(?!\p{L})|(?:اسم|نام) \p{L}{2,}(?:ت|تان)(?!\p{L})|^کی .*\p{L}{2,}(?:دی|ید)(?!\p{L})`,
  },
};
