import { stemmer } from '@orama/stemmers/turkish';
import { absent, type LanguagePack } from './language-pack.ts';

export const turkish: LanguagePack = {
  code: 'tr',
  name: 'Turkish',
  script: 'Latin',
  traits: ['dotted-i', 'free-interrogatives', 'pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: 'ğışİ',
  functionWords: `
    acaba ama ancak aslında az bana bazı belki ben beni bile bir biri birçok biz bu buna bunu bunun çok
    çünkü da daha de defa değil diye en gibi göre hangi hangisi hem hep her hiç için ile ise işte kaç kadar
    ki kim kimin mı mi mu mü nasıl ne neden nerede nereye niçin niye o olan olarak oldu olduğu olmak olup on
    ona onlar onu onun orada sadece sanki şey şu mıyım miyim muyum müyüm mısın misin mısınız misiniz ve veya vardı var ya yani yok zaman`,
  stem: stemmer,
  irregularForms: absent('nobody has collected them yet'),
  participles: absent('its participles begin as their verbs'),
  swappedWords: absent('nobody has collected them yet'),
  abbreviations: absent('nobody has collected them yet'),
  numberWords: absent('nobody has collected them yet'),
  relativeTimes:
    /(?<!\p{L})(bugün|dün|yarın|(geçen|gelecek|bu) (hafta|ay|yıl|sene|yaz|kış)|(bir|iki|üç|\d+) (gün|hafta|ay|yıl) önce|geçenlerde|şu anda|şimdi)(?!\p{L})/iu,
  quantities: 'iki üç dört beş yedi sekiz dokuz yirmi otuz kırk elli altmış yetmiş seksen doksan',
  negations:
    /(?<!\p{L})(?:değil\p{L}*|yok\p{L}*|hiç\p{L}*|asla)(?!\p{L})|\p{L}s[ıiuü]z(?!\p{L})|\p{L}m[ıiuüae](?:z|dı|di|du|dü|yor|mış|miş|muş|müş|yacak|yecek)\p{L}*/iu,
  sentenceOpeners: absent('nobody has collected them yet'),
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\b(kaç|ne kadar|yüzde)`,
    price: String.raw`\bkaça|ne kadara?\b|\b(fiyat\p{L}*|ücret\p{L}*)`,
    time: String.raw`\b(ne zaman|saat kaç|kaçta|hangi (yıl|tarih|gün|ay|yüzyıl))`,
    person: String.raw`\bkim`,
    place: String.raw`\b(nere|hangi (ülke|şehir|kent|bölge))`,
    reason: String.raw`\b(neden|niçin|niye)\b`,
    definition: String.raw`\b(nedir|ne demek|kimdir)\b`,
    manner: String.raw`\bnasıl\b`,
    list: String.raw`\b(nelerdir|hangileri|liste|adımlar)`,
  },
  measures: {
    extent: {
      asked: String.raw`ne kadar (?:uzun|yüksek|derin|geniş|büyük|uzak)|kaç (?:metre|kilometre|santim)|(?:uzunluğu|yüksekliği|derinliği|genişliği|boyu|mesafe)`,
      told: String.raw`# (?:(?:kilo|santi|mili)?metre|adım|dönüm|hektar)\p{L}*`,
      labels: 'uzunluk yükseklik derinlik genişlik boy mesafe',
    },
    duration: {
      asked: String.raw`ne kadar (?:sür|zaman)|kaç (?:yıl|sene|ay|hafta|gün|saat|dakika)(?!\p{L}*(?:t[ae]|d[ae]))`,
      told: String.raw`# (?:yıl|sene|ay|hafta|gün|saat|dakika)\p{L}*|(?:bir|yarım) (?:yıl|ay|hafta|gün|saat)|\d{4} ?[–-] ?\d{4}`,
      labels: 'süre',
    },
    weight: {
      asked: String.raw`kaç (?:kilo|gram|ton)|ağırlığı|ne kadar ağır`,
      told: String.raw`# (?:kilo(?:gram)?|gram|ton)\p{L}*`,
      labels: 'ağırlık kilo',
    },
    speed: {
      asked: String.raw`ne kadar hızlı|hızı(?!\p{L})`,
      told: String.raw`# (?:kilometre|knot|watt|beygir)\p{L}*`,
      labels: 'hız güç',
    },
    age: {
      asked: String.raw`kaç yaş|yaşı(?:n|nız)? (?:kaç|ne)`,
      told: String.raw`# yaş\p{L}*|\d{4}['’]?\p{L}*(?: yılında)?[^.!?]*(?:doğ|yapıl|kurul|açıl)\p{L}*|(?:doğ|yapıl|kurul)\p{L}*[^.!?]*\d{4}`,
      labels: 'yaş doğum',
    },
    temperature: {
      asked: String.raw`kaç derece|sıcaklı(?:k|ğı)`,
      told: String.raw`# derece\p{L}*`,
      labels: 'sıcaklık derece',
    },
    money: {
      asked: String.raw`kaça(?!\p{L})|kaç (?:lira|tl|para|euro)|ne kadar(?: tut| öde| ücret|\W*$)|(?:fiyat|ücret|kira)\p{L}* (?:ne|kaç)`,
      told: String.raw`# (?:lira|tl|kuruş|euro|avro|dolar)\p{L}*|ücretsiz|bedava|hediye`,
      labels: 'fiyat ücret',
    },
  },
  personalFacts: String.raw`
    (?<=(?<!\p{L})# )ne iş yap(?:[ıi]yor|ard[ıi]|t[ıi])(?=\W*$)|(?<=(?<!\p{L})#n[ıiuü]n )mesleği → meslek iş çalışıyor emekli ⇒ (?<!\p{L})(?:\p{L}+[cç][ıiuü]|\p{L}+men|hemşire|doktor|mühendis|avukat|memur|işçi|usta|çiftçi|aşçı|şoför|terzi|ressam|hâkim|polis|asker|eczacı|profesör)(?:s[ıiuü])?(?:yd[ıiuü]|d[ıiuü]r?|t[ıiuü]r?)?(?=[.,;!?]|$| olarak)|olarak çalış|(?<!\p{L})(?:çalış[ıi]yor|çalışırdı|öğretiyor|satıyor|emekli)
    e-?posta(?:n| adresin)(?:iz)?(?: ne| nedir)?(?=\W*$)|mail adresin(?:iz)?(?: ne| nedir)?(?=\W*$) → e-posta posta mail +yaz +yazın +iletişim +adresinden adres ⇒ \S@\S+\.\p{L}
    (?:sana|size) (?:nasıl )?(?:ulaş|yaz)\p{L}+|(?:seninle|sizinle) (?:nasıl )?iletişim\p{L}* → e-posta posta mail telefon +yaz +yazın +iletişim +adresinden → \S@\S+\.\p{L}|(?:tel\p{L}*|ara\p{L}*)[^.!?\n]{0,40}?\+?\d[\d ()/.-]{5,}\d
    kaç yaşında(?:s[ıi]n[ıi]?z?)(?=\W*$)|yaşın(?:ız)? kaç → doğum doğdum yaş → (?<!\p{L})doğdum(?!\p{L})|\d\d yaşındayım
    kaç yaşında(?=\W*$) → yaşında doğdu yaş →
    ne iş yap[ıi]yor(?:sun|sunuz)|mesleğin(?:iz)? ne|işin(?:iz)? ne → meslek iş ustası →
    ne iş yap[ıi]yor(?=\W*$) → çalışıyor meslek emekli →
    (?<=ne zaman(?: \S+)* )(?:başlad[ıi]n(?:[ıi]z)?|oldun(?:uz)?)(?=\W*$) → başladım başladık oldum beri →
    (?:kart|kredi kart)\p{L}* (?:öde|geç|kabul|alıyor)\p{L}* → kart kredi nakit →
    (?:hangi günler |saat kaçta |kaçta )?(?:açık m[ıi]s[ıi]n[ıi]?z?|açıyorsunuz|kapanıyor)|çalışma saat\p{L}* → açık kapalı kapalıyız saat →
    evli mis[ıi]n(?:[ıi]z)? → evli eş eşim →
    çocu(?:k|ğ)\p{L}* var m[ıi] → çocuk kız oğul kızım oğlum kızımız oğlumuz →
    telefon(?:un|unuz|u)?(?: numaran(?:ız)?)?(?: ne| nedir| kaç)?(?=\W*$) → telefon numara → \+?\d[\d ()/.-]{7,}\d
    hangi dil(?:i|ler|leri) → dil diller konuşuyorum →
  `,
  requests: {
    kinds: {
      topics: `
        (?:sana|size) (?:ne|neler) sorabilirim
        (?:ne|neler) (?:biliyorsun|biliyorsunuz|sorabilirim)
        (?:ne|neler) hakkında (?:yazıyorsun|yazıyorsunuz|konuşuyorsun|konuşabiliriz|bilgin var)
        (?:bu|senin) (?:blog|site|sayfa)(?:un|n)? (?:ne hakkında|konusu ne)
        konuların neler`,
      self: `
        (?:bana |bize )?(?:sen |siz )?kim olduğun(?:u|uzu) (?:söyle|anlat|söyler misin|anlatır mısın)
        (?:bana |bize )?(?:kendin|kendiniz|hayatın|hayatınız) hakkında (?:kısa )?(?:bir )?(?:genel bakış|özet|bilgi)(?: ver| verir misin)?
        (?:kısaca|tek cümleyle|birkaç kelimeyle),? (?:sen |siz )?kims(?:in|iniz)|(?:kısaca )?(?:kendini|kendinizi) (?:kısaca )?(?:tanıt|tanıtır mısın|tanıtın)
        (?:sen |siz )?kims(?:in|iniz)
        (?:bana |bize )?(?:biraz )?(?:kendinden|kendinizden) (?:bahset|bahseder misin|bahsedin|söz et)
        (?:bana )?(?:biraz )?(?:kendin|kendiniz) hakkında (?:bilgi ver|konuş|anlat|bir şeyler söyle)
        (?:kendini|kendinizi) (?:tanıt|tanıtır mısın|anlat|anlatır mısın|tanıtın)`,
      compare: `
        … (?:ile|ve) … karşılaştır(?:ın|ır mısın)?
        … (?:ile|ve) … arasındaki (?:fark|farklar) (?:ne|nedir|neler|nelerdir)
        … m[iıuü] … m[iıuü](?: daha iyi| tercih edersin)?
        … (?:vs\\.?) …`,
      needs: `
        … (?:için|yapmak için) (?:neye|nelere|ne) (?:ihtiyacım var|ihtiyaç var|lazım|gerekir|gerekiyor|gerek)
        … için (?:hangi|gerekli) (?:malzemeler|aletler|malzeme)(?: gerekli| gerekir| lazım| neler| nelerdir)?
        …(?:n[iıuü]n)? malzemeleri (?:neler|nelerdir|ne)`,
      opinion: `
        … hakkında ne (?:düşünüyorsun|düşünüyorsunuz|dersin)
        … hakkındaki (?:fikrin|görüşün|fikriniz|görüşünüz) (?:ne|nedir)
        …[ıiuü]? (?:nasıl buluyorsun|nasıl buluyorsunuz|sever misin|seviyor musun|beğeniyor musun)`,
      advice: `
        …[yıiuü]* (?:önerir misin|önerir misiniz|tavsiye eder misin|tavsiye eder misiniz)
        … (?:için |konusunda |hakkında )(?:ne önerirsin|ne önerirsiniz|ne tavsiye edersin|tavsiyen var mı|önerin var mı|tavsiyeleriniz|ipucu var mı|tavsiyen ne|önerilerin neler)
        … değer mi
        …m[ae]l[ıi] m[ıi]y[ıi]m`,
      reason: `
        (?:neden|niçin|niye) …
        … (?:neden|niçin|niye) …
        … (?:nedeni|sebebi) (?:ne|nedir|neydi)`,
      since: `
        ne zamandan beri …
        (?:kaç yıldır|ne kadar süredir) …
        … (?:ne zamandan beri|kaç yıldır|ne kadar süredir) …`,
      frequency: `
        (?:ne sıklıkla|ne kadar sık|kaç kez|kaç kere) …
        … (?:ne sıklıkla|ne kadar sık) …`,
      place: `
        (?:tam olarak nerede|tam nerede) …
        … (?:tam olarak|tam) (?:nerede|neresinde) ?…
        … (?:tam olarak|tam) nerede`,
      company: `
        (?:kiminle|kimlerle|kimle) …
        … (?:kiminle|kimlerle|kimle) …`,
      events: `
        …(?:ya|ye|da|de|ta|te|nda|nde)? ?ne oldu
        … (?:sırasında|zaman|sonra) (?:ne|neler) oldu
        … nasıl (?:geçti|gitti)`,
      manner: `
        …[ıiuü]? nasıl (?:yaparım|yapılır|yapabilirim|yapmalıyım|yapıyorsun|pişirilir|öğrenirim|onarılır)
        nasıl … (?:yaparım|yapılır|yapabilirim)
        … nasıl \\p{L}+(?:[ıi]l[ıi]r|ul?ur|ebilirim|abilirim)`,
      list: `
        (?:tüm |bütün )?…[yıiuü]* (?:listele|sırala|say|listeleyin|sıralar mısın|listeler misin)
        … listesi(?:ni)?(?: ver| göster)?
        …(?:n|niz)? (?:neler|nelerdir)`,
      summary: `
        …[nyıiuü]* özetle(?:yin|r misin)?
        …(?:n[ıiuü]n)? (?:kısa )?özeti(?:ni)?(?: ver| yap| nedir)?`,
      overview: `
        (?:bana |bize )?(?:biraz )?…['’]?(?:dan|den|tan|ten) (?:bahset|bahseder misin|bahsedin|söz et)
        (?:bana |bize )?… hakkında (?:bilgi ver|bilgi verir misin|konuş|anlat|bir şeyler anlat|bir şey söyle|ne biliyorsun|ne biliyorsunuz|ne söyleyebilirsin|ne söyleyebilirsiniz|neler biliyorsun|neler söyleyebilirsin|daha fazla bilgi|bilgi verin|ne anlatabilirsin)
        (?:bana |bize )?…[yıiuü]* (?:anlat|anlatır mısın|anlatın|açıkla|açıklar mısın|açıklayın|tarif et|tanımla|betimle)`,
    },
    courtesies: `
      (?:lütfen|peki|hey|ve|tamam|şey),? …
      …,? (?:lütfen|kısaca|birkaç kelimeyle)
      (?:bana |bize )?(?:söyle|söyler misin|söyleyin),? …
      …(?:nu|nı|ni|nü) (?:biliyor musun|söyler misin|merak ediyorum|bilmek istiyorum)`,
  },
  emptyWords: /(?<!\p{L})m[ıiuü](?:s[ıiuü]n(?:[ıiuü]z)?|y[ıiuü][mz])?(?!\p{L})/gu,
  presently: /(?<!\p{L})(?:şimdi|şu an(?:da)?|bugün(?:lerde)?|halen|şu sıralar)(?!\p{L})/giu,
  sentenceMarks: {
    judges: String.raw`(?:sev(?:er|iyor|mem|di)\p{L}*|nefret eder\p{L}*|beğen\p{L}+|tercih eder\p{L}*|düşünüyorum|sanırım|inanıyorum|bence|bana göre|kanımca|hoşuma|hoşlan\p{L}+|özl\p{L}+|pişmanım)|en sevdiğim|favorim|değer(?!\p{L})|(?:daha iyi|en iyi|daha kötü|en kötü|abartıl\p{L}+|harika|berbat|müthiş|güzel(?!\p{L})|çirkin|sıkıcı|işe yaramaz|mükemmel|kötü(?!\p{L}))`,
    advises: String.raw`\p{L}*(?:malı|meli)(?:sın|sınız|sin|siniz|yım|yim|dır|dir)?(?!\p{L})|öneririm|tavsiye ederim|gerek(?:ir|iyor)|lazım|asla|her zaman|kaçın\p{L}*|unutma\p{L}*|en iyisi|daha iyi olur|eğer|tavsiyem|önerim|ipucu|ipuçları|dikkat (?:et|edin)`,
    needs: String.raw`malzeme\p{L}*|alet\p{L}*|gereçler|ekipman|alışveriş listesi|gerek\p{L}*|lazım|ihtiyaç|ihtiyacınız`,
    frequency: String.raw`her (?:\p{L}+ )?(?:gün|sabah|akşam|gece|hafta|ay|yıl|yaz|kış|saat|pazar\p{L}*|salı|çarşamba|perşembe|cuma|cumartesi)|(?:günde|haftada|ayda|yılda) (?:bir|iki|üç|\p{L}+|\d+)|nadiren|sık sık|günlük|haftalık|aylık|yıllık|pazartesileri|salıları|cumaları|pazarları`,
    since: String.raw`\p{L}*(?:den|dan|ten|tan) beri|yıldır|aydır|başla\p{L}+|(?:19|20)\d\d['’]?(?:de|da|te|ta|den|dan|ten|tan)`,
    company: String.raw`(?:eşim|karım|kocam|kardeşim|abim|ablam|annem|babam|oğlum|kızım|arkadaş\p{L}*|meslektaş\p{L}*|kuzenim|amcam|dayım|teyzem|halam|büyükannem|dedem|çocuklar\p{L}*|ailem|komşu\p{L}*|ekib\p{L}*|öğrenciler\p{L}*)(?:l[ae]| ile)?(?!\p{L})|birlikte|beraber|tek başıma|yalnız|(?-i:\p{Lu}\p{Ll}+) ile|(?-i:\p{Lu}\p{Ll}+)['’]?(?:la|le)(?!\p{L})`,
    self: String.raw`ben (?:bir |(?-i:\p{Lu})|\p{L}+(?:y[ıiuü]m|[ıiuü]m)(?!\p{L}))|adım(?!\p{L})|ismim|(?:yaşıyorum|çalışıyorum|doğdum|büyüdüm|okudum|yazıyorum)(?!\p{L})|\p{L}+(?:ıyım|iyim|uyum|üyüm|cıyım|ciyim|çıyım|çiyim)(?!\p{L})`,
    change: String.raw`(?:satıldı|çalındı|satın alındı|yıkıldı|kapandı|kapatıldı|bozuldu|kırıldı|yandı|battı|öldü|kayboldu|düştü|patladı|bitti|sona erdi|iptal edildi|terk edildi|yaralandı|kovuldu|tamir edildi|koptu|çöktü|doğdu)\p{L}*`,
    pageTalk: String.raw`bu (?:yazıda|yazı|makalede|makale|bölümde|gönderide)|(?:bir sonraki|önceki) (?:yazıda|yazımda|bölümde)|(?:aşağıda|yukarıda)|daha önce (?:yazdığım|söylediğim)|işte `,
    selfTitle: String.raw`^hakkımda|^hakkımızda|^ben kimim|^biyografi|^hayatım|^özgeçmiş|^kendim hakkında|^tanıtım`,
  },
  compoundQuestions: {
    conjunctions: 've',
    interrogatives:
      /(?<!\p{L})(ne|nerede\p{L}*|nereli\p{L}*|nereden|nereye|ne zaman|kim\p{L}*|neden|niçin|niye|nasıl|hangi\p{L}*|kaç|m[ıiuü](?:s[ıiuü]n(?:[ıiuü]z)?)?)(?!\p{L})/iu,
  },
  people: String.raw`anne\p{L}* baba\p{L}* eş(?:im|in|i|imiz|iniz)? karı(?:m|n|sı) koca(?:m|n|sı) oğ(?:ul|lum|lun|lu|lumuz|lunuz) kız(?:ım|ın|ı|ımız|ınız)? çocuğ\p{L}* kardeş\p{L}* abi\p{L}* abla\p{L}* amca\p{L}* dayı\p{L}* teyze\p{L}* hala\p{L}* dede\p{L}* nine\p{L}* torun\p{L}* arkadaş\p{L}* komşu\p{L}* usta(?:m|n|mız|nız) yeğen\p{L}* kuzen\p{L}*`,
  classNouns: absent('nobody has collected them yet'),
  labelNames: {
    price: 'fiyat ücret',
    time: 'tarih saat gün yıl',
    number: 'sayı adet',
    person: 'ad isim yazar',
    place: 'yer adres',
  },
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
    thanks:
      'yardim(in|iniz) icin (cok )?tesekkur(ler| ederim)|(cok )?tesekkur(ler| ederim| ederiz)|sag ?ol(un)?|cok sag ?ol',
    farewell: 'hosca kal(in)?|gorusuruz|iyi geceler|gule gule|bay bay',
    who: 'sen kimsin|kimsin(iz)?|siz kimsiniz|adin(iz)? ne|kendini(zi)? tanit',
    help: 'yardim( et)?|ne yapabilirsin|bana yardim (eder|edebilir) misin|neler biliyorsun',
    fine: 'tamam|guzel|harika|anladim|evet|hayir',
  },
  phrases: {
    no_answer: 'Üzgünüm, bildiklerim arasında bununla ilgili bir şey bulamıyorum.',
    still_reading:
      'Bununla ilgili henüz bir şey bulamıyorum: sayfalarımın bazılarını hâlâ okuyorum. Lütfen biraz sonra yeniden sorun.',
    greeting: 'Merhaba! Ben {name}. Ne öğrenmek istersiniz?',
    wellbeing: 'İyiyim, teşekkür ederim. Ne öğrenmek istersiniz?',
    thanks: 'Rica ederim!',
    farewell: 'Hoşça kalın!',
    who: 'Ben {name}.',
    help: 'Ben {name}. Bildiklerim hakkında soru sorun; her cevabın nereden geldiğini gösteririm.',
    fine: 'Güzel. Başka bir şey öğrenmek ister misiniz?',
    wordless: 'Bunu kelimelerle söyler misiniz? Bir soru sorun, bildiklerim arasında arayayım.',
    topics: 'Bana şunları sorabilirsiniz: {topics}.',
  },
  topicQuestion: '{topic} hakkında ne söyleyebilirsiniz?',
  offer: '“{topic}” hakkında yazdım.',
  lightWords: 'oldu yapıldı yapmak gitti iyi kötü yeni sonraki değişti öğrendim kaldı başka',
  inOtherWords: [
    ['Bisikletin var mı?', 'Pedal çevirmeyi hiç öğrenmedim, işe yürüyerek giderim.'],
    ['Bir somun ne kadar?', 'Ekmek için dört euro alıyoruz.'],
    ['Nerede büyüdün?', 'Çocukluğum Dijon yakınında bir çiftlikte geçti.'],
    ['Sizde kaç kişi çalışıyor?', 'Atölyede dokuz kişiyiz.'],
    ['Bankadan neden ayrıldın?', 'Günler çok uzadığı için istifa ettim.'],
    ['En çok hangi kitabı seversin?', 'En sevdiğim roman Moby Dick’tir.'],
  ],
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
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'ben biz',
      object: 'beni bana bende benden bizi bize bizde bizden',
      possessive: 'benim bizim',
    },
    omitted: false,
    subjects: {
      thirds: 'o onlar',
      relatives: '',
      prepositions: 'ile gibi için',
      joins: 've ama fakat çünkü ki veya',
      form: '(?:m|[mn][ıiuü]z|s[ıiuü])$',
    },
    you: 'sen=ben seni=beni sana=bana sende=bende senden=benden senin=benim siz=ben/biz sizi=beni/bizi size=bana/bize sizde=bende/bizde sizden=benden/bizden sizin=benim/bizim',
    verbs: '',
    endings: [
      ['yor', 'yorum', 'yoruz'],
      ['yorsun', 'yorum'],
      ['yorsunuz', 'yorum', 'yoruz'],
      ['([dt])([ıiuü])n', '$1$2m', '$1$2k'],
      ['([dt])([ıiuü])n[ıiuü]z', '$1$2k', '$1$2m'],
      ['s([ıiuü])n', '$1m', 'y$1m'],
      ['s([ıiuü])n[ıiuü]z', '$1m', 'y$1m', '$1z', 'y$1z'],
      ['([aeıiuü])n', '$1m'],
      ['([aeıiuü])n([ıiuü])z', '$1m', '$1m$2z'],
      ['([aeıiuü])n([ıiuü])n', '$1m$2n'],
      ['([aeıiuü])n([ıiuü])z([ıiuü])n', '$1m$3n', '$1m$2z$3n'],
      ['([aeıiuü])n(d[ea]n?|[ea])', '$1m$2'],
    ],
    addressed: String.raw`\p{L}{2,}(?:yorsun|yorsunuz|[dt][ıiuü]n|[aeıiuü](?<!de)n[ıiuü]z(?:[ıiuü]n)?|s[ıiuü]n[ıiuü]z|m[ıi]s[ıi]n)(?!\p{L})|\p{L}{2,}[ıiuü]n[ıiuü]n ad[ıi](?!\p{L})|^ilk \p{L}+[ae]n(?!\p{L})|(?<!\p{L})m[ıiuü]s[ıiuü]n(?:[ıiuü]z)?(?!\p{L})`,
  },
};
