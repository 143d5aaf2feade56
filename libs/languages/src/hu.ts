import { stemmer } from '@orama/stemmers/hungarian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const hungarian: LanguagePack = {
  code: 'hu',
  name: 'Hungarian',
  script: 'Latin',
  traits: ['compounds', 'pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: 'őű',
  functionWords: `
    a abban ahhoz ahogy ahol aki akik akkor ami amely amelyek amelyet amikor annak arra arról az azok azon
    azonban azt azzal be belül csak de e egy egyik el elég ellen és ez ezek ezen ezt fel ha hanem hány hogy
    hogyan hol ide igen illetve ilyen is ki kik kit kell közben között le lehet lenne lesz lett maga majd
    már meg mely melyik mert mi miért mikor milyen mint mit mindig minden még nagyon ne nek nem néhány ő ők
    olyan ott össze pedig saját s se sem sok szerint számára több tehát úgy után vagy van vannak volt voltak`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  smallTalk: {
    greeting: 'szia(sztok)?|hello|jo (reggelt|napot|estet)( kivanok)?|udv(ozlom)?|szervusz',
    wellbeing: 'hogy vagy|hogy van|mi ujsag|mi a helyzet',
    thanks: 'koszonom( szepen| a segitseget)?|kosz(i)?|nagyon koszonom',
    farewell: 'viszlat|viszontlatasra|jo ejszakat|szia szia|minden jot|szep napot',
    who: 'ki vagy( te)?|kicsoda vagy|hogy hivnak|mi a neved',
    help: 'segitseg|segits|mit tudsz|tudsz segiteni',
    fine: 'ok|rendben|jo|szuper|igen|nem|ertem',
  },
  pageMarks: {
    question: 'kérdés|probléma',
    answer: 'válasz|megoldás',
    asker: 'riporter|újságíró|műsorvezető',
    self: 'én',
    remark: 'figyelem|tipp|megjegyzés|fontos|ui',
    label:
      'figyelem|tipp|megjegyzés|példa|telefon|tel|e-?mail|cím|ár|dátum|időpont|hely|név|kor|foglalkozás|méret|súly|szín|hozzávalók|elkészítés|nyitvatartás|tárgy|feladó|címzett',
    wrote: 'írta|írja',
    comments: 'hozzászólások|válaszok',
    untilNow: String.raw`jelenleg|ma(?!\p{L})|napjainkig`,
  },
  inOtherWords: [
    ['Van kerékpárod?', 'Sosem tanultam meg biciklizni, gyalog járok dolgozni.'],
    ['Mennyibe kerül egy vekni?', 'A kenyérért négy eurót kérünk.'],
    ['Hol nőttél fel?', 'A gyerekkoromat egy Dijon melletti tanyán töltöttem.'],
    ['Hányan dolgoznak nálatok?', 'Kilencen vagyunk a műhelyben.'],
    ['Miért hagytad ott a bankot?', 'Felmondtam, mert túl hosszúak lettek a napok.'],
    ['Melyik könyvet szereted a legjobban?', 'A kedvenc regényem a Moby Dick.'],
  ],
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'én mi',
      object: 'engem nekem velem tőlem rólam nálam hozzám minket bennünket nekünk velünk nálunk',
      possessive: 'enyém miénk',
    },
    omitted: false,
    you: 'te=én ön=én téged=engem neked=nekem veled=velem tőled=tőlem rólad=rólam nálad=nálam hozzád=hozzám tied=enyém ti=mi önök=mi titeket=minket nektek=nekünk veletek=velünk önnek=nekem önt=engem',
    verbs:
      'vagytok=vagyunk laksz=lakom/lakunk eszel=eszem iszol=iszom mész=megyek jössz=jövök voltál=voltam voltatok=voltunk',
    endings: [
      ['d', 'm', 'nk'],
      ['sz', 'ok', 'ek', 'ök', 'om', 'em', 'öm'],
      ['ol', 'om', 'ok'],
      ['el', 'em', 'ek'],
      ['öl', 'öm', 'ök'],
      ['ál', 'am'],
      ['él', 'em'],
      ['tok', 'nk'],
      ['tek', 'nk'],
      ['tök', 'nk'],
      ['otok', 'unk'],
      ['etek', 'ünk'],
      ['ötök', 'ünk'],
      ['tatok', 'tunk'],
      ['tetek', 'tünk'],
      ['ája', 'ám'],
      ['éje', 'ém'],
      ['ja', 'm'],
      ['je', 'm'],
      ['ik', 'om', 'em', 'öm'],
    ],
    addressed: String.raw`^(?:hol|hová|honnan|mikor|miért|hogyan|mit|kit|kivel|min|miként|mióta|hány \p{L}+|mennyi \p{L}+|milyen \p{L}+) (?:\p{L}+ )?\p{L}{2,}(?:sz|ol|el|öl|ál|él|tok|tek|tök)(?!\p{L})|(?<!\p{L})(?:a|az) (?:\p{L}+ )?\p{L}{2,}[aáeéoö]d(?!\p{L})`,
  },
};
