// Orama's English is the first Porter stemmer; this is the second, which leaves fewer unlike words together.
import stemmer from 'wink-porter2-stemmer';
import wordnet from './en-wordnet.json' with { type: 'json' };
import { absent, type LanguagePack } from './language-pack.ts';

export const english: LanguagePack = {
  code: 'en',
  name: 'English',
  script: 'Latin',
  traits: ['wordy'],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    a about above after again against all also am an and any are aren as at be because been before being
    below between both but by can cannot could couldn did didn do does doesn doing don down during each
    every few for from further had hadn has hasn have haven having he her here hers herself him himself his
    how i if in into is isn it its itself just let ll me many more most much must my myself no nor not of
    off on once only or other ought our ours ourselves out over own quite re same shall shan she should shouldn so
    some such than that the their theirs them themselves then there these they this those though through to
    too under until up upon us ve very was wasn we were weren what when where whether which while who whom
    whose why will with would wouldn yet you your yours yourself`,
  stem: stemmer,
  irregularForms: `
    arise arose arisen, awake awoke awoken, beat beaten, become became, begin began begun, bend bent, bet
    betted, bite bit bitten, bleed bled, blow blew blown, break broke broken, breed bred, bring brought,
    build built, burn burnt, buy bought, catch caught, choose chose chosen, come came, creep crept, deal
    dealt, dig dug, draw drew drawn, dream dreamt, drink drank drunk, drive drove driven, eat ate eaten,
    fall fell fallen, feed fed, fight fought, find found, flee fled, fly flew flown, forbid forbade
    forbidden, forget forgot forgotten, forgive forgave forgiven, freeze froze frozen, give gave given,
    grow grew grown, hang hung, hear heard, hide hid hidden, hold held, keep kept, kneel knelt, know knew
    known, lead led, lean leant, learn learnt, leave left, lend lent, lose lost, make made, meet met, pay
    paid, prove proven, quit quitted, ride rode ridden, ring rang rung, rise risen, run ran, say said, see
    saw seen, seek sought, sell sold, send sent, sew sewn, shake shook shaken, shine shone, shoot shot,
    show shown, shrink shrank shrunk, sing sang sung, sink sank sunk, sit sat, sleep slept, slide slid,
    smell smelt, sow sown, speak spoken, speed sped, spell spelt, spend spent, spill spilt, spin spun,
    spoil spoilt, stand stood, steal stole stolen, sting stung, strike struck stricken, strive strove
    striven, swear swore sworn, sweep swept, swell swollen, swim swam swum, swing swung, take took taken,
    teach taught, tear tore torn, tell told, throw threw thrown, tread trod trodden, understand
    understood, undertake undertook undertaken, wake woke woken, wear wore worn, weave wove woven, weep
    wept, win won, withdraw withdrew withdrawn, write wrote written, overcome overcame, withstand
    withstood, cling clung, slay slew slain, born birth birthplace birthday birthdate, man men, woman
    women, child children, foot feet, tooth teeth, goose geese, mouse mice, person people, knife knives,
    life lives, wife wives, half halves, leaf leaves, loaf loaves, wolf wolves, shelf shelves, thief
    thieves, calf calves, scarf scarves, criterion criteria, phenomenon phenomena, good better best, bad
    worse worst, far farther further farthest furthest, big bigger biggest, hot hotter hottest, thin
    thinner thinnest, fat fatter fattest, old older oldest elder eldest, young younger youngest, tall
    taller tallest, high higher highest, long longer longest, short shorter shortest, small smaller
    smallest, large larger largest, cheap cheaper cheapest, fast faster fastest, hard harder hardest, easy
    easier easiest, early earlier earliest, late later latest, strong stronger strongest, near nearer
    nearest, great greater greatest, new newer newest, heavy heavier heaviest, deep deeper deepest, cold
    colder coldest, warm warmer warmest, dark darker darkest, happy happier happiest, 30 thirty, 40 forty,
    50 fifty, 60 sixty, 70 seventy, 80 eighty, 90 ninety, 100 hundred, 1000 thousand, 1st first, 3rd
    third, 4th fourth, 5th fifth, 6th sixth, 7th seventh, 8th eighth, 9th ninth, 10th tenth, 11th
    eleventh, 12th twelfth, 20th twentieth, kilometre kilometer km, metre meter, centimetre centimeter cm,
    millimetre millimeter mm, kilogram kilo kg, litre liter, minute min, hour hr hrs, pound lb lbs,
    telephone phone tel, email e-mail, approximately approx, go went gone, get got gotten`,
  participles: absent('its participles begin as their verbs'),
  swappedWords: `${wordnet.families.join()},
    price cost fee charge pay expensive rate, job work occupation profession trade career employ,
    quit leave stop resign, live reside home dwell, buy purchase, begin start, space room place, fire burn blaze, end finish, child kid son
    daughter, father dad, mother mum mom, grandmother grandma, grandfather grandpa, photo picture, car
    vehicle automobile, phone telephone mobile, email mail, ill sick illness, doctor physician, film
    movie, shop store, near close, help assist, big large size, fast quick speed, tall high height, long
    length, heavy weigh weight, deep depth, wide width, strong strength, old age, far distance, call name,
    husband wife spouse marry, make build produce, mend repair fix, advice tip advise recommend suggest,
    prefer favourite favorite like love, hobby pastime, holiday vacation, teach teacher instructor lesson, teach
    learn, lesson course class tuition, learn study, university college, choose select pick, own possess, boat ship vessel, depart leave, arrive
    reach, dish meal recipe, ingredient recipe, address reside, born bear, die death, member belong, pupil
    student, sail sailor, climb ascend, trip journey voyage crossing passage, happen occur, get receive,
    gift present, assistant helper, apprentice trainee, salary earn wage income, rent hire, centre middle,
    road street, danger risk, afraid fear frighten scare scared frightened, error mistake, answer reply, reason cause, tool
    instrument, frequent often, make maker manufacturer, sell seller sale, buy buyer, build builder, bake
    baker, own owner, write writer, lead leader, play player, paint painter, choose choice, lose loss,
    grow growth, live life, fly flight, arrive arrival, depart departure, fail failure, marry marriage
    wedding, found founder, drive driver, travel traveller, invent inventor, sew sewing, retire retirement`,
  abbreviations: {
    words:
      'approx art ca cf co corp dept dr ed eds e.g eg etc fig figs gen gov i.e ie inc jr ltd max min mr mrs ms mt no nos nr op p pp prof resp rev sec sr st tel vol vs',
    closing: 'etc inc ltd corp co',
  },
  numberWords: {
    words:
      'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
    ambiguous: 'one',
  },
  relativeTimes:
    /\b(today|tonight|yesterday|tomorrow|(last|this|next) (night|week|weekend|month|year|spring|summer|autumn|fall|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(a|an|one|two|three|four|five|six|ten|\d+|a few|some) (days?|weeks?|months?|years?) ago|recently|currently|right now|at the moment|these days)\b/i,
  quantities:
    'two three four five six seven eight nine ten eleven twelve hundred thousand million billion half dozen twice thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety',
  negations:
    /(?<![\p{L}'’])(?:no|not|never|nobody|none|nothing|nowhere|neither|nor|without|cannot|hardly)(?!\p{L})|n['’]t(?!\p{L})/iu,
  sentenceOpeners:
    'the a an in on at by for from of to and but or so as if when while after before since until with without my our your his her its their this that these those he she it we they i you there here what who yes no not both each every all some many most',
  nameEndings: /(?<=...)e?s$/,
  questions: {
    number: String.raw`\bhow (many|much|long|old|far|large|big|tall|high|often|deep|fast|wide|heavy)\b|what (percent|percentage|number|amount|share)|\bwhat (?:is|was|are|were) your (?:own |best |final |current )?(?:\w+ )?(?:accuracy|score|rate|error|salary|income|revenue|profit|budget|speed|height|weight|grade)\b`,
    price: String.raw`\bwhat (?:did|do|does|would|will) (?:you|they|he|she|we|it|i)\b(?= (?:pay|charge|ask|get|spend|cost)\b(?: \w+){0,2} (?:for|on|a|an|per)\b)|\bhow much (does|do|is|are|did|was|were|will|would|should)\b(?=.*\b(cost|sell|buy|pay|charge|for|spend|get)\b)|\bhow much (is|are|was|were)\b|\bhow much money\b|\bwhat (does|do|did)\b(?=.* cost\b)|\b(what|which)\b(?=.{0,24}\b(price|cost|fee|fare|charge)s?\b)|\bcosts?\b`,
    time: String.raw`^(?:(?:and|so|but|since|until|by|from|exactly) )?when\b|\bwhen (?:did|do|does|is|are|was|were|will|can|could|would|should|have|has|had)\b|\b(what|which) (year|date|day|month|century|decade|time|season)\b|\bhow (long ago|recently|soon)\b`,
    person: String.raw`\bwho(se|m)?\b|\bwhat (?:is|are|was|were) your [\w' -]{1,40} (?:called|named)\b|\b(what|which) (person|man|woman|author|king|queen|president|artist|scientist|company|organi[sz]ation|team)\b`,
    place: String.raw`\bwhere\b|\b(what|which) (country|city|state|place|location|region|area|town|continent|river)\b`,
    reason: String.raw`\bwhy\b|\bfor what reason\b|\bwhat (caused|is the reason)\b`,
    definition: String.raw`^(so |and )?(what('s| is| are| was| were| does| do)(?! the difference)|who (is|was|are|were)|define|explain|describe|tell me (about|what))\b|^how (do|does)(?= ([\w-]+ ){1,5}works?\b)|\bmeaning of\b|\bmean\b`,
    manner: String.raw`\bhow (do|does|can|to|should|could|did|would|is|are)\b`,
    list: String.raw`\b(what|which) ([\w-]+ ){0,4}(are there|exist|are (available|supported|possible))\b|\b(what|which) are the\b|\b(?:what|which) (?:[\w-]+ ){0,2}[\w-]+s (?:do|did|have|are|were|can|would) you\b|\blist (of|the|all)\b|\bsteps\b|\b(dis)?advantages\b|\bbenefits\b|\bdrawbacks\b|\bpros\b|\b(types|kinds) of\b`,
  },
  measures: {
    extent: {
      asked: String.raw`\bhow (?:tall|high|long|deep|wide|far|broad|thick|big|large)\b(?!.*\b(?:prices?|costs?|rent|fees?|salary|share|percentage|numbers?|have you|has)\b)|\b(?:length|height|depth|width|distance) of\b`,
      told: String.raw`# (?:(?:nautical|square|cubic) )?(?:met(?:re|er)s?|feet|foot|inch(?:es)?|yards?|miles?|(?:kilo|centi|milli)met(?:re|er)s?|hectares?|acres?|store?ys?|stories)`,
      labels: 'length height width depth size distance area',
    },
    duration: {
      asked: String.raw`\bhow long\b|\bhow many (?:years|months|weeks|days|hours|minutes|seconds)\b`,
      told: String.raw`# (?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|nights?|decades?|winters?|summers?|seasons?)|(?:an?|half an?|one|whole) (?:year|month|week|day|hour|minute|night|decade)|from (?:\p{L}+ )?\d{4} (?:to|until|till) (?:\p{L}+ )?\d{4}|\d{4} ?[–-] ?\d{4}|since (?:\p{L}+ )?\d{4}`,
      labels: 'duration time length age',
    },
    weight: {
      asked: String.raw`\bhow heavy\b|\bhow much\b.*\bweighs?\b|\bhow much weight\b|\bweight of\b`,
      told: '# (?:tonnes?|tons?|kilograms?|kilos?|grams?|pounds?|ounces?|stones?)',
      labels: 'weight',
    },
    speed: {
      asked: String.raw`\bhow (?:fast|quick|strong|powerful)\b|\bspeed\b`,
      told: '# (?:knots?|kilomet(?:re|er)s (?:an|per) hour|miles (?:an|per) hour|(?:kilo|mega)?watts?|horsepower|amps?)',
      labels: 'speed power',
    },
    age: {
      asked: String.raw`\bhow old\b`,
      told: String.raw`# years old|aged? #|(?:since (?:i was|the age of)|when i was|at the age of) #|turn(?:ed)? #|(?:born|built|launched|founded|made|opened|laid|dat(?:es|ing))\b[^.!?]*(?<!\p{N})(?:1\d|20)\d\d`,
      labels: 'age built year born',
    },
    temperature: {
      asked: String.raw`\bhow (?:hot|cold|warm)\b|\btemperatures?\b`,
      told: '# degrees?',
      labels: 'temperature',
    },
    money: {
      asked: String.raw`\bhow much (?:money|do|does|did|is|are|was|were|will|for)\b(?!.*\bweigh)|\bwhat (?:do|does|did|would|will)\b.*\b(?:cost|pay|charge|earn|spend)\b|\b(?:what(?:'s)?|which|how (?:high|big|large)) (?:is|are|was|were|your)\b.*\b(?:price|cost|fee|fare|salary|rent|income|budget|wage|revenue|profit)s?\b|\bat what price\b`,
      told: String.raw`# (?:pounds?|dollars?|euros?|cents?|crowns?|francs?|pence|bucks|quid|rupees?|yen|yuan)|free|for nothing|costs? nothing|nothing for`,
      labels: 'price cost fee charge',
    },
  },
  personalFacts: String.raw`
    (?<=what (?:do(?:es)?|did) (?:your|the) (?:\p{L}+ )?#(?: \p{L}+)? )do(?: for (?:a|his|her|their) living| for work)?(?=\W*$)|(?<=(?:your|the) (?:\p{L}+ )?#['’]s )(?:job|profession|occupation|trade|work)(?=\W*$)|(?:job|profession|occupation|trade)(?= of your #) → job profession occupation trade ⇒ \b(?:is|was|became|(?:works?|worked) as) (?:now |still |also )?(?:an?|the) (?:[\p{L}-]+ ){0,3}[\p{L}-]*(?:er|or|ist|ian|man|woman|smith|nurse|cook|chef|pilot|wright|assistant|vet|clerk|judge|priest|monk|nun|surgeon|mechanic|apprentice|student|architect|diplomat|potter)\b|\b(?:works|worked|working) (?:\p{L}+ )?(?:as|for|at|in|on|with)\b|, an? (?:[\p{L}-]+ ){0,2}[\p{L}-]*(?:er|or|ist|ian|man|woman|smith|nurse|cook|chef|vet|clerk|surgeon|mechanic)\b|\b(?:(?:teach|fish)(?:es|ed)?|taught|drove|sold|grew|kept|ran|wrote|stud(?:ies|ied)|carr(?:ies|ied)|(?:repair|mend|fix|build|make|bake|brew|run|own|coach|train|write|edit|translate|paint|draw|design|photograph|film|cook|farm|grow|keep|breed|raise|sell|trade|drive|fly|sail|code|program|develop|research|sing|act|nurse|treat|heal|tune|restore|carve|weave|sew|print|bind|forge|guide|manage|lead|clean|guard|deliver|publish|perform|play)(?:s|ed|d))\b|\bto (?:repair|mend|fix|build|make|bake|teach|fish|sell|drive|work)\b
    ^(?:(?:and |so )?what(?:['’]s| is) )?(?:your )?e-?mails?(?: address)?(?=\W*$) → email mail +write +contact +reach +send ⇒ \S@\S+\.\p{L}
    (?:get|be|stay) in touch\b(?: with you)?|\b(?:contact|reach|book|hire|write to|get hold of|email|call|phone) you\b(?!['’]) → email mail phone letter address +reach +contact +write +call telephone → \S@\S+\.\p{L}|\b(?:tel(?:ephone)?|phone|mobile|call|ring|text|whatsapp)\b[^.!?\n]{0,40}?\+?\d[\d ()/.-]{5,}\d
    ^(?:(?:and |so )?when|(?:in |since )?(?:what|which) year|since when) (?:did|have) you (?:first |actually |ever )?(?:become|start(?:ed)?(?: out)?|begin|begun|take up|taken up|get into|got into)(?= \w) → became started began begun since turned took → \bsince (?:\p{L}+ )?(?:1[5-9]|20)\d\d\b|^\W*(?:\p{L}+ )?(?:1[5-9]|20)\d\d ?(?:[–-]|to\b)
    ^(?:(?:and |so )?when|(?:in )?(?:what|which) year) did you (?:stop|quit|leave|give up|retire from)(?: work(?:ing)?)?(?= \w) → stopped quit left retired resigned ended finished until → \b(?:gave|given|giving) (?:(?:it|that|them|(?:the|my|up) \p{L}+) )?up\b
    how old (?:are|were) you(?: now)?(?=\W*$)|\byour age\b → born birthday age → \bI(?:['’]m| am) (?:now )?\d\d\b
    how old (?:is|are|was|were)\b(?! (?:you|i)\b) → built launched born founded made opened old age → dates (?:from|back)|\b(?:is|are|aged|turned|turns|turning)(?: now| just| only| almost| nearly)? (?:\d{1,2}|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -])?(?:one|two|three|four|five|six|seven|eight|nine)|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?=[\s)]*[.,;:)!?]|\s+(?:and|years?|now)\b|$)
    what do you do(?: for (?:a|your) living| for work| as a job)?(?=\W*$)|what(?:['’]s| is) your (?:job|profession|occupation|trade|work)\b|what do you work as → job profession trade occupation living → \bI work(?:ed)? (?:as|for|at|in|with)\b|\bI(?:['’]m| am|['’]ve been| have been) (?:an?|the) (?:[\p{L}-]+ ){0,3}[\p{L}-]*(?:er|or|ist|ian|man|woman|smith|nurse|cook|chef|pilot|wright|assistant)\b|(?:^|[.!:—–] )I (?:repair|mend|fix|build|make|bake|brew|run|own|teach|coach|train|write|edit|translate|interpret|paint|draw|design|photograph|film|cook|farm|grow|keep|breed|raise|sell|trade|drive|fly|sail|fish|code|program|develop|engineer|research|sing|act|dance|nurse|treat|heal|tune|restore|carve|weave|sew|tailor|print|bind|forge|weld|guide|manage|lead|consult|advise|counsel|clean|guard|deliver|publish|perform|compose|investigate|represent|defend)\b
    (?:do|should|must) (?:i|we) (?:need |have )?(?:to )?(?:bring|take|pack|wear|carry)\b(?: along)?(?= \w) → bring lend provide borrow hire rent wear include supply →
    ^what (?:do|should|must|shall|can) (?:i|we) (?:need |have )?(?:to )?(?:bring|take|pack|wear)\b(?: along| with (?:me|us))?(?=\W*$) → pack bring rucksack backpack bag suitcase luggage wear clothes gear equipment →
    (?:which|what)(?: other| foreign)? languages? (?:do|can) you\b(?: \w+)?|how many languages do you speak → languages bilingual → \b(?:speak|spoke|learn(?:ed|t)?|understand|fluent|better|mother tongue)\b[^.!?]*\b(?-i:English|German|French|Spanish|Italian|Dutch|Norwegian|Swedish|Danish|Finnish|Icelandic|Polish|Czech|Slovak|Hungarian|Romanian|Bulgarian|Serbian|Croatian|Ukrainian|Russian|Portuguese|Catalan|Basque|Greek|Latin|Turkish|Arabic|Hebrew|Persian|Farsi|Hindi|Urdu|Bengali|Punjabi|Tamil|Chinese|Mandarin|Cantonese|Japanese|Korean|Vietnamese|Thai|Swahili|Yoruba|Igbo|Welsh|Irish|Gaelic)\b(?!['’ ]+(?!(?:and|or|but|at|as|from|in|when|with|well|better|because|to|is|are|a|quite|rather|very|fluently|badly|too|only|for|by|on|since|while|of)\b)[a-z])|\b(?-i:English|German|French|Spanish|Italian|Dutch|Norwegian|Swedish|Danish|Finnish|Icelandic|Polish|Czech|Slovak|Hungarian|Romanian|Bulgarian|Serbian|Croatian|Ukrainian|Russian|Portuguese|Catalan|Basque|Greek|Latin|Turkish|Arabic|Hebrew|Persian|Farsi|Hindi|Urdu|Bengali|Punjabi|Tamil|Chinese|Mandarin|Cantonese|Japanese|Korean|Vietnamese|Thai|Swahili|Yoruba|Igbo|Welsh|Irish|Gaelic)\b[^.!?]*\b(?:are better|is better|fluently|a little)\b|^languages?\b\W{1,3}\p{L}
    where (?:are you|do you come) from|where did you grow up|your (?:birthplace|home ?town)\b → born birthplace hometown → \b(?:grew up|(?:I was|we were) (?:raised|reared|brought up)|native of)\b|\bI(?:['’]m| am| come| came) (?:originally )?from\b
    how (?:do|did) you (?:pay (?:the|your) bills|earn\b|make (?:a living|money|ends meet)|support yourself)|what do you live (?:on|off|from) → earn income money salary → \b(?:for a living|(?:my|our) living)\b
    how much (?:did|do|would) you (?:get|receive|make|earn)\b.*\bfor\b → sold sell sale →
    what (?:did you do|were you|was your (?:job|work)) before\b → before formerly earlier previously used → \bbefore (?:that|then|this)\b,? I\b|\bI used to\b
    (?:are|were) you (?:married|single|divorced)|(?:have|got) a (?:wife|husband|partner|girlfriend|boyfriend)\b → married wife husband partner girlfriend boyfriend marriage wedding →
    (?:have|got)(?: any)? (?:children|kids|a (?:child|son|daughter))\b|are you a (?:father|mother|dad|mum|mom|parent)\b → child kid son daughter baby ⇒ \b(?:I(?:['’]m| am| became| was)|becoming|being) a (?:father|mother|dad|mum|mom|parent)\b|\b(?:I|we)(?:['’]ve| have| had| got| adopted|['’]re having| are raising| raised| raise)(?: got)? (?:\S+ ){0,3}(?:child|children|kids?|sons?|daughters?|bab(?:y|ies)|twins?|boys?|girls?)\b|\b(?:with|and|raising|feeding) (?:\S+ ){0,2}(?:two|three|four|five|six|\d) (?:\S+ ){0,2}(?:children|kids|sons|daughters)\b
    (?:which|what) (?:university|college)\b.*\b(?:did|do|have) you\b|^where did you study(?=\W*$) → university college graduate degree education → \b(?:graduated?|went|go|attend(?:ed|ing)?|stud(?:y|ied|ying)|student|degree|ph\.?d\.?|master(?:['’]?s)?|bachelor(?:['’]?s)?|undergrad\w*) (?:\S+ ){0,5}?(?:at|from|to|of)? ?(?:the )?(?-i:(?!I\b)\p{Lu})
    ^when (?:is|was|['’]s) your (?:birthday|birth)\b|^when were you born\b|your (?:birthday|date of birth)(?=\W*$) → birthday born ⇒ \b(?:I (?:was|am)|I['’]m|we were) born\b|^born (?:in|on) \b|\bmy birthday (?:is|was|falls)\b
    (?:which|what) (?:compan(?:y|ies)|firms?|employers?)\b.*\byou\b.*\bwork(?:ed)?\b|^where (?:do|did|have) you work(?:ed)?(?=\W*$)|^who (?:do|did|have) you work(?:ed)? for\b|\byour employers?\b → employer job company → \b(?:work(?:ed|ing|s)?|job|engineer|employed) (?:\S+ ){0,6}?(?:at|for|with) (?:the )?(?-i:\p{Lu})|\b(?:I|we) (?:\p{L}+ )?work(?:ed)? (?:at|for|in|with|on|from)\b
    what (?:did|do|have) you (?:stud(?:y|ied)|majored? in)\b(?: (?:at|in) (?:university|college|school))?(?=\W*$)|your (?:degree|major)\b → graduate degree major studied → \b(?:graduated?|master(?:['’]?s)?|bachelor(?:['’]?s)?|degree|major(?:ed)?|ph\.?d|studied|studying|read) (?:\S+ ){0,3}?(?:in (?-i:\p{Lu})|(?-i:\p{Lu}))
    (?:when|what time) do you (?:usually |normally |typically )?(?:get up|wake(?: up)?|rise)\b → wake woke awake alarm → \b(?:I|we) (?:\w+ )?(?:get|got|wake|woke) up\b
    (?:have|got)(?: any)? (?:brothers?|sisters?|siblings?)\b(?: or \w+)? → brother sister sibling twin →
    (?:have|got|keep|own)(?: any)? (?:pets?|animals?)\b → dog cat pet horse bee hen rabbit tortoise parrot →
    (?:take|accept)(?: \w+)? cards?\b|pay (?:by|with)(?: \w+)? card\b|pay (?:in )?cash\b → card cash cheque payment → \b(?:cash|cheques?|checks?|cards?),? (?:only|or|and|please|is|are)\b|\b(?:take|takes|accept|accepts) (?:\w+ ){0,2}(?:cash|cheques?|cards?)\b
    (?:when|what time|which days|what days)(?: \w+){1,4} open\b|opening (?:hours|times)\b → open hours opening closed →
    your (?:tele)?(?:phone|mobile|cell|whatsapp)(?: number)?(?=\W*$)|(?:call|phone|ring|text) you(?=\W*$) → phone telephone mobile → \b(?:tel(?:ephone)?|phone|mobile|call|ring|text|whatsapp)\b[^.!?]{0,40}?\+?\d[\d ()/.-]{5,}\d
    ^where (?:can|do) (?:i|we|people) find you(?=\W*$)|^where are you(?: based| located)?(?=\W*$)|your (?:postal |street )?address(?=\W*$) → address located → \b(?:I|we)(?:['’](?:m|re)| am| are)(?: \w+){0,3} (?:at|on|in|off|behind)(?: \S+){0,4} (?-i:Street|Road|Lane|Square|Avenue|Row|Hill|Way|Yard|Quay|St|Rd)\b|\b(?:in|on|behind|at)(?: \S+){1,5} (?:on|in|at|off) (?-i:\p{Lu}\S+ (?:Street|Road|Lane|Square|Avenue|Row|Quay))\b
    who (?:taught|trained) you|who did you (?:learn|study|train)\b.*\b(?:from|with|under) → taught teacher trained ⇒ \b(?:taught|trained|showed) (?:me|us)\b|\b(?:I|we) (?:studied|learn(?:ed|t)(?: \S+)?|trained|was (?:taught|trained)|apprenticed)(?: [^\s.;!?]+){0,12} (?:with|under|from|by)\b
    how many (?:children|kids) (?:do you have|have you)\b → child kid son daughter baby ⇒ \b(?:I|we)(?:['’]ve| have| had| got| adopted)(?: got)? (?:\S+ ){0,3}(?:child|children|kids?|sons?|daughters?|bab(?:y|ies)|twins?|boys?|girls?)\b|\b(?:my|our) (?:\S+ ){0,2}(?:children|kids|sons|daughters|twins|boys|girls)\b
  `,
  requests: {
    kinds: {
      topics: `
        what (?:can|could|should|may|do) (?:i|we|people) ask(?: you)?(?: about)?
        what (?:can|could) we talk about
        what (?:do|can) you (?:know|tell me|talk)(?: about)?
        what do you (?:write|blog|talk|speak) about(?: here)?
        (?:what|which) (?:topics|subjects|questions) (?:can|do) (?:you|i|we) (?:know|cover|answer|ask|write about|talk about)(?: you)?(?: about)?
        what are (?:your|the) (?:topics|subjects)
        what is (?:this|your) (?:site|blog|page|website) about`,
      self: `
        (?:tell (?:me|us) |say |explain )who you are
        (?:give (?:me|us) |write )?(?:an?|the|your)? ?(?:(?:short|brief|quick|general|small) )?(?:overview|introduction|portrait|profile|self-?introduction)(?:,? (?:of|about|on) (?:yourself|you|who you are|your (?:life|work|career|self)))?
        who are you(?: really| again| anyway)?,? (?:in short|in brief|briefly|in a few words|in one sentence|in a nutshell)
        who are you(?: exactly)?
        (?:tell me|tell us|something|say)(?: something| more| a bit| a little)? about (?:yourself|you)
        (?:introduce|describe|present) yourself
        what can you (?:tell me|say) about yourself
        how would you describe yourself
        (?:summari[sz]e|sum up|describe|tell me about|what is) your (?:life|career|background|story|life story|cv)`,
      compare: `
        compare … (?:and|with|to|against) …
        (?:what's|what is|what are|explain|tell me) the differences? between … and …
        how (?:does|do|is|are) … (?:compare|differ|different) (?:to|with|from) …
        which (?:is|are|do you like|do you prefer) (?:better|best|worse)[,:]? … or …
        (?:what|which) (?:do|would) you (?:prefer|like better|like more)[,:]? … or …
        do you prefer … (?:or|to) …
        … (?:vs\\.?|versus) …`,
      needs: `
        what(?: else| all)? (?:do|would|will|should) (?:i|we|you|one) need (?:for|to (?:make|build|bake|cook|do|start)) …
        what(?: else| all)? (?:do|would|will|should) (?:i|we|you|one) need to (?!(?:know|see|understand|remember|consider|say|pay|tell|watch|worry|expect|learn|bring|have)\b)…
        (?:what|which) (?:ingredients|materials|tools|equipment|supplies|things) (?:do|would|should) (?:i|we|you|one) (?:need|use) (?:for|to (?:make|build|bake|cook|do)) …
        what goes (?:into|in) …
        (?:what|which) (?:ingredients|materials|things) (?:go|goes|are) (?:into|in|needed for) …
        what (?:should|must) i (?:have|pack|bring|keep|take along|buy) (?:in|for|to|on) …
        (?:what are )?(?:the )?(?:ingredients|materials|tools|equipment) (?:for|of|to make) …
        what(?:'s| is) needed (?:for|to make) …`,
      opinion: `
        what do you (?:think|say|make) (?:of|about) …
        what(?:'s| is| are) your (?:opinions?|views?|thoughts|take|impressions?|feelings?|verdict) (?:of|on|about|regarding) …
        (?:any|your) (?:opinions?|views?|thoughts) (?:of|on|about) …
        do you (?:like|love|hate|enjoy|dislike) …
        how do you (?:like|feel about|find) …
        what do you (?:like|love|hate|dislike)(?: most| best)? about …`,
      advice: `
        (?:do|would|can|could) you (?:recommend|advise|suggest) …
        (?:what|which) (?:do|would|can|could) you (?:recommend|suggest|advise) (?:for|to|about|on|when|if)? ?…
        (?:what|which) (?!(?:do|would|can|could)\\b)… (?:do|would|can|could) you (?:recommend|suggest|advise)(?: (?:for|to|about|on|when|if) …)?
        (?:do you have |have you got |got )?(?:any|some) (?:\\w+ )?(?:tips|advice|recommendations|suggestions|hints) (?:for|on|about|to) (?:(?:a person|people|somebody|someone|anybody|anyone) (?:who is |who's |who wants to |that )?)?…
        what(?:'s| is) your (?:best )?(?:advice|tip|recommendation) (?:for|on|about|to) …
        what (?:advice|tips) (?:would|do|can) you (?:give|have)(?: for| to| on)? …
        (?:give me |share )(?:some |any |your )?(?:tips|advice) (?:on|for|about) …
        (?:should|shall) i …
        (?:is it|are they) worth …
        (?:is|are) … worth (?:it|the money|the trouble|a visit|visiting|buying|learning)
        what should i (?:know|do|consider|watch out for|look out for|keep in mind|learn) (?:about|before|when|for|with|if) …`,
      reason: `
        why …
        how come …
        what (?:made|makes) you …
        for what reason …
        what(?:'s| is| was) the reason (?:for|why|that) …`,
      since: `
        since when …
        (?:for )?how long (?:have|has) …`,
      frequency: `
        how (?:often|frequently|regularly) …
        how many times (?:a|per) (?:day|week|month|year) …`,
      place: `
        (?:where|in which (?:place|street|building)) (?:exactly|precisely) …
        where … exactly`,
      company: `
        (?:with whom|together with whom) …
        who … with you
        who (?:helped|joined|accompanied) you …
        who … with
        who … with (?:on|at|in|during|when|to|for) …`,
      events: `
        what happened (?:to|with|at|in|on|during|when|after|before|next to)? ?…
        how did … (?:go|end|turn out)
        what was … like
        tell me (?:what happened|the story) (?:to|with|at|in|on|of|when|during|after|about)? ?…`,
      manner: `
        how (?:do|can|should|would|could) (?:i|you|we|one|people)(?: make| do| prepare| cook| bake| build)? …
        how to(?: make| do| prepare| cook| bake| build)? …
        (?:explain|show|describe|teach)(?: to)?(?: me| us)? how …
        what(?:'s| is) the best way to …
        what are the steps (?:to|for|of) …`,
      list: `
        list(?: me)?(?: all)?(?: of)?(?: the| your| my)? …
        name(?: me)? (?:all|some|a few|two|three|four|five)(?: of)?(?: the| your)? …
        enumerate …
        (?:give|show) me (?:a|the) (?:full |complete )?list of(?: all)?(?: the| your)? …
        what are all(?: of)? (?:the|your) …
        what are your …
        what(?:'s| is) (?:in|inside) your …
        what do you (?:keep|carry|have) (?:in|inside) (?:your|the) …`,
      summary: `
        (?:summari[sz]e|sum up|recap|outline) …
        (?:give|write|make)(?: me| us)? (?:a|an|the)(?: short| brief| quick)? (?:summary|recap|overview|outline|version) of …
        (?:a )?(?:short |brief |quick )?(?:summary|recap) of …`,
      overview: `
        (?:tell|talk to|speak to)(?: me| us)?(?: something| anything| more| a bit| a little| all| everything)? (?:about|of) …
        (?:talk|speak)(?: a bit| more)? about …
        (?:describe|explain|introduce)(?: me| us)?(?: to me| to us)? …
        what (?:do|can|could) you (?:know|tell me|tell us|say)(?: to me)? (?:about|of) …
        (?:anything|something|more) about …
        what have you (?:written|said) (?:about|on) …
        do you (?:know|have) (?:anything|something) (?:about|on) …
        i(?:'d| would) (?:like|love) to (?:know|hear|learn)(?: more| something)? about …
        (?:let's|let us) talk about …`,
    },
    courtesies: `
      (?:can|could|would|will) you(?: please| maybe| possibly)? …
      (?:please|hey|so|ok|okay|well|and|just) …
      … (?:please|for me|to me|briefly|in (?:short|brief|detail|a few words|your own words|one sentence))
      (?:in (?:short|brief|detail|a few words|your own words)|briefly) …
      (?:tell|show|remind|teach)(?: me| us)? …
      let me know …
      i(?:'d| would) (?:like|love) to (?:know|hear) …
      i (?:want to know|wonder|was wondering|need to know) …
      (?:do|would) you(?: happen to)? (?:know|remember) …
      (?:do|would) you mind telling me …`,
  },
  emptyWords:
    /^(?:may|might|must|shall)(?= (?:i|we|you|one|it)\b)|\b(?:any|some|every|no)(?:thing|body|one)\b|(?<=\bwhat (?:is|are|was|were) your [\w' -]{1,40} )(?:called|named)(?=\W*$)|(?<=\bhow many )(?:people|persons|guests)\b|(?<=\b(?:have|has) (?:you|i|we|they|he|she|it) )got\b/gu,
  presently:
    /(?<!\p{L})(?:(?:right |just )?now(?:adays)?|currently|at (?:the moment|present)|presently|these days|today)(?!\p{L})/giu,
  sentenceMarks: {
    judges: String.raw`I (?:(?:really|quite|still|also|just|do|always|never) )*(?:like|love|hate|enjoy|prefer|adore|think|believe|find|trust|dislike|miss|admire|regret|liked|loved|hated|enjoyed|preferred|thought)|I(?:'m|’m| am| was) (?:not |never |very )?(?:a fan|fond|proud|glad|sceptical|skeptical|impressed|disappointed|afraid|in favou?r|against|happy|angry)|my (?:favou?rite|opinion|view|verdict|taste)|worth|(?:is|are|was|were|isn['’]t|be|feels?|felt|seems?|looks?|['’]s|found) (?:\S+ ){0,4}(?:better|best|worse|worst|overrated|underrated|wonderful|terrible|great|awful|beautiful|ugly|excellent|boring|useless|nonsense|brilliant|annoying|dull|superb|lovely|horrible|good|bad|clunky|slow|bloated|clumsy|valuable|amazing|awesome|fantastic|incredible|useful|helpful|nice|fun|hard|painful|limited|poor|poorly|wrong|crap|bullshit|ridiculous|stupid|perfect|impressive|disappointing|frustrating|fascinating|evil|elegant|messy|crazy)(?!\p{L})|leaves? (?:a lot|much|a bit|something) to be desired|I(?:['’]ve| have) (?:found|come to)|(?:frightens|annoys|bores|delights|worries|pleases) me|in my opinion|I(?:['’]d| would) (?:never|not|rather|always|buy|choose|take)|I (?:don['’]t|do not|can['’]t|cannot) (?:like|stand|bear|trust|see)`,
    advises: String.raw`(?:should|shouldn['’]t|must|mustn['’]t|ought to|need to|have to)|recommend|advise|suggest|never|always|don['’]t|do not|avoid|make sure|be sure|remember to|it(?:['’]s| is) (?:best|better)|better to|if you|I(?:['’]d| would) |my (?:first |best )?(?:advice|tip|rule)|advice|tips?(?!\p{L})|take care|beware|^(?:use|take|keep|start|buy|learn|write|read|stop|wait|ask|check|bring|wear|go|get|let|put|clean|try|choose|begin|leave|give|stay|book|visit|practi[cs]e|look|listen|set|store|count|pick|avoid|plan|eat|order|sit|walk|turn)(?!\p{L})`,
    needs: String.raw`ingredients?|materials?|tools?(?!\p{L})|equipment|supplies|shopping list|you(?:['’]ll| will)?(?: also)? need|what (?:you|I|we) need|I (?:use|take|need)|take(?!\p{L})|requires?`,
    frequency: String.raw`(?:every|each) (?:\w+ ){0,2}(?:day|morning|evening|night|week|weekend|month|year|season|spring|summer|autumn|fall|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday|hour|minute|hours|minutes|days|weeks|months|years)|(?:once|twice|thrice|\w+ times) (?:a|an|per|every|each)|daily|weekly|monthly|yearly|annually|hourly|seldom|rarely|on (?:mon|tues|wednes|thurs|fri|satur|sun)days|from time to time`,
    since: String.raw`since|for (?:over |more than |about |nearly |almost |the last |the past )?[\w-]+ (?:years|months|weeks|decades)|(?:began|started|begun|took up)(?: \S+){0,6} (?:as|when|after|before)|in (?:the|my) (?:\p{L}+ )?(?:twen|thir|for|fif|six|seven|eigh|nine)ties|in the \d0s|(?:in|from) (?:19|20)\d\d`,
    company: String.raw`(?:(?:with|and) (?:(?:my|our|a|an|the|some|two|three|four|his|her) )?|my )(?:\w+ )?(?:wife|husband|partner|brothers?|sisters?|mother|father|mum|mom|dad|sons?|daughters?|friends?|colleagues?|cousins?|uncle|aunt|grandmother|grandfather|children|kids|family|neighbou?rs?|team|crew|students|parents|boyfriend|girlfriend|apprentice)|together|alone|by myself|on my own|with (?-i:\p{Lu}\p{Ll})|(?:me|I|us|we),? and (?-i:\p{Lu}\p{Ll})|(?-i:\p{Lu}\p{Ll}+),? and I(?!\p{L})`,
    change: String.raw`(?:(?:was|were|got|get|been|is|are|be|being) (?:\w+ly |then |later |soon |just |finally )?(?:acquired|bought|sold|stolen|killed|cancell?ed|closed|fired|hired|hacked|infected|banned|broken|lost|found|hit|hurt|injured|born|merged|replaced|destroyed|damaged|rejected|abandoned|shelved|stopped|shut|torn|burnt?|flooded|stuck|killed|arrested|rescued|repaired|saved|removed|deleted|moved|dropped|retired|ill|sick)|acquired|abandoned|shelved|collapsed|crashed|broke|burst|buckled|imploded|exploded|died|failed|fell|flooded|burn(?:ed|t)|sank|snapped|sheared|cracked|tore|leaked|melted|disappeared|vanished|ended|closed|shut down|gave (?:up|out)|went (?:down|wrong|bankrupt|under|out)|lost|sold|quit|dropped|pivoted|launched|turned (?:into|out)|ran (?:out|aground)|grew|rose|hacked|stole|slipped|became|cancell?ed|killed|took off|changed)(?!\p{L})`,
    self: String.raw`I(?:['’]m|’m| am) (?:an?|the|(?-i:\p{Lu}))|my name is|I (?:live|work|was born|grew up|come from|studied|teach|make|build|write|run|kept|keep|was raised|have (?:lived|worked|been))`,
    pageTalk: String.raw`in (?:this|the next|my (?:last|next|previous)|a (?:later|previous|future)) (?:blog ?)?(?:post|article|series|section|chapter|part|entry|video|episode)|this (?:blog )?(?:post|article|section|page|series) (?:is|will|describes|explains|covers|shows)|(?:see|shown|described|listed) (?:below|above)|the (?:\w+ )?(?:tables?|figures?|charts?|graphs?|screenshots?|images?|pictures?|photos?|diagrams?|videos?) (?:below|above)|(?:below|above) (?:is|are|you)|as I (?:mentioned|said|wrote)|here(?:['’]s| is| are) (?:a|the|some|my|what|how|where)|let me (?:explain|tell you|show you)|this is the (?:first|second|third|last) (?:post|part|article)`,
    selfTitle: String.raw`^about(?: (?:me|us|myself|the author|this site))?$|^who (?:i am|am i|we are)|^bio(?:graphy)?$|^profile$|^(?:my )?cv$|^r[eé]sum[eé]$|^my (?:story|life)$|^introduc(?:tion|ing (?:me|myself|us|ourselves))$`,
  },
  compoundQuestions: {
    conjunctions: 'and',
    interrogatives:
      /\b(what|where|when|who|whom|whose|why|how|which)\b|^(do|did|does|are|is|was|were|can|could|have|has|will|would|should)\b/i,
  },
  people: String.raw`gran(?:ny|nie|dad|ddad)? nana? mother father parents? mum mom dad wife husband partner girlfriend boyfriend fiancée? son daughter child(?:ren)? brother sister siblings? twin uncle aunt cousin niece nephew grand(?:mother|father|ma|pa|son|daughter|parents) friend flatmate roommate apprentice neighbou?r colleague boss teacher`,
  classNouns:
    /\b(works?|command|function|method|option|setting|parameter|feature|tool|term|word|concept|thing|page)s?\b/g,
  labelNames: {
    price: 'price cost fee charge',
    time: 'date time day year',
    number: 'number amount count',
    person: 'name author',
    place: 'place location address',
  },
  causes:
    /\b(because|due to|in order to|so that|as a result|caused|reasons?|therefore|to (avoid|prevent|ensure|satisfy|learn|escape|understand|help|save|prove|find out|make sure|focus|spend more|take a break)|owing to|thanks to|(?:that['’]s|which is) why|for fun|inspired by|(?:tired|sick) of|(?:I|we) (?:just |really |always |also )?wanted|it(?:['’]s| is| was) (?:so|too))\b/i,
  followUps: {
    openings:
      /^(and|or|but|also|then|so|what about|how about|what else|why|why not|how so|tell me more|more|really|anything else|go on|for example|such as)\b/i,
    pointers:
      /\b(he|she|it|they|him|her|them|his|hers|its|their|theirs|that|those|this|these|there|then|one|ones|same|former|latter)\b/i,
  },
  backReferences:
    /^(he|she|it|they|this|these|that|those|his|her|its|their|such|here|there|both|also|however|but|then|thus|therefore|instead|otherwise|moreover|furthermore|additionally|similarly|afterwards|later)\b/i,
  pointsUp: 'above',
  smallTalk: {
    greeting:
      'hi( there)?|hello( there)?|hey( there)?|hiya|howdy|yo|greetings|good (morning|afternoon|evening|day)|nice to meet you|hi again|hello again|welcome',
    wellbeing:
      'how are you( doing)?( today)?|how(s| is) it going|how do you do|whats up|how have you been|are you (ok|okay|well)',
    thanks:
      'thanks( a lot| so much| very much)?|thank you( so much| very much| a lot)?|many thanks|thx|ty|cheers|much appreciated|thats (very )?(helpful|kind)( of you)?|thank you for your help|thanks for (your|the) help',
    farewell:
      'bye( bye)?|goodbye|good night|see (you|ya)( later| soon| tomorrow)?|farewell|take care|have a (nice|good|great) (day|evening|weekend|one)|cya',
    who: 'who are you|whats your name|what is your name|who am i (talking|speaking) (to|with)|(can you |please )?(tell me about|introduce) yourself|what are you',
    help: 'help( me)?|what can you do( for me)?|what can i ask( you)?|how can you help( me)?|what do you know|can you help me( with( something)?)?|i need( some| your)? help( with( something)?)?',
    fine: 'ok(ay)?|great|cool|nice|perfect|got it|i see|alright|all right|good|awesome|yes|no|sure|understood',
  },
  phrases: {
    no_answer: "I'm sorry, I can't find anything about that in what I know.",
    still_reading:
      "I can't find anything about that yet: I'm still reading some of my pages. Please ask me again in a little while.",
    greeting: "Hello! I'm {name}. What would you like to know?",
    wellbeing: "I'm well, thank you for asking. What would you like to know?",
    thanks: "You're welcome!",
    farewell: 'Goodbye, and come back any time!',
    who: "I'm {name}.",
    help: "I'm {name}. Ask me anything about what I know, and I'll show you where each answer comes from.",
    fine: 'Good. Is there anything else you would like to know?',
    wordless: "Could you put that into words? Ask me a question and I'll see what I know.",
    topics: 'You can ask me about: {topics}.',
  },
  topicQuestion: 'What can you tell me about {topic}?',
  offer: 'I have written about “{topic}”.',
  lightWords:
    'get got gets give gave given do did does done go goes went going gone well wrong good bad best worst next new else happen happened happens change changed changes learn learned learnt come came comes start started finish finished left missing plan planned noticed useful important open making made succeed succeeded failed',
  inOtherWords: [
    ['Do you own a bicycle?', 'I never learned to cycle, and I walk to work.'],
    ['What does a loaf cost?', 'We ask four euros for the bread.'],
    ['Where did you grow up?', 'My childhood was spent on a farm near Dijon.'],
    ['How many people work for you?', 'There are nine of us in the workshop.'],
    ['Why did you leave the bank?', 'I quit because the days had become too long.'],
    ['When do you open in the morning?', 'The shop is open from half past seven.'],
    ['Who taught you to paint?', 'I learned it from my aunt, who had a studio.'],
    ['How do you keep your knives sharp?', 'Every Sunday I draw the blades over a wet stone.'],
    ['Were you ever afraid up there?', 'On the summit I was scared only once.'],
    ['Which book do you like best?', 'My favourite novel is Moby Dick.'],
    ['How long does the journey take?', 'By train it is two hours to the coast.'],
    ['Can children take part?', 'Anybody from six years on may join the course.'],
  ],
  modelInstructions: {
    ignore:
      /\b(ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(previous|prior|above|earlier|all|any|your|the|system)\b[^.\n]{0,30}\b(instructions?|prompts?|rules?|guidelines?|directions?|context)\b/gi,
    reveal:
      /\b(reveal|print|show|repeat|output|leak)\b[^.\n]{0,40}\b(system prompt|hidden prompt|initial instructions|your instructions)\b/gi,
    role: /\b(you are now|from now on,? you( are|'re)?|pretend (to be|that you)|act as (if you|an? (ai|unrestricted|different)\b)|roleplay as|enter (developer|dan|god) mode|jailbreak)\b/gi,
    dictate: /\b(always|only|must) (respond|answer|reply|say)\b[^.\n]{0,40}\b(with|that|as)\b/gi,
  },
  pageMarks: {
    question: 'q|ques|questions?|problem|issue|symptom|trouble|fault',
    answer: 'a|ans|answer|solution|fix|remedy|cure',
    asker: 'interviewer|int|host|moderator|reporter|journalist|q',
    self: 'me|myself|i',
    remark: String.raw`notes?|nb|n\.b\.|warning|caution|attention|tips?|hint|info|important|remark|update|edit|ps`,
    label: String.raw`note|notes|warning|caution|attention|tips?|hint|info|important|example|remark|update|edit|ps|p\.s|summary|phone|tel|telephone|mobile|fax|e-?mail|address|web|website|url|name|title|date|time|when|where|what|who|why|how|price|cost|fee|size|colou?r|weight|height|length|width|age|born|died|job|work|place|location|venue|opening hours|hours|open|closed|ingredients|method|steps?|directions|instructions|materials?|tools?|serves|yield|prep(?:aration)?(?: time)?|cook(?:ing)?(?: time)?|total(?: time)?|day|month|year|week|status|type|category|tags?|author|source|version|language|subject|topic|result|cause|effect|before|after|pros?|cons?|to|from|cc|bcc|re|fwd`,
    wrote: 'wrote|writes',
    comments: 'comments?|responses?|replies|leave a (?:comment|reply)|discussion',
    untilNow: 'present|now|today|current(?:ly)?|ongoing',
  },
  asksWhich: /^(?:which|what \w+ (?:do|did|have) you)(?!\p{L})/iu,
  possession: {
    asked: String.raw`^(?:(?:and |so |but )?(?:do|did) you (?:really |still |also |even |already )?(?:have|own|keep|possess)|have you (?:got|a|an|any))(?! to |\p{L})`,
    told: String.raw`(?<!\p{L})(?:(?:my|our) (?:own )?|(?:I|we)(?:['’](?:ve|d))?(?: \p{L}+ly| still| also| now| never| always)? ?(?:have|had|has|own|owned|keep|kept|got|get|sell|sold|buy|bought|offer|make|made|bake|serve|rent|run|grow|raise|breed|adopted|inherited|share|shared|built|acquired|do(?: not|n['’]t) (?:have|own|keep)|did(?: not|n['’]t) (?:have|own|keep))(?: had| got| kept| owned)? )(?:[^\s.,;:!?]+ ){0,4}$|(?<!\p{L})(?:I|we)(?:['’]ve)? (?:have|had|own|keep|live|share)(?!\p{L})[^.;:!?]{0,80}(?:,|(?<!\p{L})(?:and|with)) (?:an?|one|two|three|four|five|six|some|my|our|\p{N}+) (?:\p{L}+ ){0,2}$`,
  },
  persons: {
    self: { subject: 'I we', object: 'me us myself ourselves', possessive: 'my mine our ours' },
    omitted: false,
    articles: 'the',
    turns: 'who whose whom which that he she they it his her their its',
    subjects: {
      thirds: 'he she they who',
      relatives: 'which that whose',
      prepositions:
        'with from of to for by at in on about like than without after before near beside behind through against between',
      joins: 'and but or while because that so when where if though although whereas until since as',
    },
    you: 'you=I/we your=my/our yours=mine/ours yourself=myself yourselves=ourselves',
    verbs: '',
    endings: [],
    addressed: '',
  },
};
