import { stemmer } from '@orama/stemmers/spanish';
import { absent, type LanguagePack } from './language-pack.ts';

export const spanish: LanguagePack = {
  code: 'es',
  name: 'Spanish',
  script: 'Latin',
  traits: ['wordy'],
  ownLetters: '',
  distinctiveLetters: 'ñ¿¡',
  functionWords: `
    a acerca al algo algún alguna algunas alguno algunos ante antes aquel aquella aún aunque cada casi como
    cómo con contra cual cuál cuáles cualquier cuando cuándo cuanta cuánta cuántas cuanto cuánto cuántos de
    del desde donde dónde dos durante e el él ella ellas ellos en entre era eran es esa esas ese eso esos
    esta está estaba estaban están estas este esto estos fue fueron ha había habían hacia han has hasta hay
    la las le les lo los más me mi mí mis mucho muchos muy nada ni no nos nosotros nuestra nuestro o os otra
    otras otro otros para pero poco por porque pues que qué quien quién quienes quiénes se según ser será si
    sí sido sin sino sobre son soy su sus también tan tanto te tenía tener tiene tienen toda todas todo
    todos tras tu tú tus un una unas uno unos usted vosotros y ya yo`,
  stem: stemmer,
  irregularForms: `
    decir digo dices dice dije dijo dicho, venir vengo vienes viene vine venido, salir salgo sales sale
    salí salió, saber sabes sabe supe supo, traer traigo traes trae trajo, ver veo ves ve vi vio, conocer
    conozco conoces conocí, conducir conduzco conduces conduce conduje condujo, nacer nazco naces nací
    nació naciste nacido nacimiento, morir muero muere murió muerto, dormir duermo duermes duerme durmió,
    pedir pido pides pide pidió, servir sirve sirvió, sentir sientes sintió, preferir prefiero prefieres
    prefiere prefirió, volver vuelvo vuelves volví vuelto, encontrar encuentro encuentras encuentra, jugar
    juego juegas juega, costar cuesta cuestan costó, pensar pienso piensas piensa, empezar empiezo
    empiezas empieza empecé, cerrar cierro cierras cierra, entender entiendo entiendes, perder pierdo
    pierdes pierde, leer leo lees leyó, caer caigo cae cayó, oír oigo oyes oyó, escribir escribo escrito,
    abrir abro abierto, romper rompo roto, vivir vivo vives vive, elegir elijo elige, aprender aprendo
    aprendes aprendí aprendió, tocar toco toqué, llegar llego llegué, pagar pago pagas pagué, dejar dejo
    dejas dejé dejó, vender vendo vendes vendí vendió, comprar compro compré compró, trabajar trabajo
    trabajas trabajé trabajaba, estudiar estudio estudias estudié, bueno mejor, malo peor, grande mayor,
    pequeño menor, 30 treinta, 40 cuarenta, 50 cincuenta, 60 sesenta, 70 setenta, 80 ochenta, 90 noventa,
    100 cien ciento, 1000 mil, kilómetro km, centímetro cm, kilogramo kilo kg, minuto min, teléfono tel
    tfno, correo email e-mail, hacer hice hiciste hizo`,
  participles: absent('its participles begin as their verbs'),
  swappedWords: `
    precio costar coste costo tarifa valer pagar caro, trabajo trabajar oficio profesión empleo carrera
    experiencia, vivir residir casa hogar, comprar adquirir, empezar comenzar iniciar, dejar abandonar
    terminar acabar irse, hijo hija niño, padre papá, madre mamá, teléfono móvil número, correo email
    mail, horario hora consulta abrir, llamar nombre, marido esposo casar, mujer esposa casar, edad año
    nacer, lugar dónde, dar regalar regalo, gustar preferir favorito afición, consejo aconsejar
    recomendar, coche carro auto todoterreno, vacaciones viaje, estudiar aprender universidad formación,
    paciente persona atender, idioma lengua hablar, ensayar practicar, frecuencia vez, hallar encontrar
    aparecer, reparar arreglar, médico doctor, pasar ocurrir suceder, ganar sueldo salario, dirección
    calle, casado casar, comprar comprador compra, vender vendedor venta, nacer nacimiento, morir muerte,
    viajar viaje, enseñar maestro profesor, fabricar fabricante, fundar fundador`,
  abbreviations: { words: 'av d dña ee.uu ej núm pág págs p.ej sr sra srta sres ud uds', closing: '' },
  numberWords: {
    words:
      'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte',
    ambiguous: 'uno once',
  },
  relativeTimes:
    /(?<!\p{L})(hoy|ayer|mañana|anteayer|(la semana|el mes|el año|el verano|el invierno) (pasad[oa]|que viene|próxim[oa])|hace (un|una|dos|tres|unos|unas|\d+) (días?|semanas?|mes(es)?|años?)|recientemente|actualmente|ahora mismo)(?!\p{L})/iu,
  quantities:
    'dos tres cuatro cinco siete ocho nueve diez cien mil doce quince veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa ciento',
  sentenceOpeners: 'el los las unas y pero yo',
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bcuánt[oa]s?\b|\bqué (porcentaje|número|cantidad|edad)`,
    price: String.raw`(cuánto )?(?<!\p{L})(cuestan?|costó|costaba|vale|valen)(?!\p{L})|(qué|cuál|cuáles)(?!\p{L})(?=.{0,16}(?<!\p{L})(precios?|tarifas?)(?!\p{L}))`,
    time: String.raw`\bcuándo\b|\b(qué|en qué) (año|fecha|día|mes|siglo|década|época)`,
    person: String.raw`\bquién(es)?\b|\bqué (persona|hombre|mujer|rey|empresa|compañía)`,
    place: String.raw`\b(a?dónde)\b|\b(qué|en qué) (país|ciudad|estado|lugar|región|zona)`,
    reason: String.raw`\bpor qué\b`,
    definition: String.raw`^¿?(qué (es|son|era|hace|significa)|quién (es|era|fue)|cuál es)`,
    manner: String.raw`\bcómo\b(?! (se|te|os) llam)`,
    list: String.raw`\bcuáles son (los|las)\b|\blista\b|\bpasos\b`,
  },
  requests:
    /(?<!\p{L})((puedes|puede|podrías|podría)( decirme| contarme| explicarme)?|dime|dígame|cuéntame|háblame|explícame|qué (sabes|me puedes (contar|decir))|quiero saber)( (de|sobre|acerca de))?(?!\p{L})/u,
  classNouns:
    /(?<!\p{L})(comando|función|método|opción|parámetro|término|palabra|herramienta|página)(?!\p{L})/gu,
  labelNames: {
    price: 'precio coste costo tarifa',
    time: 'fecha hora día año',
    number: 'número cantidad',
    person: 'nombre autor',
    place: 'lugar dirección',
  },
  causes: /\b(porque|debido a|ya que|a causa|para que|razón|por eso|gracias a)\b/i,
  followUps: {
    openings:
      /^[¿¡]?(y|o|pero|también|entonces|qué hay de|por qué|más|de verdad|por ejemplo|qué más)(?!\p{L})/iu,
    pointers: /(?<!\p{L})(él|ella|ellos|ellas|le|les|lo|su|sus|eso|esto|ese|esa|allí|ahí)(?!\p{L})/iu,
  },
  backReferences:
    /^(él|ella|ellos|ellas|este|esta|estos|estas|esto|eso|su|sus|allí|pero|también|sin embargo|además|luego|después|así|ambos)(?!\p{L})/iu,
  pointsUp: 'anterior arriba',
  smallTalk: {
    greeting: 'hola( a todos)?|buenos dias|buenas( tardes| noches)?|que tal|mucho gusto|encantad[oa]|saludos',
    wellbeing: 'como (estas|esta( usted)?|te va|andas|va todo)( hoy)?|hola como estas|que pasa|todo bien',
    thanks: '(muchas |mil )?gracias( por (tu|la|su) ayuda)?|muchisimas gracias|te lo agradezco',
    farewell:
      'adios|hasta (luego|pronto|manana|la vista)|chao|nos vemos|que tengas (un )?buen(a)? (dia|tarde|noche)',
    who: 'quien eres( tu)?|quien es usted|como te llamas|como se llama( usted)?|cual es (tu|su) nombre|presentate|hablame de ti|con quien hablo',
    help: 'ayuda(me)?|que (puedes|sabes)( hacer)?|en que (me )?puedes ayudar(me)?|puedes ayudarme|que puedo preguntar(te)?',
    fine: 'vale|de acuerdo|perfecto|muy bien|genial|entendido|si|bien',
  },
  phrases: {
    no_answer: 'Lo siento, no encuentro nada sobre eso en lo que sé.',
    greeting: '¡Hola! Soy {name}. ¿Qué te gustaría saber?',
    wellbeing: 'Estoy bien, gracias por preguntar. ¿Qué te gustaría saber?',
    thanks: '¡De nada!',
    farewell: '¡Hasta pronto!',
    who: 'Soy {name}.',
    help: 'Soy {name}. Pregúntame sobre lo que sé y te mostraré de dónde sale cada respuesta.',
    fine: 'Bien. ¿Quieres saber algo más?',
  },
  topicQuestion: '¿Qué me puedes contar sobre {topic}?',
  offer: 'He escrito sobre «{topic}».',
  lightWords:
    'hecho hacer hice hizo fue va bien mal bueno malo nuevo siguiente pasó pasado cambió aprendí aprendido queda falta salió más cambiado cambia ocurrido ocurrió salido funcionó',
  modelInstructions: {
    ignore: /\b(ignora|olvida|omite)\b[^.\n]{0,40}\b(instrucciones|reglas|indicaciones)\b/giu,
  },
  pageMarks: {
    question: 'pregunta|p|problema',
    answer: 'respuesta|r|solución',
    asker: 'entrevistador[ae]?|entrevista|periodista|presentador[a]?|p',
    self: 'yo|mí',
    remark: 'nota|nb|aviso|consejo|importante|atención|info|pd|ps',
    label:
      'nota|aviso|consejo|ejemplo|precio|fecha|hora|lugar|teléfono|tel|correo|e-?mail|dirección|nombre|edad|profesión|tamaño|peso|color|ingredientes|preparación|horario|asunto|de|para',
    wrote: 'escribió|escribe',
    comments: 'comentarios?|respuestas',
    untilNow: 'presente|actual(?:idad|mente)?|hoy',
  },
  persons: {
    self: {
      subject: 'yo nosotros nosotras',
      object: 'me mí nos conmigo',
      possessive: 'mi mis mío mía míos mías nuestro nuestra nuestros nuestras',
    },
    omitted: false,
    you: 'tú=yo te=me ti=mí contigo=conmigo tu=mi tus=mis tuyo=mío tuya=mía tuyos=míos tuyas=mías usted=yo ustedes=nosotros vosotros=nosotros vosotras=nosotras os=nos vuestro=nuestro vuestra=nuestra vuestros=nuestros vuestras=nuestras vos=yo',
    verbs:
      'eres=soy sois=somos sos=soy estás=estoy estáis=estamos has=he habéis=hemos tienes=tengo tenéis=tenemos vas=voy vais=vamos haces=hago dices=digo sabes=sé vienes=vengo pones=pongo sales=salgo conoces=conozco naciste=nací viviste=viví fuiste=fui fuisteis=fuimos hiciste=hice tuviste=tuve estuviste=estuve viniste=vine pudiste=pude dijiste=dije pusiste=puse quisiste=quise eras=era ibas=iba puedes=puedo quieres=quiero',
    endings: [
      ['aste', 'é'],
      ['iste', 'í'],
      ['asteis', 'amos'],
      ['isteis', 'imos'],
      ['ías', 'ía'],
      ['abas', 'aba'],
      ['áis', 'amos', 'o'],
      ['éis', 'emos', 'o'],
      ['ís', 'imos', 'o'],
      ['as', 'o'],
      ['es', 'o', 'e'],
      ['a', 'o'],
      ['e', 'o'],
      ['ó', 'é'],
      ['ió', 'í'],
      ['aron', 'amos', 'é'],
      ['ieron', 'imos', 'í'],
    ],
    addressed: String.raw`^(?:(?:a|de|en|con|por|para|desde|hasta) )?(?:dónde|cuándo|cómo|qué|quién|cuánto|por qué)(?: \p{L}+)? (?:no )?(?:te |os |nos )?\p{L}{2,}(?:[aeá]s|áis|éis|aste|iste|asteis|isteis)(?!\p{L})`,
  },
};
