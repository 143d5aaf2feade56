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
    experiencia, vivir residir hogar, comprar adquirir, empezar comenzar iniciar, dejar abandonar terminar
    acabar irse, hijo hija niño, padre papá, madre mamá, teléfono móvil, correo email mail, horario abrir
    consulta, llamar nombre, marido esposo, mujer esposa, edad nacer, dar regalar regalo,
    gustar preferir favorito afición, consejo aconsejar recomendar, coche carro auto todoterreno,
    vacaciones viaje, estudiar aprender universidad formación, paciente persona atender, idioma lengua
    hablar, ensayar practicar, hallar encontrar aparecer, reparar arreglar, médico doctor, pasar ocurrir
    suceder, ganar sueldo salario, dirección calle, casado casar, comprar comprador compra, vender
    vendedor venta, nacer nacimiento, morir muerte, viajar viaje, enseñar maestro profesor, fabricar
    fabricante, fundar fundador`,
  abbreviations: { words: 'av d dña ee.uu ej núm pág págs p.ej sr sra srta sres ud uds', closing: '' },
  numberWords: {
    words:
      'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte',
    ambiguous: 'uno once',
  },
  relativeTimes:
    /(?<!\p{L})(hoy|ayer|mañana|anteayer|(la semana|el mes|el año|el verano|el invierno) (pasad[oa]|que viene|próxim[oa])|hace (un|una|dos|tres|unos|unas|\d+) (días?|semanas?|mes(es)?|años?)|recientemente|actualmente|ahora mismo)(?!\p{L})/iu,
  quantities:
    'dos tres cuatro cinco siete ocho nueve diez cien mil doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa ciento',
  negations: /(?<!\p{L})(?:no|nunca|jamás|nadie|nada|ning(?:ún|un[oa])|sin|ni|tampoco)(?!\p{L})/iu,
  sentenceOpeners: 'el los las unas y pero yo',
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bcuánt[oa]s?\b|\bqué (porcentaje|número|cantidad|edad)`,
    price: String.raw`(cuánto )?(?<!\p{L})(cuestan?|costó|costaba|vale|valen)(?!\p{L})|(qué|cuál|cuáles)(?!\p{L})(?=.{0,16}(?<!\p{L})(precios?|tarifas?)(?!\p{L}))`,
    time: String.raw`\bcuándo\b|\b(qué|en qué) (año|fecha|día|hora|mes|siglo|década|época)`,
    person: String.raw`\bquién(es)?\b|cómo se llama(?:n|ba|ban)? (?:mis?|tus?|sus?|vuestr[oa]s?)(?!\p{L})|\bqué (persona|hombre|mujer|rey|empresa|compañía)`,
    place: String.raw`\b(a?dónde)\b|\b(qué|en qué) (país|ciudad|estado|lugar|región|zona)`,
    reason: String.raw`\bpor qué\b`,
    definition: String.raw`^¿?(qué (es|son|era|hace|significa)|quién (es|era|fue)|cuál es)`,
    manner: String.raw`\bcómo\b(?! (se|te|os) llam)`,
    list: String.raw`\bcuáles son (los|las)\b|\blista\b|\bpasos\b`,
  },
  measures: {
    extent: {
      asked: String.raw`qué (?:tamaño|altura|longitud|profundidad|distancia|anchura)|cuánto mid|a cuánto está`,
      told: String.raw`# (?:(?:kiló|centí|milí)?metros?|millas?|hectáreas?|plantas)`,
      labels: 'longitud altura anchura profundidad tamaño distancia superficie',
    },
    duration: {
      asked: String.raw`cuánto (?:tiempo|dur)|cuántos (?:años|meses|días|minutos)|cuántas (?:semanas|horas|noches)`,
      told: String.raw`# (?:años?|mes(?:es)?|semanas?|días?|horas?|minutos?|noches?|inviernos?|veranos?)|(?:un|una|media) (?:año|mes|semana|día|hora|noche)|(?:de|desde|entre) (?:\p{L}+ )?\d{4} (?:a|hasta|y) (?:\p{L}+ )?\d{4}|\d{4} ?[–-] ?\d{4}|desde (?:\p{L}+ )?\d{4}`,
      labels: 'duración tiempo',
    },
    weight: {
      asked: 'cuánto pes|qué peso',
      told: '# (?:kilos?|kilogramos?|gramos?|toneladas?|libras?)',
      labels: 'peso',
    },
    speed: {
      asked: 'qué (?:velocidad|potencia|fuerza)',
      told: '# (?:nudos|kilómetros por hora|caballos|vatios|kilovatios)',
      labels: 'velocidad potencia',
    },
    age: {
      asked: String.raw`cuántos años (?:tien|ten)|qué edad`,
      told: String.raw`# años|(?:nací|nació|nacid[oa]|construid[oa]|fundad[oa]|abiert[oa])(?!\p{L})[^.!?]*\d{4}`,
      labels: 'edad año nacimiento',
    },
    temperature: { asked: 'qué temperatura|cuántos grados', told: '# grados?', labels: 'temperatura' },
    money: {
      asked: String.raw`cuánto (?:cuesta|cuestan|costó|vale|valen|pagaste|gastaste|cobras|ganas|cobra)|(?:a )?qué (?:precio|tarifa)|cuál es (?:el precio|tu tarifa)`,
      told: String.raw`# (?:euros?|céntimos?|pesetas|pesos?|dólares?)|gratis|gratuit[oa]`,
      labels: 'precio tarifa coste',
    },
  },
  personalFacts: String.raw`
    a qué se dedica(?:ba)?(?= (?:tu|su|vuestr[oa]) #)|en qué trabaja(?:ba)?(?= (?:tu|su|vuestr[oa]) #)|(?<=qué )(?:hace|hacía)(?= (?:tu|su|vuestr[oa]) #)|qué (?:oficio|trabajo|profesión) (?:tiene|tenía)(?= (?:tu|su) #)|(?:profesión|trabajo|oficio)(?= de (?:tu|su) #) → trabajo profesión oficio ⇒ (?<!\p{L})(?:es|era|fue|como) (?:una? )?\p{L}*(?:er[oa]|ora?|ista|ante|ente|ólog[oa]|éutic[oa]|ogad[oa]|édic[oa]|estr[oa]|ánic[oa]|ari[oa]|iz|atra)(?!\p{L})|(?<!\p{L})(?:trabaja|enseña|cocina|pinta|repara|lleva|regenta|pesca|cultiva|estudia)(?:ba)?(?!\p{L})|(?<!\p{L})(?:conduce|vende|dirige|cría|escribe|construye|vendía|conducía)(?!\p{L})
    (?:tu|su|vuestro) (?:e-?mail|correo(?: electrónico)?|mail)(?=\W*$)|^(?:e-?mail|correo(?: electrónico)?)(?=\W*$) → correo email +escríbeme +escribe +escribir +contacto ⇒ \S@\S+\.\p{L}
    contactar(?:te|le|os)?|(?:te|le|os) (?:contacto|escribo|localizo|puedo (?:escribir|contactar)) → correo teléfono carta dirección +contacto +escríbeme +escribe → \S@\S+\.\p{L}|(?<!\p{L})(?:tel(?:éf\p{L}*)?|móvil|llám\p{L}+|llama|whatsapp)[^.!?\n]{0,40}?\+?\d[\d ()/.-]{5,}\d
    (?<=^[¿\s]*(?:desde )?(?:cuándo|en qué año) )(?:te hiciste|se hizo|te convertiste en|se convirtió en|empezaste|empezó|comenzaste|comenzó|llegaste a ser)(?: a)?(?!\p{L}) → hice empecé comencé convertí desde → desde (?:\p{L}+ )?(?:1[5-9]|20)\d\d|^\W*(?:\p{L}+ )?(?:1[5-9]|20)\d\d ?(?:[–-]|a )
    (?<=^[¿\s]*(?:cuándo|en qué año) )(?:dejaste|dejó|abandonaste|abandonó|paraste)(?: de)?(?!\p{L}) → dejé dejado abandoné hasta →
    (?:cuántos años|qué edad) tienes|cuántos años tiene usted|(?:tu|su) edad(?!\p{L}) → nací nacida nacido nacimiento edad cumpleaños → tengo \p{L}*\d\d? años|(?<!\p{L})nací(?!\p{L})
    (?:cuántos años|qué edad) (?:tiene|tenía) → construido construida nacido nacida nació fundado edad →
    a qué (?:te dedicas|se dedica)|en qué trabajas|(?:tu|su) (?:profesión|trabajo|oficio)(?!\p{L}) → trabajo profesión oficio trabajé → (?<!\p{L})(?:hago|fabrico|reparo|construyo|enseño|dirijo|llevo|regento|cocino|vendo|pinto|escribo|cultivo|crío|conduzco|coso|traduzco|programo|diseño|restauro|afino|doy clases?|trabajo (?:de|como|en)|soy (?:una? )?\p{L}+(?:er[oa]|ora?|ista|ante|ente))(?!\p{L})
    qué (?:idiomas|lenguas) (?:hablas|habla|sabes) → idiomas lenguas → (?:hablo|aprendí|entiendo)[^.!?]*(?<!\p{L})(?:español|inglés|francés|alemán|italiano|portugués|ruso|chino|árabe|japonés|catalán|gallego|vasco|neerlandés)(?!\p{L})
    de qué (?:vives|vive)|cómo te ganas → gano sueldo ingresos dinero → (?:vivo|vivimos) de
    de dónde (?:eres|vienes|es usted)|dónde (?:naciste|creciste) → nací nacida nacido crecí → (?<!\p{L})(?:nací|crecí|soy de)(?!\p{L})
    (?:estás|está|eres|es)(?: usted)? (?:casad|solter)[oa]|tienes (?:marido|mujer|esposa|esposo|novio|novia|pareja) → casé casada casado marido mujer esposa esposo pareja soltera soltero boda → (?<!\p{L})me casé
    (?:tienes|tiene)(?: usted)? (?:hijos|niños|un hijo|una hija) → hijo hija niño bebé → (?:tengo|tenemos)(?: \p{L}+){0,2} (?:hijos?|hijas?|niños?|niñas?)
    (?:tienes|tiene)(?: usted)? (?:hermanos|hermanas) → hermano hermana →
    mascotas?(?!\p{L}) → perro perra gato gata mascota caballo →
    (?:aceptas|acepta|aceptan|pagar|coges)(?: \p{L}+){0,3} tarjetas?|en efectivo → tarjeta efectivo pago → (?:acept|pag|cobr|solo|sólo)\p{L}*(?: \p{L}+){0,3} (?:efectivo|tarjeta)
    (?:cuándo|a qué hora|qué días)(?: \p{L}+){0,3} (?:abres?|abren|cierras?|atiendes?|abierto)(?!\p{L})|horario → abierto abro abre horario consulta atiendo → \d{1,2} a \d
    contactar(?:te|le)|(?:te|le) (?:contacto|escribo|localizo) → correo teléfono carta dirección → \S@\S+\.\p{L}
    (?:tu|su|vuestr[oa]) (?:marido|mujer|espos[oa]|pareja)(?!\p{L}) → marido esposo mujer esposa pareja → (?<!\p{L})(?:me casé|casad[oa]) con(?!\p{L})
    (?:tu|su|vuestro)(?: número(?: de)?)?(?: de)? (?:teléfono|telefono|móvil|whatsapp)(?!\p{L})|(?:te|le|os) (?:llamo|llamar|telefone\p{L}+)(?!\p{L}) → teléfono móvil → (?<!\p{L})(?:tel(?:éf\p{L}*)?|móvil|llám\p{L}+|llama|whatsapp)[^.!?]{0,40}?\+?\d[\d ()/.-]{5,}\d
    dónde (?:estáis|estás|está usted|están|te encuentro|os encuentr\p{L}+|encontrar(?:te|os))(?: ubicad[oa]s?| situad[oa]s?)?(?=\W*$)|(?:tu|su|vuestra) (?:dirección|ubicación) → dirección calle → (?<!\p{L})(?:est(?:oy|amos)|nos encontr\p{L}+)(?: \p{L}+){0,2} en (?:la |el )?(?:calle|avenida|plaza|paseo|camino|carretera|barrio)(?!\p{L})
    quién (?:te|le|os) (?:enseñó|formó)|con quién (?:aprendiste|estudiaste|te formaste) → enseñó aprendí → (?<!\p{L})(?:me|nos) (?:enseñ|form)\p{L}+|(?<!\p{L})(?:aprendí|estudié)(?: \S+){0,5} con(?!\p{L})
    cuánt[oa]s (?:hijos|hijas|niños) tienes?(?!\p{L}) → hijo hija niño bebé mellizos gemelos → (?:tengo|tenemos)(?: \p{L}+){0,2} (?:hijos?|hijas?|niños?|niñas?|mellizos|gemel[oa]s)(?!\p{L})
  `,
  requests: {
    kinds: {
      topics: `
        (?:qué|que cosas) (?:te |le |se )?(?:puedo|podemos|puede uno|podría) preguntar(?:te|le)?
        qué (?:sabes|sabe)(?: tú| usted)?
        (?:sobre|de) qué (?:escribes|escribe|hablas|habla|podemos hablar|se puede hablar)(?: aquí)?
        de qué (?:trata|va) (?:este|tu|esta) (?:blog|sitio|página|web)
        cuáles son (?:tus|sus) temas`,
      self: `
        (?:dime|dígame|cuéntame|cuénteme) quién (?:eres|es usted|es)
        (?:dame|deme|hazme|hágame) un(?:a)?(?: breve| pequeñ[oa]| cort[oa])? (?:resumen|presentación|perfil|visión general|panorama)(?: (?:de|sobre) (?:ti|usted|quién eres|quién es(?: usted)?|tu vida|su vida|tu trabajo|su trabajo))?
        quién (?:eres|es usted),? (?:en pocas palabras|en breve|en resumen|en una frase|brevemente)
        quién (?:eres|es usted)(?: tú)?
        (?:háblame|hábleme|cuéntame|cuénteme|dime|dígame)(?: algo| más| un poco)?(?: de| sobre| acerca de) (?:ti|usted|ti mism[oa])
        (?:hablarme|contarme|decirme)(?: algo| más)? (?:de|sobre) (?:ti|usted)
        (?:preséntate|preséntese|descríbete|presentarte)
        (?:resume|resuma|cuéntame|háblame de|describe) (?:tu|su) (?:vida|carrera|trayectoria)(?: profesional)?`,
      compare: `
        compar(?:a|e|ar) … (?:y|con) …
        (?:cuál es la diferencia|qué diferencia hay|cuáles son las diferencias|en qué se diferencian?) (?:entre )?… (?:y|de) …
        (?:qué es mejor|cuál es mejor|qué prefieres|prefieres|qué te gusta más)[,: ]*… o …
        … (?:vs\\.?|versus|contra) …`,
      needs: `
        qué (?:necesito|se necesita|necesitamos|hace falta|me hace falta|hay que tener) para(?: hacer| preparar)? …
        (?:qué|cuáles son los) (?:ingredientes|materiales|herramientas|cosas) (?:necesito |se necesitan |hacen falta |lleva |llevan )?(?:para|de|del|de la)?(?: hacer)? ?…
        qué (?:lleva|llevan) …
        qué (?:debo|debería|tengo que|hay que) (?:tener|llevar|comprar|meter|preparar) (?:en|para|a) …
        (?:los )?ingredientes (?:para|de|del|de la) …`,
      opinion: `
        qué (?:piensas|piensa|opinas|opina|te parecen?|le parecen?)(?: de los| de las| de la| del| de| sobre)? …
        cuál es (?:tu|su) opinión (?:sobre|de|del|acerca de) …
        (?:tu|su) opinión (?:sobre|de|del) …
        (?:te|le) gustan? …
        qué (?:tal|te parece) …`,
      advice: `
        (?:me )?(?:recomiendas|recomienda|recomendarías|recomendaría|aconsejas|aconseja|aconsejarías) …
        (?:recomendarme|aconsejarme) …
        qué (?:me |le )?(?:recomiendas|recomienda|recomendarías|aconsejas|aconseja|aconsejarías)(?: para| a| sobre| en| al)? …
        (?:tienes |tiene |hay |dame )?(?:algún|algunos|unos|un) (?:consejos?|trucos?|recomendación|recomendaciones) (?:para|sobre|a|de) …
        (?:consejos|trucos) para …
        (?:debo|debería|tengo que) …
        (?:merece|vale) la pena …
        qué … (?:me )?(?:recomiendas|recomienda|recomendarías|aconsejas)(?: (?:para|a) …)?`,
      reason: `
        por qué …
        (?:por|cuál es la|cuál fue la) razón (?:de|por la que|para) …
        cómo es que …
        qué te (?:llevó|hizo) …`,
      since: `
        (?:desde|hace) (?:cuándo|cuánto(?: tiempo)?) …
        cuánto tiempo (?:llevas|lleva|hace que) …`,
      frequency: `
        (?:con qué frecuencia|cada cuánto(?: tiempo)?|cuántas veces (?:al|a la|por)) …`,
      place: `
        (?:dónde|en qué lugar) exactamente …
        dónde … exactamente`,
      company: `
        con quién(?:es)? …`,
      events: `
        (?:qué (?:pasó|ocurrió|sucedió))(?: con| a| al| en| el| la| cuando| durante| después de| tras)? ?…
        cómo (?:fue|te fue en|te fue con) …`,
      manner: `
        cómo (?:se (?:hace|hacen|prepara|cocina|construye|puede)|hago|puedo|debo|hacer|preparar|hay que) …
        (?:explícame|explíqueme|explicarme|enséñame) cómo …
        (?:pasos|instrucciones) para …`,
      list: `
        (?:enumera|lista|nombra|enuméra(?:me)?|nómbrame)(?: todos| todas)?(?: los| las| tus)? …
        (?:dame|deme|hazme) (?:una|la) lista (?:de|con)(?: todos| todas)?(?: los| las| tus)? …
        (?:la )?lista de(?: todos| todas)?(?: los| las| tus)? …
        (?:cuáles son|qué son) (?:tus|sus) …
        qué (?:hay|llevas|tienes) en (?:tu|la|el) …`,
      summary: `
        (?:resume|resuma|resúmeme|resumir|resumirme) …
        (?:dame|haz|hazme|deme) un (?:breve |corto )?resumen (?:de|del|de la|sobre) …
        (?:un )?resumen (?:de|del|sobre) …`,
      overview: `
        (?:háblame|hábleme|cuéntame|cuénteme|dime|dígame|cuéntanos)(?: algo| más| todo| un poco)?(?: más)? (?:de los|de las|de la|del|de|sobre|acerca de) …
        (?:hablarme|contarme|decirme|hablar|contar|decir)(?: algo| más)? (?:de los|de las|de la|del|de|sobre|acerca de) …
        (?:describe|describa|descríbeme|describirme|describir|explica|explícame|explíqueme|explicarme|explicar) …
        qué (?:sabes|sabe|me puedes (?:contar|decir)|puedes (?:contarme|decirme)|me puede (?:contar|decir)) (?:de los|de las|de la|del|de|sobre|acerca de) …
        (?:algo|más) (?:sobre|acerca de) …`,
    },
    courtesies: `
      (?:puedes|puede|podrías|podría|me puedes|me podrías)(?: por favor)? …
      (?:por favor|oye|y|entonces|bueno|ok|a ver),? …
      …,? (?:por favor|en pocas palabras|brevemente)
      (?:dime|dígame|cuéntame|decirme|contarme) …
      (?:sabes|sabe usted|sabe) …
      (?:me gustaría|quisiera|quiero) saber …`,
  },
  presently:
    /(?<!\p{L})(?:ahora(?: mismo)?|actualmente|hoy(?: en día)?|en este momento|hoy por hoy)(?!\p{L})/giu,
  sentenceMarks: {
    judges: String.raw`me (?:\p{L}+ )?(?:gustan?|encantan?|gustaba|aburren?|molestan?|da miedo|alegra|parecen?)|(?:amo|odio|adoro|detesto|prefiero|pienso que|creo que|considero|disfruto|lamento|admiro)|mi (?:favorit[oa]|opinión|preferid[oa])|en mi opinión|(?:vale|merece) la pena|(?:es|son|era|fue|está) (?:\p{L}+ ){0,2}(?:mejor|peor|sobrevalorad[oa]|maravillos[oa]|terrible|horrible|hermos[oa]|fe[oa]|excelente|aburrid[oa]|inútil|buen[oa]?|mal[oa]?|genial|precios[oa])|yo (?:nunca|siempre|no)`,
    advises: String.raw`(?:debes?|deberías?|debería|hay que|tienes que|conviene)(?!\p{L})|(?:recomiendo|aconsejo|sugiero)|nunca|siempre|evita\p{L}*|no (?:olvides|uses|compres|hagas|dejes|te)|(?:es|será) mejor|mejor (?:no )?\p{L}+r(?!\p{L})|si (?:quieres|vas|tienes)|consejos?(?!\p{L})|trucos?(?!\p{L})|asegúrate|procura|^(?:usa|usad|toma|guarda|empieza|compra|aprende|escribe|lee|espera|pregunta|revisa|lleva|ve|deja|pon|prueba|elige|haz)(?!\p{L})`,
    needs: String.raw`ingredientes?|materiales|herramientas?|equipo(?!\p{L})|utensilios|lista de la compra|(?:se )?necesit\p{L}+|hace(?:n)? falta|toma(?!\p{L})`,
    frequency: String.raw`(?:cada|todos los|todas las) (?:\p{L}+ |\d+ )?\p{L}+|(?:una vez|dos veces|tres veces|\p{L}+ veces|\d+ veces) (?:al|a la|por)|diari\p{L}+|semanal\p{L}*|mensual\p{L}*|anual\p{L}*|rara vez|a menudo|los (?:lunes|martes|miércoles|jueves|viernes|sábados|domingos)|de vez en cuando`,
    since: String.raw`desde|empec\p{L}+|comenc\p{L}+|en (?:19|20)\d\d|hace \S+ años|llevo \S+ años`,
    company: String.raw`con (?:(?:mi|mis|nuestr[oa]s?|un|una|unos|unas|el|la|los|las|dos|tres|su) )?(?:\p{L}+ )?(?:mujer|esposa|esposo|marido|pareja|herman[oa]s?|madre|padre|hij[oa]s?|amig[oa]s?|colegas?|compañer[oa]s?|prim[oa]s?|tí[oa]|abuel[oa]s?|niños|familia|vecin[oa]s?|equipo|alumnos|padres|novi[oa])(?!\p{L})|junt[oa]s|sol[oa](?!\p{L})|con (?-i:\p{Lu}\p{Ll})|y yo(?!\p{L})`,
    self: String.raw`soy (?:una?|el|la|(?-i:\p{Lu})|\p{L}+(?:or|ora|ero|era|ista|ico|ica|ano|ana)(?!\p{L}))|me llamo|mi nombre es|(?:vivo|trabajo|nací|crecí|estudié|enseño|escribo|vengo de)(?!\p{L})`,
    change: String.raw`(?:fue|fueron|ha|han|he|está|están|quedó|se) (?:\S+ ){0,3}(?:vendid[oa]s?|robad[oa]s?|comprad[oa]s?|rot[oa]s?|cerrad[oa]s?|destruid[oa]s?|perdid[oa]s?|muert[oa]s?|caíd[oa]s?|quemad[oa]s?|cancelad[oa]s?|abandonad[oa]s?|herid[oa]s?|averiad[oa]s?|reparad[oa]s?|desaparecid[oa]s?)|(?:rompió|murió|cayó|hundió|cerró|desapareció|fracasó|explotó|perdió|vendió|acabó|terminó|nació|averió|quemó)(?!\p{L})`,
    pageTalk: String.raw`en (?:este|esta|el próximo|mi (?:último|próximo)|otro) (?:artículo|entrada|post|texto|capítulo|vídeo|sección)|(?:este|esta) (?:artículo|entrada|post|texto) (?:es|describe|explica|muestra)|(?:véase|ver|mira) (?:abajo|arriba)|más (?:abajo|arriba)|como (?:dije|he dicho|decía)|(?:aquí|he aquí) (?:está|están|tienes)`,
    selfTitle: String.raw`^sobre m[ií]$|^sobre nosotros|^acerca de(?: m[ií])?$|^quién soy|^biografía|^mi (?:vida|historia)|^presentación|^perfil$`,
  },
  compoundQuestions: {
    conjunctions: 'y e',
    interrogatives:
      /(?<!\p{L})(qué|dónde|cuándo|quién(?:es)?|por qué|cómo|cuál(?:es)?|cuánt[oa]s?|adónde)(?!\p{L})|^¿?(tienes|eres|estás|puedes|te gusta|hay)(?!\p{L})/iu,
  },
  people: String.raw`madre padre padres mamá papá mujer marido esposa esposo pareja novi[oa] hijo hija herman[oa] gemel[oa] tí[oa] prim[oa] sobrin[oa] abuel[oa] suegr[oa] cuñad[oa] yerno nuera niet[oa] compañer[oa] aprendi(?:z|ces) amig[oa] vecin[oa] colega jef[ea] maestr[oa] profesora?`,
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
    wellbeing:
      'que tal( estas| esta usted| te va| todo)|como (estas|esta( usted)?|te va|andas|va todo)( hoy)?|hola como estas|que pasa|todo bien',
    thanks: '(muchas |mil )?gracias( por (tu|la|su) ayuda)?|muchisimas gracias|te lo agradezco',
    farewell:
      'adios|hasta (luego|pronto|manana|la vista)|chao|nos vemos|que tengas (un )?buen(a)? (dia|tarde|noche)',
    who: 'quien eres( tu)?|quien es usted|como te llamas|como se llama( usted)?|cual es (tu|su) nombre|presentate|hablame de ti|con quien hablo',
    help: 'ayuda(me)?|que (puedes|sabes)( hacer)?|en que (me )?puedes ayudar(me)?|puedes ayudarme|que puedo preguntar(te)?',
    fine: 'vale|de acuerdo|perfecto|muy bien|genial|entendido|si|bien',
  },
  phrases: {
    no_answer: 'Lo siento, no encuentro nada sobre eso en lo que sé.',
    still_reading:
      'Todavía no encuentro nada sobre eso: aún estoy leyendo algunas de mis páginas. Pregúntame de nuevo dentro de un rato.',
    greeting: '¡Hola! Soy {name}. ¿Qué te gustaría saber?',
    wellbeing: 'Estoy bien, gracias por preguntar. ¿Qué te gustaría saber?',
    thanks: '¡De nada!',
    farewell: '¡Hasta pronto!',
    who: 'Soy {name}.',
    help: 'Soy {name}. Pregúntame sobre lo que sé y te mostraré de dónde sale cada respuesta.',
    fine: 'Bien. ¿Quieres saber algo más?',
    wordless: '¿Puedes decirlo con palabras? Hazme una pregunta y buscaré en lo que sé.',
    topics: 'Puedes preguntarme sobre: {topics}.',
  },
  topicQuestion: '¿Qué me puedes contar sobre {topic}?',
  offer: 'He escrito sobre «{topic}».',
  lightWords:
    'hecho hacer hice hizo fue va bien mal bueno malo nuevo siguiente pasó pasado cambió aprendí aprendido queda falta salió más cambiado cambia ocurrido ocurrió salido funcionó',
  inOtherWords: [
    ['¿Tienes bicicleta?', 'Nunca aprendí a pedalear y voy al trabajo a pie.'],
    ['¿Cuánto cuesta una hogaza?', 'Pedimos cuatro euros por el pan.'],
    ['¿Dónde creciste?', 'Pasé la infancia en una granja cerca de Dijon.'],
    ['¿Cuántas personas trabajan con vosotros?', 'En el taller somos nueve.'],
    ['¿Por qué dejaste el banco?', 'Renuncié porque los días se habían vuelto demasiado largos.'],
    ['¿Qué libro te gusta más?', 'Mi novela preferida es Moby Dick.'],
  ],
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
  asksWhich: /^¿?\s*(?:qué|cuál(?:es)?) \p{L}{4,}/iu,
  possession: {
    asked: String.raw`^[¿\s]*(?:(?:y |pero )?(?:tú |usted |ustedes |vosotros )?(?:tienes|tiene|tenéis|tienen|posees|posee|tenías|tenía))(?! que)(?!\p{L})`,
    told: String.raw`(?<!\p{L})(?:(?:mi|mis|nuestr[oa]s?) |(?:tengo|tenemos|tenía|teníamos|poseo|vendo|vendemos|hago|hacemos|crío|alquilo|alquilamos|compré|compramos|adopté) )(?:[^\s.,;:!?]+ ){0,4}$|(?<!\p{L})(?:tengo|tenemos|teníamos|vivo|vivimos)(?!\p{L})[^.;:!?]{0,80}(?:,|(?<!\p{L})(?:y|e|con)) (?:una?|unos|unas|dos|tres|cuatro|cinco|mi|mis|nuestr[oa]s?|\p{N}+) (?:\p{L}+ ){0,2}$`,
  },
  persons: {
    self: {
      subject: 'yo nosotros nosotras',
      object: 'me mí nos conmigo',
      possessive: 'mi mis mío mía míos mías nuestro nuestra nuestros nuestras',
    },
    omitted: false,
    articles: 'el la los las',
    turns: 'que quien quienes cuyo cuya él ella ellos ellas su sus',
    subjects: {
      thirds: 'él ella ellos ellas',
      relatives: 'que quien quienes cuyo cuya',
      prepositions: 'con de del a al para por sin sobre en hacia contra entre como desde hasta',
      joins: 'y e pero o porque que cuando donde si mientras aunque sino pues',
    },
    you: 'tú=yo te=me ti=mí contigo=conmigo tu=mi tus=mis tuyo=mío tuya=mía tuyos=míos tuyas=mías usted=yo ustedes=nosotros vosotros=nosotros vosotras=nosotras os=nos vuestro=nuestro vuestra=nuestra vuestros=nuestros vuestras=nuestras vos=yo',
    verbs:
      'eres=soy sois=somos sos=soy estás=estoy estáis=estamos has=he habéis=hemos tienes=tengo tenéis=tenemos vas=voy vais=vamos haces=hago dices=digo sabes=sé vienes=vengo pones=pongo sales=salgo conoces=conozco naciste=nací viviste=viví fuiste=fui fuisteis=fuimos hiciste=hice tuviste=tuve estuviste=estuve viniste=vine pudiste=pude dijiste=dije pusiste=puse quisiste=quise eras=era ibas=iba puedes=puedo quieres=quiero',
    endings: [
      ['gaste', 'gué'],
      ['caste', 'qué'],
      ['zaste', 'cé'],
      ['gó', 'gué'],
      ['có', 'qué'],
      ['zó', 'cé'],
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
