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
    preço custar custo tarifa pagar caro, trabalho trabalhar profissão emprego ofício, morar viver
    residir, comprar adquirir, começar iniciar, deixar parar acabar largar, filho filha criança, pai papá,
    mãe mamã, telefone telemóvel celular, email correio, horário aberto, chamar nome, idade nascer, gostar preferir favorito, conselho aconselhar recomendar, carro automóvel, férias
    viagem, aprender estudar, reparar consertar, acontecer suceder, comprar comprador compra, vender
    vendedor venda, morrer morte, viajar viagem, ensinar professor mestre, fundar fundador`,
  abbreviations: { words: 'av exa ex núm pág sr sra srs', closing: '' },
  numberWords: {
    words:
      'zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove vinte',
    ambiguous: 'um',
  },
  relativeTimes:
    /(?<!\p{L})(hoje|ontem|amanhã|(a semana|o mês|o ano|o verão|o inverno) (passad[oa]|que vem|próxim[oa])|há (um|uma|dois|duas|três|\d+) (dias?|semanas?|m[êe]s(es)?|anos?)|recentemente|atualmente|neste momento)(?!\p{L})/iu,
  quantities:
    'dois três quatro cinco sete oito nove dez doze treze catorze quatorze dezesseis dezasseis dezessete dezassete dezoito dezenove dezanove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem duzentos mil',
  negations: /(?<!\p{L})(?:não|nunca|jamais|ninguém|nada|nenhum\p{L}*|sem|nem)(?!\p{L})/iu,
  sentenceOpeners: 'o os as na no em',
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bquant[oa]s?\b|\bqual (a porcentagem|o número|a idade)`,
    price: String.raw`(quanto )?(?<!\p{L})(custam?|custou|custava)(?!\p{L})|(qual|quais|que)(?!\p{L})(?=.{0,16}(?<!\p{L})(preços?|tarifas?)(?!\p{L}))`,
    time: String.raw`\bquando\b|\b(que|em que|qual) (ano|data|horas?|dia|mês|século|época)`,
    person: String.raw`\bquem\b|como se chama(?:m|va|vam)? (?:o |a |os |as )?(?:meus?|minhas?|teus?|tuas?|seus?|suas?)(?!\p{L})|\bqual (pessoa|homem|mulher|rei|empresa)`,
    place: String.raw`\bonde\b|\b(que|em que|qual) (país|cidade|estado|lugar|região)`,
    reason: String.raw`\bpor ?que\b`,
    definition: String.raw`^(o que (é|são|faz|significa)|quem (é|era|foi)|qual é)`,
    manner: String.raw`\bcomo\b(?! (se|te) cham)`,
    list: String.raw`\bquais são (os|as)\b|\blista\b|\bpassos\b`,
  },
  measures: {
    extent: {
      asked: String.raw`qual (?:é )?(?:a |o )?(?:altura|comprimento|largura|profundidade|distância|tamanho)|quant(?:o mede|os (?:quilómetros|quilômetros|metros))|a que distância|quão (?:alt|longe|grande)`,
      told: String.raw`# (?:(?:quil[óô]|cent[íi]|mil[íi])?metros?|milhas?|hectares?|andares?)|(?:fica|está) a # minutos`,
      labels: 'comprimento altura largura profundidade distância área tamanho',
    },
    duration: {
      asked: String.raw`quanto tempo|quant[oa]s (?:anos|meses|semanas|dias|horas|minutos)|há quanto`,
      told: String.raw`# (?:anos?|m[êe]s(?:es)?|semanas?|dias?|horas?|minutos?|noites?|invernos?|verões)|(?:um|uma|meia?) (?:ano|mês|semana|dia|hora|noite)|de \d{4} a \d{4}|\d{4} ?[–-] ?\d{4}|desde (?:\p{L}+ )?\d{4}`,
      labels: 'duração tempo',
    },
    weight: {
      asked: String.raw`quanto pes|qual (?:é )?o (?:seu |teu )?peso`,
      told: '# (?:quilos?|quilogramas?|gramas?|toneladas?)',
      labels: 'peso',
    },
    speed: {
      asked: String.raw`qual (?:é )?a (?:sua )?(?:velocidade|potência)|a que velocidade`,
      told: String.raw`# (?:nós|quil[óô]metros por hora|cavalos|(?:quilo)?watts?)`,
      labels: 'velocidade potência',
    },
    age: {
      asked: 'quantos anos|que idade|qual (?:é )?a (?:sua |tua )?idade',
      told: String.raw`# anos|(?:nasc\p{L}+|construíd[oa]s?|fundad[oa]s?|data)(?!\p{L})[^.!?]*\d{4}`,
      labels: 'idade ano nascimento',
    },
    temperature: {
      asked: String.raw`(?:que|qual (?:é )?a) temperatura|quantos graus`,
      told: '# graus?',
      labels: 'temperatura',
    },
    money: {
      asked: String.raw`quanto (?:custa|é|custam|são|pag|ganh|cobra|gast|vale)|qual (?:é )?o (?:preço|valor|aluguel|salário|custo)|(?:a )?que preço`,
      told: String.raw`# (?:euros?|reais|real|cêntimos?|centavos?|dólares|escudos)|R\$ ?\d|grátis|gratuit[oa]s?`,
      labels: 'preço valor custo',
    },
  },
  personalFacts: String.raw`
    (?<=o que (?:é que )?)(?:faz|fazia)(?= (?:[oa] )?(?:teu|tua|seu|sua|vosso|vossa) #)|em que (?:é que )?trabalha(?:va)?(?= (?:[oa] )?(?:teu|tua|seu|sua) #)|(?:profissão|trabalho|ofício)(?= d[oae] (?:teu|tua|seu|sua) #) → profissão trabalho ofício ⇒ (?<!\p{L})(?:é|era|foi|como) (?:uma? )?\p{L}*(?:eir[oa]|or|ora|ista|ólog[oa]|ante|ente|ári[oa]|édic[oa]|ogad[oa]|estr[oa]|ânic[oa]|triz)(?!\p{L})|(?<!\p{L})(?:trabalha|ensina|pesca|cozinha|pinta|conserta|cultiva|estuda)(?:va)?(?!\p{L})|(?<!\p{L})(?:vende|conduz|dirige|escreve|cria|constrói|dá aulas)(?!\p{L})
    (?:teu|seu|vosso) (?:e-?mail|correio(?: eletrónico| eletrônico)?)(?=\W*$)|^e-?mail(?=\W*$) → email correio +escreva +escreve +escrever +contacto +contato ⇒ \S@\S+\.\p{L}
    contac?tar|(?:te|lhe) (?:escrevo|contacto)|contacto contigo → correio telefone email carta endereço +contacto +contato +escreva → \S@\S+\.\p{L}|(?<!\p{L})(?:tel(?:ef\p{L}*|em\p{L}*)?|celular|liguem?|whatsapp)[^.!?\n]{0,40}?\+?\d[\d ()/.-]{5,}\d
    (?<=^(?:desde )?(?:quando|em que ano)(?: é que)?(?: você)? )(?:te tornaste|se tornou|começaste|começou|viraste|virou)(?: a)?(?!\p{L}) → tornei comecei virei desde → desde (?:\p{L}+ )?(?:1[5-9]|20)\d\d|^\W*(?:\p{L}+ )?(?:1[5-9]|20)\d\d ?(?:[–-]|a )
    (?<=^(?:quando|em que ano)(?: é que)?(?: você)? )(?:deixaste|deixou|paraste|parou|largaste|largou)(?: de)?(?!\p{L}) → deixei parei larguei →
    quantos anos (?:tens|você tem|tem você)|(?:a )?(?:tua|sua) idade → nasci nascido nascida idade aniversário → tenho \p{L}*\d\d? anos|(?<!\p{L})nasci(?!\p{L})
    quantos anos (?:tem|têm|tinha)(?!\p{L}) → nasceu construído construída fundado fundada idade → (?:tem|têm)(?: agora| já)? (?:\d{1,2}|\p{L}+) anos
    (?:quando|em que ano|onde) (?:nasceste|você nasceu|nasceu) → nasci nascimento nascido nascida →
    o que (?:é que )?(?:você faz|fazes|faz)(?: na vida| profissionalmente)?(?=\W*$)|em que (?:trabalhas|você trabalha)|(?:a )?(?:tua|sua) (?:profissão|ocupação) → profissão trabalho ofício → (?<!\p{L})(?:dirijo|conserto|construo|ensino|cozinho|vendo|pinto|escrevo|cultivo|crio|costuro|traduzo|programo|projeto|restauro|dou aulas|trabalho como|sou (?:uma? )?\p{L}+(?:eir[oa]|or|ora|ista|ólog[oa]|ante|ente))(?!\p{L})
    de que (?:vives|você vive) → ganho salário dinheiro → (?:vivo|vivemos) de
    de onde (?:és|vens|você é|você vem)|onde (?:cresceste|você cresceu) → nasci cresci → (?<!\p{L})(?:nasci|cresci|sou de|venho d[eoa])
    (?:és|você é|estás) casad[oa]|(?:tens|você tem) (?:marido|mulher|esposa|namorad[oa]|companheir[oa]) → casei casado casada marido mulher esposa companheiro companheira →
    (?:tens|você tem|tem) filh[oa]s?(?!\p{L}) → filho filha bebé bebê → (?:tenho|temos|tivemos)(?: \p{L}+){0,2} filh[oa]s?(?!\p{L})
    (?:tens|você tem|tem) (?:irmãos|irmãs|um irmão|uma irmã) → irmão irmã → (?:tenho|temos)(?: \p{L}+){0,2} irmã[os]?s?(?!\p{L})
    animais? de estimação|(?:tens|você tem) animais → cão cachorro gato animal cavalo coelho papagaio → (?:tenho|temos|vivo com|vivemos com)(?: \p{L}+){0,6} (?:cã(?:o|es)|cachorr[oa]s?|gat[oa]s?|cavalos?|coelhos?|papagaios?)(?!\p{L})
    (?:aceita|pag)\p{L}*(?: \p{L}+){0,3} cartão|em dinheiro → cartão dinheiro pagamento → (?:aceit|pag)\p{L}*(?: \p{L}+){0,3} (?:dinheiro|cartão)
    (?:quando|a que horas|que dias)(?: \p{L}+){0,3} (?:abr|fech|abert)\p{L}*|horário → aberto aberta abre horário fechado →
    contac?tar|(?:te|lhe) (?:escrevo|ligo|contacto) → correio telefone email carta endereço → \S@\S+\.\p{L}
    (?:que|quais) (?:são as )?(?:línguas|idiomas)(?: é que)? (?:você )?(?:falas?|sabes?)(?!\p{L}) → línguas idiomas → (?:falo|aprendi|entendo)[^.!?]*(?<!\p{L})(?:português|inglês|francês|alemão|espanhol|italiano|russo|chinês|árabe|japonês)(?!\p{L})
    (?:teu|tua|seu|sua) (?:marido|mulher|esposa|esposo|companheir[oa])(?!\p{L}) → marido esposo mulher esposa companheiro companheira → (?<!\p{L})casei(?:-me)? com(?!\p{L})|(?<!\p{L})casad[oa] com(?!\p{L})
    (?:teu|seu|vosso)(?: número de)? (?:telefone|telemóvel|celular|whatsapp)(?!\p{L})|(?:te|lhe|vos) (?:ligo|ligar|telefon\p{L}+) → telefone telemóvel celular → (?<!\p{L})(?:tel(?:ef\p{L}*|em\p{L}*)?|celular|liguem?|whatsapp)[^.!?]{0,40}?\+?\d[\d ()/.-]{5,}\d
    onde (?:é que )?(?:ficas?|ficam|estás|estão|se encontram?|te encontro|vos encontr\p{L}+)(?=\W*$)|(?:tua|sua|vossa) morada|(?:teu|seu|vosso) endereço → morada endereço rua → (?<!\p{L})(?:fic[oa]|ficamos|estou|estamos)(?: \p{L}+){0,2} n[oa] (?:rua|avenida|praça|largo|travessa|estrada)(?!\p{L})
    quem (?:é que )?(?:te|lhe|a|o) ensinou|com quem (?:é que )?(?:aprendeste|aprendeu|estudaste|estudou) → ensinou aprendi → (?<!\p{L})me ensin\p{L}+|ensin\p{L}+-me|(?<!\p{L})(?:aprendi|estudei)(?: \S+){0,5} com(?!\p{L})
    quant[oa]s filh[oa]s (?:tens|tem|você tem) → filho filha bebé bebê gêmeos gémeos → (?:tenho|temos|tivemos)(?: \p{L}+){0,2} (?:filh[oa]s?|g[êé]me[oa]s|rapazes|meninas)(?!\p{L})
  `,
  requests: {
    kinds: {
      topics: `
        o que (?:é que )?(?:eu )?(?:posso|podemos|se pode) (?:te |lhe )?perguntar(?:-te|-lhe)?
        o que (?:você |tu |é que )?(?:sabes|sabe)
        sobre o que? (?:você |tu )?(?:escreve|escreves|fala|falas|podemos falar)(?: aqui)?
        de que (?:trata|fala) (?:este|o teu|o seu) (?:blog|blogue|site)
        quais são os (?:seus|teus) (?:temas|assuntos)`,
      self: `
        (?:diz-me|diga-me|me diga|conta-me|me conte|me conta) quem (?:és|você é|é)
        (?:dá-me|dê-me|me dê|me dá|faz-me|faça) um(?:a)?(?: breve| pequen[oa]| curt[oa])? (?:resumo|visão geral|apresentação|panorama|perfil)(?: (?:de|sobre) (?:ti|si|você|quem és|quem você é|tua vida|sua vida)| da (?:tua|sua) vida)?
        quem (?:és tu|és|é você),? (?:em poucas palavras|em resumo|resumidamente|brevemente|numa frase|em uma frase)
        quem (?:é você|és tu|és|é)
        (?:fale|fala|me fale|me fala|conte|me conte|conta|diga|me diga)(?:-me)?(?: um pouco| algo| mais)?(?: de| sobre) (?:você|ti|si|você mesm[oa]|si mesm[oa])
        (?:falar|contar|me falar|me contar)(?: um pouco| algo)? (?:de|sobre) (?:você|ti|si)
        (?:apresente-se|apresenta-te|se apresente|descreva-se|descreve-te|se apresentar)
        (?:resuma|resume|conte|conta)(?:-me)? a? ?(?:sua|tua) (?:vida|carreira)`,
      compare: `
        (?:compare|compara|comparar) … (?:e|com) …
        qual é a diferença entre … e …
        quais são as diferenças entre … e …
        (?:o que é melhor|qual é melhor|o que (?:você )?prefere|preferes|você prefere|prefere)[,: ]*… ou …
        … (?:vs\\.?|versus) …`,
      needs: `
        (?:de )?(?:o )?que (?:eu |é que )?(?:preciso|precisamos|se precisa|é preciso|é necessário) (?:de |ter )?para(?: fazer| preparar)? …
        (?:quais|que)(?: são os)? (?:ingredientes|materiais|ferramentas)(?: preciso| são necessários)? (?:para|de|do|da|dos)(?: fazer)? …
        o que (?:leva|vai em|vai no|vai na) …
        (?:os )?ingredientes (?:para|de|do|da) …`,
      opinion: `
        o que (?:é que )?(?:você |tu )?(?:acha|achas|pensa|pensas) (?:dos|das|da|do|de|sobre) …
        qual é a (?:sua|tua) opinião (?:sobre|de|do|da|acerca de) …
        (?:a )?(?:sua|tua) opinião (?:sobre|de|do|da) …
        (?:você |tu )?(?:gosta|gostas) (?:dos|das|da|do|de) …`,
      advice: `
        (?:você |tu )?(?:me )?(?:recomenda|recomendas|recomendaria|recomendarias|aconselha|aconselhas) …
        (?:me )?recomendar …
        o que (?:é que )?(?:você |tu )?(?:me )?(?:recomenda|recomendas|recomendaria|aconselha|aconselhas|sugere)(?: para| a| sobre| em)? …
        (?:(?:você )?tem |tens |há |me dê |dá-me )?(?:alguma|algumas|algum|alguns|uma|umas|um|uns) (?:dicas?|conselhos?|recomendação|recomendações|sugestões) (?:para|sobre|de|a) …
        (?:dicas|conselhos) para …
        (?:eu )?(?:devo|deveria|devia) …
        vale a pena …
        (?:que|qual|quais) … (?:me )?(?:recomenda|recomendas|aconselha|aconselhas)(?: para …)?`,
      reason: `
        por ?qu[eê] (?:é que )?…
        por que (?:motivo|razão) …
        qual (?:é|foi) (?:o motivo|a razão) (?:de|para|por que) …
        como é que (?:aconteceu|se explica) …`,
      since: `
        (?:desde|há) (?:quando|quanto tempo|quantos anos) …`,
      frequency: `
        (?:com que frequência|de quanto em quanto tempo|quantas vezes (?:por|ao|à)) …`,
      place: `
        onde exa(?:c)?tamente …
        onde … exa(?:c)?tamente
        em que (?:lugar|local|rua) …`,
      company: `
        com quem …`,
      events: `
        o que (?:é que )?(?:aconteceu|se passou|houve|ocorreu)(?: com| a| ao| à| em| no| na| quando| durante| depois| após)? ?…
        como (?:foi|correu) …`,
      manner: `
        como (?:é que )?(?:se (?:faz|fazem|prepara|constrói|cozinha|pode)|faço|eu faço|posso|eu posso|devo|fazer|preparar) …
        (?:explique|explica|me explique|explicar|ensine|me ensine|ensina)(?:-me)? como …
        (?:passos|instruções) para …`,
      list: `
        (?:liste|lista|enumere|enumera|cite|nomeie)(?:-me)?(?: todos| todas)?(?: os| as)?(?: seus| suas| teus| tuas)? …
        (?:me dê|dê-me|dá-me|faça) (?:uma|a) lista (?:de|dos|das|com)(?: todos| todas)? ?…
        (?:a )?lista (?:de|dos|das) …
        quais são (?:os seus|as suas|os teus|as tuas|suas|seus) …
        o que (?:é que )?(?:há|tem|tens|leva|levas) (?:na|no) (?:tua|teu|sua|seu)? ?…`,
      summary: `
        (?:resuma|resume|resumir|me resuma) …
        (?:me dê|dê-me|dá-me|faça|faz) um (?:breve )?resumo (?:de|do|da|dos|sobre) …
        (?:um )?resumo (?:de|do|da|dos) …`,
      overview: `
        (?:fale|fala|me fale|me fala|conte|me conte|conta|diga|me diga|diz)(?:-me|-nos)?(?: um pouco| algo| mais| tudo)?(?: mais)? (?:dos|das|da|do|de|sobre|acerca de) …
        (?:me )?(?:falar|contar|dizer)(?: um pouco| algo| mais)? (?:dos|das|da|do|de|sobre|acerca de) …
        (?:descreva|descreve|descrever|explique|explica|explicar|me explique)(?:-me)? …
        o que (?:é que )?(?:você |tu )?(?:sabe|sabes|(?:me )?pode (?:me )?(?:contar|dizer)|me podes dizer) (?:dos|das|da|do|de|sobre|acerca de) …
        (?:algo|mais) sobre …`,
    },
    courtesies: `
      (?:você |tu )?(?:pode|podes|poderia|podia|poderias)(?: por favor)? …
      (?:por favor|ei|e|então|ok|olha),? …
      …,? (?:por favor|em poucas palavras|brevemente|resumidamente)
      (?:me diga|diga-me|diz-me|me conte|conta-me|me dizer|dizer-me) …
      (?:você |tu )?(?:sabe|sabes) …
      (?:eu )?(?:gostaria|queria|quero|gostava) (?:de )?saber …`,
  },
  presently:
    /(?<!\p{L})(?:agora|atualmente|actualmente|hoje(?: em dia)?|neste momento|no momento)(?!\p{L})/giu,
  sentenceMarks: {
    judges: String.raw`(?:eu )?(?:gosto|adoro|amo|odeio|detesto|prefiro|acho|penso que|acredito|considero|lamento|admiro|gostei|gostava)(?!\p{L})|(?:o meu|a minha|meu|minha) (?:favorit[oa]|preferid[oa]|opinião)|na minha opinião|vale a pena|(?:é|são|era|foi|está) (?:\p{L}+ ){0,2}(?:melhor|pior|sobrestimad[oa]|superestimad[oa]|maravilhos[oa]|terrível|horrível|lind[oa]|fei[oa]|excelente|chat[oa]|inútil|bo[am]|bom|mau|má|ótim[oa])|me (?:agrada|incomoda|assusta|aborrece|encanta)|eu (?:nunca|sempre|não)`,
    advises: String.raw`(?:deves?|deveria|devias?|é preciso|convém|tens? de|tem que)(?!\p{L})|(?:recomendo|aconselho|sugiro)|nunca|sempre|evite|evita|não (?:se )?(?:esqueça|esqueças|use|uses|compre|compres|faça|faças|deixe)|é melhor|melhor (?:não )?\p{L}+r(?!\p{L})|se (?:você|quiser|quiseres|for|tiver)|dicas?(?!\p{L})|conselhos?(?!\p{L})|certifique|procure|^(?:use|usa|tome|guarde|guarda|comece|começa|compre|compra|aprenda|aprende|escreva|leia|espere|pergunte|verifique|leve|vá|deixe|ponha|experimente|escolha|faça)(?!\p{L})`,
    needs: String.raw`ingredientes?|materia(?:l|is)|ferramentas?|equipamento|utensílios|lista de compras|precis\p{L}+|é necessári\p{L}+`,
    frequency: String.raw`(?:cada|todos os|todas as) (?:\p{L}+ |\d+ )?\p{L}+|todo (?:dia|ano|mês|domingo|sábado)|(?:uma vez|duas vezes|três vezes|\p{L}+ vezes|\d+ vezes) (?:por|ao|à)|diari\p{L}+|semanal\p{L}*|mensal\p{L}*|anual\p{L}*|raramente|frequentemente|de vez em quando|(?:às|aos) (?:segundas|terças|quartas|quintas|sextas|sábados|domingos)`,
    since: String.raw`desde|comecei|começ\p{L}+|em (?:19|20)\d\d|há (?:mais de |quase )?\S+ anos`,
    company: String.raw`com (?:(?:o meu|a minha|os meus|as minhas|meu|minha|meus|minhas|nosso|nossa|um|uma|uns|o|a|os|as|dois|duas|três) )?(?:\p{L}+ )?(?:mulher|esposa|marido|companheir[oa]|irmã[os]*|irmãos|mãe|pai|filh[oa]s?|amig[oa]s?|colegas?|prim[oa]s?|ti[oa]|av[óô]|crianças|família|vizinh[oa]s?|equipe|equipa|alunos|pais|namorad[oa])(?!\p{L})|junt[oa]s|sozinh[oa]|com (?-i:\p{Lu}\p{Ll})|e eu(?!\p{L})`,
    self: String.raw`sou (?:um|uma|o|a|(?-i:\p{Lu})|\p{L}+(?:or|ora|eiro|eira|ista|ano|ana)(?!\p{L}))|(?:me chamo|chamo-me|o meu nome é|meu nome é)|(?:moro|vivo|trabalho|nasci|cresci|estudei|ensino|escrevo|venho de)(?!\p{L})`,
    change: String.raw`(?:foi|foram|está|ficou|se|tinha sido) (?:\S+ ){0,3}(?:vendid[oa]s?|roubad[oa]s?|comprad[oa]s?|quebrad[oa]s?|fechad[oa]s?|destruíd[oa]s?|perdid[oa]s?|mort[oa]s?|queimad[oa]s?|cancelad[oa]s?|abandonad[oa]s?|ferid[oa]s?|consertad[oa]s?)|(?:quebrou|partiu-se|morreu|caiu|afundou|fechou|desapareceu|fracassou|falhou|explodiu|perdeu|vendeu|acabou|terminou|nasceu|avariou)(?!\p{L})`,
    pageTalk: String.raw`(?:neste|em outro|no próximo|nesta) (?:artigo|post|texto|capítulo|vídeo|publicação)|este (?:artigo|post|texto) (?:é|descreve|explica)|(?:veja|ver) (?:abaixo|acima)|como (?:disse|escrevi)|(?:aqui|eis) (?:está|estão|um|uma|o|a)`,
    selfTitle: String.raw`^sobre mim$|^sobre nós|^sobre$|^quem sou|^quem somos|^biografia|^a minha (?:vida|história)|^minha (?:vida|história)|^apresentação|^perfil$`,
  },
  compoundQuestions: {
    conjunctions: 'e',
    interrogatives:
      /(?<!\p{L})(o que|que|onde|quando|quem|por ?qu[eê]|porqu[eê]|como|qual|quais|quant[oa]s?)(?!\p{L})|^(tens|tem|você|és|podes|pode|gostas|há)(?!\p{L})/iu,
  },
  people: String.raw`mãe pai pais mulher marido esposa companheir[oa] namorad[oa] filh[oa] irmão irmã gême[oa] ti[oa] prim[oa] sobrinh[oa] av[óô] amig[oa] sogr[oa] cunhad[oa] genro nora net[oa] aprendiz vizinh[oa] colega chefe professora? mestre mestra`,
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
    still_reading:
      'Ainda não encontro nada sobre isso: ainda estou a ler algumas das minhas páginas. Pergunte-me de novo daqui a pouco.',
    greeting: 'Olá! Eu sou {name}. O que gostaria de saber?',
    wellbeing: 'Estou bem, obrigado por perguntar. O que gostaria de saber?',
    thanks: 'De nada!',
    farewell: 'Até logo!',
    who: 'Eu sou {name}.',
    help: 'Eu sou {name}. Pergunte-me sobre o que sei e mostrarei de onde vem cada resposta.',
    fine: 'Certo. Gostaria de saber mais alguma coisa?',
    wordless: 'Pode dizer isso em palavras? Faça-me uma pergunta e procurarei no que sei.',
    topics: 'Pode perguntar-me sobre: {topics}.',
  },
  topicQuestion: 'O que você pode me contar sobre {topic}?',
  offer: 'Escrevi sobre «{topic}».',
  lightWords:
    'feito fazer fiz foi vai bem mal bom mau novo próximo aconteceu mudou aprendi aprendido falta resta mais mudado muda feita corrido correu',
  inOtherWords: [
    ['Você tem uma bicicleta?', 'Nunca aprendi a pedalar e vou a pé para o trabalho.'],
    ['Quanto custa um filão?', 'Pedimos quatro euros pelo pão.'],
    ['Onde você cresceu?', 'Passei a infância numa fazenda perto de Dijon.'],
    ['Quantas pessoas trabalham com vocês?', 'Na oficina somos nove.'],
    ['Por que você saiu do banco?', 'Pedi demissão porque os dias tinham ficado longos demais.'],
    ['De qual livro você mais gosta?', 'Meu romance favorito é Moby Dick.'],
  ],
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
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: {
    asked: String.raw`^(?:(?:e |mas )?(?:tu |você |vocês )?(?:tens|tem|têm|possui|possuis))(?= (?:um|uma|filhos|filhas|irmãos|irmãs|animais|netos|alguma?|carro|cão|cachorro|gatos?)(?!\p{L}))`,
    told: String.raw`(?<!\p{L})(?:(?:meus?|minhas?|nossos?|nossas?) |(?:tenho|temos|tinha|tínhamos|tive|tivemos|possuo|vendo|vendemos|faço|fazemos|comprei|comprámos|adotei|vivo com) )(?:[^\s.,;:!?]+ ){0,4}$`,
  },
  persons: {
    self: {
      subject: 'eu nós',
      object: 'me mim nos comigo conosco connosco',
      possessive: 'meu minha meus minhas nosso nossa nossos nossas',
    },
    omitted: false,
    articles: 'o a os as',
    turns: 'que quem cujo cuja ele ela eles elas seu sua',
    subjects: {
      thirds: 'ele ela eles elas',
      relatives: 'que quem cujo cuja',
      prepositions:
        'com de do da dos das a ao à aos às para por pelo pela sem sobre em no na nos nas contra entre como desde até',
      joins: 'e mas ou porque que quando onde se enquanto embora',
    },
    you: 'tu=eu te=me ti=mim contigo=comigo teu=meu tua=minha teus=meus tuas=minhas você=eu vocês=nós vos=nos vosso=nosso vossa=nossa vossos=nossos vossas=nossas seu=meu sua=minha seus=meus suas=minhas',
    verbs:
      'és=sou estás=estou tens=tenho vais=vou fazes=faço podes=posso queres=quero sabes=sei vens=venho dizes=digo foste=fui fizeste=fiz tiveste=tive estiveste=estive vieste=vim tinhas=tinha nasceste=nasci',
    endings: [
      ['gaste', 'guei'],
      ['caste', 'quei'],
      ['çaste', 'cei'],
      ['gou', 'guei'],
      ['cou', 'quei'],
      ['çou', 'cei'],
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
