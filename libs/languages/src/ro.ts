import { stemmer } from '@orama/stemmers/romanian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const romanian: LanguagePack = {
  code: 'ro',
  name: 'Romanian',
  script: 'Latin',
  traits: [],
  ownLetters: '',
  distinctiveLetters: 'șțăşţ',
  functionWords: `
    a ai aceasta această acel acest aceste acestui acestea aceștia al ale alte am ar are as asta astfel atât
    au avea aveau avut când că cărei căror care ce cei cel cele cine cu cum cât câte câți da dacă dar de
    deși din dintre doar după ea ei el ele era erau este eu fi fie fiind fost iar în înainte între își îl îi
    la le li lor lui mai mulți mult ne nici noi nu o ori pe pentru peste prin sa să sale sau se și său sunt
    spre sub te toate tot toți un una unde unei unor unui va vor`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  smallTalk: {
    greeting: 'buna( ziua| dimineata| seara)?|salut(are)?|noroc|hei',
    wellbeing: 'ce (mai )?faci|ce mai faceti|cum esti|cum merge',
    thanks: '(va |iti )?multumesc( mult| frumos| pentru ajutor)?|mersi( mult)?|mii de multumiri',
    farewell: 'la revedere|pa( pa)?|noapte buna|pe curand|o zi buna|ne vedem',
    who: 'cine esti|cine sunteti|cum te cheama|cum te numesti',
    help: 'ajutor|ajuta ma|ce poti( sa faci)?|ma poti ajuta',
    fine: 'ok|bine|perfect|super|da|nu|am inteles',
  },
  pageMarks: {
    question: 'întrebare|problemă',
    answer: 'răspuns|soluție',
    asker: 'reporter(?:ul)?|jurnalist(?:ul|a)?|moderator(?:ul)?',
    self: 'eu',
    remark: 'notă|atenție|sfat|important|ps',
    label:
      'notă|atenție|sfat|exemplu|telefon|tel|e-?mail|adresă|preț|dată|data|ora|loc|nume|vârstă|profesie|mărime|greutate|culoare|ingrediente|preparare|program|subiect|de la|către',
    wrote: 'a scris|scrie',
    comments: 'comentarii|răspunsuri',
    untilNow: 'prezent|azi',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'eu noi',
      object: 'mă m mie îmi mi mine ne nouă',
      possessive: 'meu mea mei mele nostru noastră noștri noastre',
    },
    omitted: false,
    you: 'tu=eu te=mă/m tine=mine ție=mie îți=îmi ți=mi tău=meu ta=mea tăi=mei tale=mele voi=noi vă=ne/mă v=ne/m vouă=nouă vostru=nostru voastră=noastră voștri=noștri voastre=noastre dumneavoastră=mea/meu/mei/mele',
    verbs: 'ești=sunt sunteți=suntem/sunt aveți=avem/am faci=fac știi=știu vrei=vreau poți=pot',
    endings: [
      ['ești', 'esc', 'im'],
      ['ezi', 'ez', 'ăm'],
      ['ați', 'ăm', 'at'],
      ['eți', 'em'],
      ['iți', 'im'],
      ['ai', 'am'],
      ['i', ''],
    ],
    addressed: String.raw`^(?:(?:de|la|cu|ca|din|pe) )?(?:unde|când|cum|ce|cine)(?: \p{L}+)? (?:nu )?\p{L}{2,}(?:ești|[czțș]i)(?!\p{L})`,
  },
};
