import { stemmer } from '@orama/stemmers/serbian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const serbian: LanguagePack = {
  code: 'sr',
  name: 'Serbian',
  script: 'Cyrillic',
  traits: ['pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: 'јљњћђџ',
  functionWords: `
    а ако али без би била биле били било био бити да до док га где и или им из ја је јер још један једна к
    када како као која које којег који којих којој коју колико ко код ли ме међу ми му на над након не него
    неки није нису његов њих њихов о од он она они оно ова овај ове ово по под према при пре с са само се су
    све сви своје шта та тада тај такође те ти то ту у уз већ више ви за зашто због`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'питање|проблем|pitanje',
    answer: 'одговор|решење|odgovor',
    asker: 'новинар(?:ка)?|водитељ(?:ка)?|novinar(?:ka)?|voditelj(?:ka)?',
    self: 'ја|ja',
    remark: 'пажња|напомена|савет|важно',
    label:
      'пажња|напомена|савет|пример|телефон|тел|адреса|цена|датум|време|место|име|старост|занимање|величина|боја|састојци|припрема|радно време|тема|од|за',
    wrote: 'написао|написала|пише',
    comments: 'коментари|одговори',
    untilNow: 'данас|сада',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'ја ми ja mi',
      object: 'ме мене мени ми мном нас нам нама me mene meni mnom nas nam nama',
      possessive:
        'мој моја моје мог мога моме мојој моју моји мојих наш наша наше нашег нашој нашу наши moj moja moje mog moga mom mojoj moju moji mojih naš naša naše našeg našoj našu naši',
    },
    omitted: false,
    you: 'ти=ја тебе=мене те=ме теби=мени тобом=мном твој=мој твоја=моја твоје=моје твог=мог твом=мом твојој=мојој твоју=моју твоји=моји ви=ја/ми вас=мене/нас вам=мени/нам ваш=мој/наш ваша=моја/наша ваше=моје/наше вашег=мог/нашег вашој=мојој/нашој вашу=моју/нашу ti=ja tebe=mene te=me tebi=meni tobom=mnom tvoj=moj tvoja=moja tvoje=moje tvog=mog tvoga=moga tvom=mom tvojoj=mojoj tvoju=moju tvoji=moji tvojih=mojih vi=ja/mi vas=mene/nas vam=meni/nam vaš=moj/naš vaša=moja/naša vaše=moje/naše vašeg=mog/našeg vašoj=mojoj/našoj vašu=moju/našu vaši=moji/naši',
    verbs:
      'си=сам сте=сам/смо имаш=имам имате=имам/имамо можеш=могу хоћеш=хоћу si=sam ste=sam/smo jesi=jesam imaš=imam imate=imam/imamo možeš=mogu hoćeš=hoću',
    endings: [
      ['ујеш', 'ујем', 'ујемо'],
      ['иш', 'им', 'имо'],
      ['еш', 'ем', 'емо'],
      ['аш', 'ам', 'амо'],
      ['ите', 'им', 'имо'],
      ['ете', 'ем', 'емо'],
      ['ате', 'ам', 'амо'],
      ['uješ', 'ujem', 'ujemo'],
      ['iš', 'im', 'imo'],
      ['eš', 'em', 'emo'],
      ['aš', 'am', 'amo'],
      ['ite', 'im', 'imo'],
      ['ete', 'em', 'emo'],
      ['ate', 'am', 'amo'],
    ],
    addressed: String.raw`\p{L}{2,}[aeiаеи][šш](?!\p{L})`,
  },
};
