import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const hebrew: LanguagePack = {
  code: 'he',
  name: 'Hebrew',
  script: 'Hebrew',
  traits: [],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    אבל או אז אחד אחר אחרי אחת אך אל אלא אלה אלו אם אני אנחנו את אתה אתם בין גם הוא היא היה היו הם הן זאת זה
    זו חייב יותר יש כאשר כדי כי כל כמה כמו כן לא לו לה להם לי מאוד מאז מדוע מה מהו מהי מי מן מתי נגד על עד
    עוד עם עצמו פי רק של שלה שלהם שלו תחת`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'שאלה|ש|בעיה',
    answer: 'תשובה|ת|פתרון',
    asker: 'מראיין|מראיינת|עיתונאי|עיתונאית',
    self: 'אני',
    remark: 'הערה|שימו לב|טיפ|חשוב|אזהרה',
    label:
      'הערה|שימו לב|טיפ|דוגמה|טלפון|דוא"ל|כתובת|מחיר|תאריך|שעה|מקום|שם|גיל|מקצוע|גודל|משקל|צבע|מצרכים|אופן ההכנה|שעות פתיחה|נושא|מאת|אל',
    wrote: 'כתב|כתבה',
    comments: 'תגובות',
    untilNow: 'היום|כיום|הווה',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: { subject: 'אני אנחנו אנו', object: 'לי אותי איתי בי לנו אותנו איתנו', possessive: 'שלי שלנו' },
    omitted: false,
    you: 'אתה=אני אתם=אנחנו אתן=אנחנו שלך=שלי שלכם=שלנו שלכן=שלנו לך=לי לכם=לנו אותך=אותי אתכם=אותנו איתך=איתי איתכם=איתנו',
    verbs: '',
    endings: [
      ['ת', 'תי'],
      ['תם', 'נו'],
      ['תן', 'נו'],
      ['ך', 'י'],
    ],
    addressed: String.raw`^(?:מתי|איפה|למה|איך|לאן|היכן) \p{L}{2,}(?:ת|תם|תן)(?!\p{L})`,
  },
};
