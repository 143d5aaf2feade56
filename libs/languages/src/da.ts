import { stemmer } from '@orama/stemmers/danish';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const danish: LanguagePack = {
  code: 'da',
  name: 'Danish',
  script: 'Latin',
  traits: ['compounds', 'pointed-ordinals', 'wordy'],
  ownLetters: 'åæø',
  distinctiveLetters: 'øæå',
  functionWords: `
    ad af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din disse dog du
    efter eller en end er et for fra få ham han hans har havde hende hendes her hos hun hvad hvem hvilke
    hvilken hvis hvor hvordan hvorfor hvornår i ikke ind ingen jeg jer kan kunne man mange med meget mellem
    men mig min mod mens ned nogle nogen noget nu når og også om op os over på selv sig sin sine skal skulle
    som sådan til ud under var ved vi vil ville være været`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'spørgsmål|problem',
    answer: 'svar|løsning',
    asker: 'interviewer|journalist|vært',
    self: 'jeg|mig',
    remark: 'obs|vigtigt|tip|bemærk|nb|ps',
    label:
      'obs|vigtigt|tip|bemærk|eksempel|telefon|tlf|e-?mail|adresse|pris|dato|tid|sted|navn|alder|erhverv|størrelse|vægt|farve|ingredienser|fremgangsmåde|åbningstider|emne|fra|til',
    wrote: 'skrev|skriver',
    comments: 'kommentarer|svar',
    untilNow: 'nu|i dag',
  },
  persons: {
    self: { subject: 'jeg vi', object: 'mig os', possessive: 'min mit mine vores vor vort vore' },
    you: 'du=jeg dig=mig din=min dit=mit dine=mine I=vi jer=os jeres=min/vores De=jeg Dem=mig Deres=min',
    verbs: '',
    endings: [],
    addressed: '',
  },
};
