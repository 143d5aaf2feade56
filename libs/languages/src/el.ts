import { stemmer } from '@orama/stemmers/greek';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const greek: LanguagePack = {
  code: 'el',
  name: 'Greek',
  script: 'Greek',
  traits: [],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    αλλά αν αντί από αυτά αυτές αυτή αυτό αυτοί αυτός αυτού αυτών για δε δεν εάν εγώ είμαι είναι είχε είχαν
    εκεί εκείνη εκείνο ένα ένας έναν ενώ εμείς εσύ έχει έχουν η ή ήταν θα και κατά κάθε κι με μέχρι μετά μη
    μην μία μια μου να ο οι όμως όπως όταν ότι που πού ποια ποιες ποιο ποιοι ποιος ποιους πόσα πόσο πόσοι
    πότε πρέπει πριν προς πως πώς σας σε στη στην στις στο στον στους στα σου τα τη την της τι τις το τον
    του τους των ως ώστε γιατί`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'ερώτηση|ε|πρόβλημα',
    answer: 'απάντηση|α|λύση',
    asker: 'δημοσιογράφος|παρουσιαστ(?:ής|ρια)',
    self: 'εγώ',
    remark: String.raw`σημείωση|προσοχή|συμβουλή|σημαντικό|υ\.?γ`,
    label:
      'σημείωση|προσοχή|συμβουλή|παράδειγμα|τηλέφωνο|τηλ|e-?mail|διεύθυνση|τιμή|ημερομηνία|ώρα|τόπος|όνομα|ηλικία|επάγγελμα|μέγεθος|βάρος|χρώμα|υλικά|εκτέλεση|ωράριο|θέμα|από|προς',
    wrote: 'έγραψε|γράφει',
    comments: 'σχόλια|απαντήσεις',
    untilNow: 'σήμερα|τώρα|παρόν',
  },
  persons: {
    self: { subject: 'εγώ εμείς', object: 'με εμένα μας εμάς', possessive: 'μου μας δικός δική δικό' },
  },
};
