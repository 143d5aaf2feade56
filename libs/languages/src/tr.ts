import { stemmer } from '@orama/stemmers/turkish';
import { absent, type LanguagePack } from './language-pack.ts';

export const turkish: LanguagePack = {
  code: 'tr',
  name: 'Turkish',
  script: 'Latin',
  traits: ['dotted-i', 'pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: 'ğışİ',
  functionWords: `
    acaba ama ancak aslında az bana bazı belki ben beni bile bir biri birçok biz bu buna bunu bunun çok
    çünkü da daha de defa değil diye en gibi göre hangi hangisi hem hep her hiç için ile ise işte kaç kadar
    ki kim kimin mı mi mu mü nasıl ne neden nerede nereye niçin niye o olan olarak oldu olduğu olmak olup on
    ona onlar onu onun orada sadece sanki şey şu ve veya vardı var ya yani yok zaman`,
  stem: stemmer,
  irregularForms: absent('nobody has collected them yet'),
  swappedWords: absent('nobody has collected them yet'),
  abbreviations: absent('nobody has collected them yet'),
  numberWords: absent('nobody has collected them yet'),
  relativeTimes:
    /(?<!\p{L})(bugün|dün|yarın|(geçen|gelecek|bu) (hafta|ay|yıl|sene|yaz|kış)|(bir|iki|üç|\d+) (gün|hafta|ay|yıl) önce|geçenlerde|şu anda|şimdi)(?!\p{L})/iu,
  quantities: absent('nobody has collected them yet'),
  sentenceOpeners: absent('nobody has collected them yet'),
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\b(kaç|ne kadar|yüzde)`,
    time: String.raw`\b(ne zaman|hangi (yıl|tarih|gün|ay|yüzyıl))`,
    person: String.raw`\bkim`,
    place: String.raw`\b(nere|hangi (ülke|şehir|kent|bölge))`,
    reason: String.raw`\b(neden|niçin|niye)\b`,
    definition: String.raw`\b(nedir|ne demek|kimdir)\b`,
    manner: String.raw`\bnasıl\b`,
    list: String.raw`\b(nelerdir|hangileri|liste|adımlar)`,
  },
  requests: absent('nobody has collected them yet'),
  classNouns: absent('nobody has collected them yet'),
  causes: /(çünkü|nedeniyle|dolayı|için|sebep)/i,
  followUps: {
    openings: /^(ve|veya|ama|peki|ya|neden|daha|gerçekten|örneğin)(?!\p{L})/iu,
    pointers: /(?<!\p{L})(o|onu|onun|ona|onlar|onların|bu|bunu|bunun|şu|orada)(?!\p{L})/iu,
  },
  backReferences: /^(o|onlar|bu|bunlar|şu|onun|onların|orada|ama|ayrıca|ancak|sonra|böylece)(?!\p{L})/iu,
  pointsUp: 'yukarıda',
  smallTalk: {
    greeting: 'merhaba|selam|gunaydin|iyi (gunler|aksamlar)|selamun aleykum',
    wellbeing: 'nasilsin(iz)?|naber|ne haber|iyi misin(iz)?',
    thanks: '(cok )?tesekkur(ler| ederim| ederiz)|sag ?ol(un)?|cok sag ?ol',
    farewell: 'hosca kal(in)?|gorusuruz|iyi geceler|gule gule|bay bay',
    who: 'sen kimsin|kimsin(iz)?|siz kimsiniz|adin(iz)? ne|kendini(zi)? tanit',
    help: 'yardim( et)?|ne yapabilirsin|bana yardim (eder|edebilir) misin|neler biliyorsun',
    fine: 'tamam|guzel|harika|anladim|evet|hayir',
  },
  phrases: {
    no_answer: 'Üzgünüm, bildiklerim arasında bununla ilgili bir şey bulamıyorum.',
    greeting: 'Merhaba! Ben {name}. Ne öğrenmek istersiniz?',
    wellbeing: 'İyiyim, teşekkür ederim. Ne öğrenmek istersiniz?',
    thanks: 'Rica ederim!',
    farewell: 'Hoşça kalın!',
    who: 'Ben {name}.',
    help: 'Ben {name}. Bildiklerim hakkında soru sorun; her cevabın nereden geldiğini gösteririm.',
    fine: 'Güzel. Başka bir şey öğrenmek ister misiniz?',
  },
  topicQuestion: '{topic} hakkında ne söyleyebilirsiniz?',
  modelInstructions: absent('nobody has collected them yet'),
  pageMarks: {
    question: 'soru|s|sorun',
    answer: 'cevap|c|yanıt|çözüm',
    asker: 'görüşmeci|sunucu|röportajcı|muhabir|gazeteci',
    self: 'ben',
    remark: 'not|uyarı|ipucu|önemli|dikkat',
    label:
      'not|uyarı|ipucu|önemli|dikkat|örnek|telefon|tel|e-?posta|adres|fiyat|tarih|saat|yer|ad|isim|yaş|meslek|boyut|ağırlık|renk|malzemeler|yapılışı|hazırlanışı|çalışma saatleri|konu|kimden|kime',
    wrote: 'yazdı|yazıyor',
    comments: 'yorumlar|cevaplar',
    untilNow: 'bugün|şimdi|günümüz|halen',
  },
  persons: {
    self: {
      subject: 'ben biz',
      object: 'beni bana bende benden bizi bize bizde bizden',
      possessive: 'benim bizim',
    },
  },
};
