import { amharic } from './am.ts';
import { arabic } from './ar.ts';
import { azerbaijani } from './az.ts';
import { bulgarian } from './bg.ts';
import { bangla } from './bn.ts';
import { bosnian } from './bs.ts';
import { catalan } from './ca.ts';
import { czech } from './cs.ts';
import { danish } from './da.ts';
import { german } from './de.ts';
import { greek } from './el.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { estonian } from './et.ts';
import { basque } from './eu.ts';
import { persian } from './fa.ts';
import { finnish } from './fi.ts';
import { french } from './fr.ts';
import { irish } from './ga.ts';
import { galician } from './gl.ts';
import { gujarati } from './gu.ts';
import { hebrew } from './he.ts';
import { hindi } from './hi.ts';
import { croatian } from './hr.ts';
import { hungarian } from './hu.ts';
import { armenian } from './hy.ts';
import { indonesian } from './id.ts';
import { icelandic } from './is.ts';
import { italian } from './it.ts';
import { japanese } from './ja.ts';
import { georgian } from './ka.ts';
import { khmer } from './km.ts';
import { kannada } from './kn.ts';
import { korean } from './ko.ts';
import { lao } from './lo.ts';
import { lithuanian } from './lt.ts';
import { latvian } from './lv.ts';
import { malayalam } from './ml.ts';
import { marathi } from './mr.ts';
import { burmese } from './my.ts';
import { nepali } from './ne.ts';
import { dutch } from './nl.ts';
import { norwegian } from './no.ts';
import { punjabi } from './pa.ts';
import { polish } from './pl.ts';
import { portuguese } from './pt.ts';
import { romanian } from './ro.ts';
import { russian } from './ru.ts';
import { sinhala } from './si.ts';
import { slovak } from './sk.ts';
import { slovenian } from './sl.ts';
import { serbian } from './sr.ts';
import { swedish } from './sv.ts';
import { tamil } from './ta.ts';
import { telugu } from './te.ts';
import { thai } from './th.ts';
import { turkish } from './tr.ts';
import { ukrainian } from './uk.ts';
import { urdu } from './ur.ts';
import { vietnamese } from './vi.ts';
import { chinese } from './zh.ts';
import type { LanguagePack, Trait } from './language-pack.ts';

export * from './language-pack.ts';

/**
 * All known languages. Where nothing distinguishes two languages of one script, the earlier one is taken, so
 * more widely written languages come first.
 */
export const languages: readonly LanguagePack[] = [
  english,
  german,
  french,
  spanish,
  italian,
  portuguese,
  dutch,
  swedish,
  danish,
  norwegian,
  finnish,
  polish,
  czech,
  slovak,
  croatian,
  slovenian,
  hungarian,
  romanian,
  catalan,
  turkish,
  indonesian,
  vietnamese,
  estonian,
  lithuanian,
  latvian,
  basque,
  galician,
  icelandic,
  irish,
  bosnian,
  azerbaijani,
  russian,
  ukrainian,
  bulgarian,
  serbian,
  arabic,
  persian,
  urdu,
  hindi,
  marathi,
  nepali,
  japanese,
  chinese,
  korean,
  thai,
  lao,
  khmer,
  burmese,
  greek,
  hebrew,
  armenian,
  georgian,
  bangla,
  punjabi,
  gujarati,
  tamil,
  telugu,
  kannada,
  malayalam,
  sinhala,
  amharic,
];

const packs: ReadonlyMap<string, LanguagePack> = new Map(languages.map((pack) => [pack.code, pack]));

/** The pack of an ISO 639-1 code; undefined for a language that has none, and for `und`. */
export const packOf = (code: string): LanguagePack | undefined => packs.get(code);

/** The codes of the languages that have a trait. */
export const languagesWith = (trait: Trait): ReadonlySet<string> =>
  new Set(languages.filter(({ traits }) => traits.includes(trait)).map(({ code }) => code));
