import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const galician: LanguagePack = {
  code: 'gl',
  name: 'Galician',
  script: 'Latin',
  traits: [],
  ownLetters: '',
  distinctiveLetters: 'ñ',
  functionWords: `
    ao aos aquel aquela as até ata cada coa co como con cando cal cales da das de dende do dos e é el ela
    eles en entre era eran esta este estes foi foron hai isto lle lles máis mais moi na nas non no nos nosa
    o onde os ou para pero pola polo polos por porque que quen se sen ser seu seus sobre son súa tamén unha
    un uns unhas xa`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'pregunta|p|problema',
    answer: 'resposta|r|solución',
    asker: 'entrevistador[a]?|xornalista|p',
    self: 'eu',
    remark: 'nota|aviso|consello|importante|atención|ps',
    label:
      'nota|aviso|consello|exemplo|prezo|data|hora|lugar|teléfono|tel|correo|enderezo|nome|idade|profesión|tamaño|peso|cor|ingredientes|preparación|horario|asunto|de|para',
    wrote: 'escribiu|escribe',
    comments: 'comentarios?|respostas',
    untilNow: 'actualidade|hoxe',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'eu nós',
      object: 'me min nos',
      possessive: 'meu miña meus miñas noso nosa nosos nosas',
    },
    omitted: false,
    you: 'ti=eu te=me che=me teu=meu túa=miña teus=meus túas=miñas vostede=eu vostedes=nós vós=nós voso=noso vosa=nosa',
    verbs: 'estás=estou tes=teño vas=vou fas=fago podes=podo queres=quero naciches=nacín',
    endings: [
      ['aches', 'ei'],
      ['iches', 'ín'],
      ['as', 'o'],
      ['es', 'o'],
      ['a', 'o'],
      ['e', 'o'],
      ['ou', 'ei'],
      ['eu', 'ín'],
      ['iu', 'ín'],
    ],
    addressed: String.raw`^(?:(?:a|de|en|con|por|para) )?(?:onde|cando|como|que|quen|canto)(?: \p{L}+)? (?:non )?\p{L}{2,}(?:[ae]s|aches|iches)(?!\p{L})`,
  },
};
