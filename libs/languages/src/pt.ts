import { stemmer } from '@orama/stemmers/portuguese';
import { absent, type LanguagePack } from './language-pack.ts';

export const portuguese: LanguagePack = {
  code: 'pt',
  name: 'Portuguese',
  script: 'Latin',
  traits: ['wordy'],
  ownLetters: '',
  distinctiveLetters: 'ãõç',
  functionWords: `
    à ao aos aquela aquele aquilo as às até cada com como da das de dela dele deles depois do dos e é ela
    elas ele eles em entre era eram essa esse esta está estão este eu foi foram há isso isto já lhe mais mas
    me mesmo meu minha muito muitos na não nas nem no nos nós nossa nosso num numa o onde os ou para pela
    pelas pelo pelos por porque qual quais quando quanto quantas quantos que quem são se seja sem ser será
    seu seus só sob sobre sua suas também te tem têm tinha toda todas todo todos um uma umas uns você vocês`,
  stem: stemmer,
  irregularForms: `
    dizer digo dizes diz disse dito, saber sei sabes sabe soube, trazer trago traz trouxe, ver vejo vês vê
    viu, sair saio sai saí saiu, ler leio lês lê leu, perder perco perdes perdeu, pedir pedes pede pediu,
    ouvir ouço ouves, dormir durmo dormes dorme, sentir sinto sentes, preferir prefiro preferes, escrever
    escrevo escrito, abrir abro aberto, nascer nasci nasceu nasceste nascido nascimento, morrer morreu
    morto, vender vendo vendi vendeu, comprar compro comprei comprou, aprender aprendo aprendi aprendeu,
    trabalhar trabalho trabalhas trabalhei, morar moro moras, viver vivo vives, ficar fico fiquei, começar
    começo comecei, deixar deixo deixei, pagar pago paguei, bom melhor, mau pior, grande maior, pequeno
    menor, 30 trinta, 40 quarenta, 50 cinquenta, 60 sessenta, 70 setenta, 80 oitenta, 90 noventa, 100 cem
    cento, 1000 mil, quilómetro quilômetro km, centímetro cm, quilograma quilo kg, minuto min, telefone
    tel, mail email e-mail`,
  participles: absent('its participles begin as their verbs'),
  swappedWords: `
    preço custar custo tarifa pagar caro, trabalho trabalhar profissão emprego ofício, morar viver residir
    casa, comprar adquirir, começar iniciar, deixar parar acabar largar, filho filha criança, pai papá,
    mãe mamã, telefone telemóvel celular número, email correio, horário hora aberto, chamar nome, marido
    casar, mulher casar, idade ano nascer, gostar preferir favorito, conselho aconselhar recomendar, carro
    automóvel, férias viagem, aprender estudar, frequência vezes, reparar consertar, acontecer suceder,
    comprar comprador compra, vender vendedor venda, morrer morte, viajar viagem, ensinar professor
    mestre, fundar fundador`,
  abbreviations: { words: 'av exa ex núm pág sr sra srs', closing: '' },
  numberWords: {
    words:
      'zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove vinte',
    ambiguous: 'um',
  },
  relativeTimes:
    /(?<!\p{L})(hoje|ontem|amanhã|(a semana|o mês|o ano|o verão|o inverno) (passad[oa]|que vem|próxim[oa])|há (um|uma|dois|duas|três|\d+) (dias?|semanas?|m[êe]s(es)?|anos?)|recentemente|atualmente|neste momento)(?!\p{L})/iu,
  quantities: 'dois três quatro cinco sete oito nove dez vinte trinta quarenta cinquenta sessenta cem',
  sentenceOpeners: 'o os as na no em',
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bquant[oa]s?\b|\bqual (a porcentagem|o número|a idade)`,
    price: String.raw`(quanto )?(?<!\p{L})(custam?|custou|custava)(?!\p{L})|(qual|quais|que)(?!\p{L})(?=.{0,16}(?<!\p{L})(preços?|tarifas?)(?!\p{L}))`,
    time: String.raw`\bquando\b|\b(que|em que|qual) (ano|data|dia|mês|século|época)`,
    person: String.raw`\bquem\b|\bqual (pessoa|homem|mulher|rei|empresa)`,
    place: String.raw`\bonde\b|\b(que|em que|qual) (país|cidade|estado|lugar|região)`,
    reason: String.raw`\bpor ?que\b`,
    definition: String.raw`^(o que (é|são|faz|significa)|quem (é|era|foi)|qual é)`,
    manner: String.raw`\bcomo\b(?! (se|te) cham)`,
    list: String.raw`\bquais são (os|as)\b|\blista\b|\bpassos\b`,
  },
  requests:
    /(?<!\p{L})((você )?(pode|poderia)( me)?( dizer| falar| contar| explicar)?|diga-me|me (diga|fale|conte)|fale-me|o que (você )?(sabe|pode me (contar|dizer))|gostaria de saber)( (de|sobre|do|da))?(?!\p{L})/u,
  classNouns: absent('nobody has collected them yet'),
  labelNames: {
    price: 'preço custo tarifa',
    time: 'data hora dia ano',
    number: 'número quantidade',
    person: 'nome autor',
    place: 'lugar local morada endereço',
  },
  causes: /\b(porque|devido a|já que|por causa|para que|razão|graças a)\b/i,
  followUps: {
    openings: /^(e|ou|mas|também|então|e quanto a|por ?que|mais|sério|por exemplo|o que mais)(?!\p{L})/iu,
    pointers: /(?<!\p{L})(ele|ela|eles|elas|lhe|seu|sua|seus|suas|isso|isto|este|esta|lá)(?!\p{L})/iu,
  },
  backReferences:
    /^(ele|ela|eles|elas|este|esta|estes|estas|isto|isso|seu|sua|seus|suas|lá|mas|também|no entanto|além disso|depois|assim|ambos)(?!\p{L})/iu,
  pointsUp: 'acima anterior',
  smallTalk: {
    greeting: 'ola( a todos)?|oi|bom dia|boa (tarde|noite)|e ai|prazer',
    wellbeing:
      'como (esta|vai|estas|vais)( voce| tu)?( hoje)?|tudo (bem|bom)( com voce)?|oi tudo bem|ola tudo bem',
    thanks: '(muito )?obrigad[oa]( pela ajuda)?|valeu|agradeco',
    farewell: 'adeus|tchau|ate (logo|breve|amanha|mais)|boa noite a todos',
    who: 'quem (e voce|es tu|e o senhor|e a senhora)|qual e o (seu|teu) nome|como (se|te) chama(s)?|como voce se chama|apresente se|fale( me)? sobre voce',
    help: 'ajuda|me ajude|o que (voce )?(sabe|pode)( fazer)?|pode me ajudar|voce pode me ajudar',
    fine: 'esta bem|ta bom|perfeito|otimo|entendi|sim|nao|legal',
  },
  phrases: {
    no_answer: 'Desculpe, não encontro nada sobre isso no que sei.',
    greeting: 'Olá! Eu sou {name}. O que gostaria de saber?',
    wellbeing: 'Estou bem, obrigado por perguntar. O que gostaria de saber?',
    thanks: 'De nada!',
    farewell: 'Até logo!',
    who: 'Eu sou {name}.',
    help: 'Eu sou {name}. Pergunte-me sobre o que sei e mostrarei de onde vem cada resposta.',
    fine: 'Certo. Gostaria de saber mais alguma coisa?',
  },
  topicQuestion: 'O que você pode me contar sobre {topic}?',
  offer: 'Escrevi sobre «{topic}».',
  lightWords:
    'feito fazer fiz foi vai bem mal bom mau novo próximo aconteceu mudou aprendi aprendido falta resta mais mudado muda feita corrido correu',
  modelInstructions: absent('nobody has collected them yet'),
  pageMarks: {
    question: 'pergunta|p|problema',
    answer: 'resposta|r|solução',
    asker: 'entrevistador[ae]?|jornalista|apresentador[a]?|p',
    self: 'eu',
    remark: 'nota|nb|dica|atenção|observação|obs|importante|aviso|ps',
    label:
      'nota|dica|atenção|observação|exemplo|preço|data|hora|local|telefone|tel|e-?mail|endereço|morada|nome|idade|profissão|tamanho|peso|cor|ingredientes|preparo|preparação|horário|assunto|de|para',
    wrote: 'escreveu|escreve',
    comments: 'comentários?|respostas',
    untilNow: 'hoje|atual|presente',
  },
  persons: {
    self: {
      subject: 'eu nós',
      object: 'me mim nos comigo conosco connosco',
      possessive: 'meu minha meus minhas nosso nossa nossos nossas',
    },
    omitted: false,
    you: 'tu=eu te=me ti=mim contigo=comigo teu=meu tua=minha teus=meus tuas=minhas você=eu vocês=nós vos=nos vosso=nosso vossa=nossa vossos=nossos vossas=nossas',
    verbs:
      'és=sou estás=estou tens=tenho vais=vou fazes=faço podes=posso queres=quero sabes=sei vens=venho dizes=digo foste=fui fizeste=fiz tiveste=tive estiveste=estive vieste=vim tinhas=tinha nasceste=nasci',
    endings: [
      ['aste', 'ei'],
      ['este', 'i'],
      ['iste', 'i'],
      ['avas', 'ava'],
      ['ias', 'ia'],
      ['as', 'o'],
      ['es', 'o'],
      ['a', 'o', 'amos'],
      ['e', 'o', 'emos'],
      ['em', 'emos', 'imos'],
      ['am', 'amos'],
      ['aram', 'ámos', 'amos', 'ei'],
      ['eram', 'emos', 'i'],
      ['iram', 'imos', 'i'],
      ['ou', 'ei'],
      ['eu', 'i'],
      ['iu', 'i'],
    ],
    addressed: String.raw`^(?:(?:a|de|em|com|por|para|desde) )?(?:onde|quando|como|o que|que|quem|quanto)(?: \p{L}+)? (?:não )?(?:te |vos )?\p{L}+(?:[ae]s|aste|este|iste)(?!\p{L})`,
  },
};
