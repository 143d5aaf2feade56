import type { PhraseKind } from '../phrases/phrases.ts';

export type SmallTalkKind = Exclude<PhraseKind, 'no_answer'>;

/** The forms of small talk by language: regular expressions over folded text (lower case, no marks, no punctuation, single spaces). */
export const smallTalkForms: Readonly<Record<string, Readonly<Record<SmallTalkKind, string>>>> = {
  en: {
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
  de: {
    greeting:
      'hallo( zusammen)?|guten (tag|morgen|abend)|moin( moin)?|servus|gruss gott|grussgott|grusse|hallochen',
    wellbeing:
      'wie geht( e)?s( dir| ihnen| euch)?( heute)?|wie geht es( dir| ihnen| euch)?( heute)?|wie gehts( dir)?|alles gut|was geht',
    thanks:
      'danke( schon| sehr| dir| ihnen)?|dankeschon|vielen( lieben)? dank|herzlichen dank|besten dank|super danke',
    farewell:
      'tschuss|auf wiedersehen|bis (bald|spater|morgen|dann)|gute nacht|mach(s|t s)? gut|ade|schonen (tag|abend)( noch)?',
    who: 'wer bist du|wer sind sie|wie heisst du|wie heissen sie|wie ist (dein|ihr) name|stell dich( bitte)? vor|mit wem spreche ich|erzahl( mir)?( etwas| was)? (uber|von) dir',
    help: 'hilfe|was kannst du( alles)?|was konnen sie( alles)?|was weisst du|kannst du mir helfen|wie kannst du mir helfen|was kann ich( dich)? fragen',
    fine: 'gut|super|prima|alles klar|verstanden|ja|nein|okay danke|toll',
  },
  fr: {
    greeting: 'bonjour( a tous)?|salut|bonsoir|coucou|enchante(e)?|allo',
    wellbeing:
      '(comment )?(ca va|vas tu|allez vous)( bien)?( aujourd hui)?|comment tu vas|tu vas bien|vous allez bien|quoi de neuf',
    thanks: 'merci( beaucoup| bien| a vous| a toi)?|mille mercis|un grand merci',
    farewell: 'au revoir|a bientot|bonne (nuit|journee|soiree)|adieu|a plus( tard)?|a demain',
    who: 'qui es tu|qui etes vous|tu es qui|vous etes qui|comment (tu t appelles|vous appelez vous|t appelles tu)|presente toi|presentez vous|quel est (ton|votre) nom',
    help: 'aide( moi)?|aidez moi|que (sais|peux) tu( faire)?|que (savez|pouvez) vous( faire)?|qu est ce que tu (sais|peux)( faire)?',
    fine: 'd accord|tres bien|parfait|super|oui|non|compris|genial',
  },
  es: {
    greeting: 'hola( a todos)?|buenos dias|buenas( tardes| noches)?|que tal|mucho gusto|encantad[oa]|saludos',
    wellbeing: 'como (estas|esta( usted)?|te va|andas|va todo)( hoy)?|hola como estas|que pasa|todo bien',
    thanks: '(muchas |mil )?gracias( por (tu|la|su) ayuda)?|muchisimas gracias|te lo agradezco',
    farewell:
      'adios|hasta (luego|pronto|manana|la vista)|chao|nos vemos|que tengas (un )?buen(a)? (dia|tarde|noche)',
    who: 'quien eres( tu)?|quien es usted|como te llamas|como se llama( usted)?|cual es (tu|su) nombre|presentate|hablame de ti|con quien hablo',
    help: 'ayuda(me)?|que (puedes|sabes)( hacer)?|en que (me )?puedes ayudar(me)?|puedes ayudarme|que puedo preguntar(te)?',
    fine: 'vale|de acuerdo|perfecto|muy bien|genial|entendido|si|bien',
  },
  it: {
    greeting:
      'ciao( a tutti)?|buongiorno|buon giorno|buonasera|buona sera|salve|buon pomeriggio|piacere( di conoscerti)?',
    wellbeing: 'come (stai|sta|va|state)( oggi)?|tutto bene|ciao come stai|come te la passi',
    thanks: '(molte |tante |mille )?grazie( mille| tante| infinite)?|ti ringrazio|la ringrazio',
    farewell: 'arrivederci|addio|a (presto|dopo|domani)|buonanotte|buona (notte|giornata|serata)|ci vediamo',
    who: 'chi sei( tu)?|chi e lei|come ti chiami|come si chiama|qual e il tuo nome|presentati|parlami di te|con chi parlo',
    help: 'aiuto|aiutami|cosa (sai|puoi)( fare)?|che cosa (sai|puoi)( fare)?|puoi aiutarmi|cosa posso chiederti',
    fine: 'va bene|perfetto|ottimo|capito|d accordo|bene|bello',
  },
  pt: {
    greeting: 'ola( a todos)?|oi|bom dia|boa (tarde|noite)|e ai|prazer',
    wellbeing:
      'como (esta|vai|estas|vais)( voce| tu)?( hoje)?|tudo (bem|bom)( com voce)?|oi tudo bem|ola tudo bem',
    thanks: '(muito )?obrigad[oa]( pela ajuda)?|valeu|agradeco',
    farewell: 'adeus|tchau|ate (logo|breve|amanha|mais)|boa noite a todos',
    who: 'quem (e voce|es tu|e o senhor|e a senhora)|qual e o (seu|teu) nome|como (se|te) chama(s)?|como voce se chama|apresente se|fale( me)? sobre voce',
    help: 'ajuda|me ajude|o que (voce )?(sabe|pode)( fazer)?|pode me ajudar|voce pode me ajudar',
    fine: 'esta bem|ta bom|perfeito|otimo|entendi|sim|nao|legal',
  },
  nl: {
    greeting: 'hoi|dag|goedemorgen|goedemiddag|goedenavond|goede(n)?dag|hallo daar',
    wellbeing: 'hoe (gaat het|is het)( met (je|jou|u))?|alles goed|hoe gaat het ermee',
    thanks: 'dank je( wel)?|dank u( wel)?|bedankt|dankjewel|hartelijk dank|heel erg bedankt',
    farewell: 'tot (ziens|later|straks|morgen)|doei|doeg|welterusten|fijne dag( nog)?',
    who: 'wie ben (je|jij)|wie bent u|hoe heet (je|jij|u)|wat is (je|jouw|uw) naam|vertel (me )?(iets )?over jezelf',
    help: 'wat kan (je|jij|u)( doen)?|wat kun (je|jij)( doen)?|kun je me helpen|wat weet je',
    fine: 'oke|prima|mooi|begrepen|nee|goed',
  },
  sv: {
    greeting: 'hej( hej| pa dig)?|hejsan|tjena|god (morgon|kvall|dag)|halla|tja',
    wellbeing: 'hur mar du( idag)?|hur ar det( med dig)?|laget',
    thanks: 'tack( sa mycket| for hjalpen)?|tusen tack|stort tack',
    farewell: 'hej da|adjo|god natt|vi ses|ha det( sa)? bra|ha en (bra|trevlig) dag',
    who: 'vem ar du|vad heter du|vad ar ditt namn|beratta om dig( sjalv)?',
    help: 'hjalp( mig)?|vad kan du( gora)?|kan du hjalpa mig|vad vet du',
    fine: 'bra|okej|toppen|jag forstar|ja|nej',
  },
  pl: {
    greeting: 'czesc|dzien dobry|dobry wieczor|hej|siema|witaj(cie)?|witam',
    wellbeing: 'jak sie (masz|pan ma|pani ma)|co slychac|jak leci|wszystko dobrze',
    thanks: 'dziekuje( bardzo)?|dzieki|bardzo dziekuje|wielkie dzieki',
    farewell: 'do widzenia|do zobaczenia|pa( pa)?|dobranoc|na razie',
    who: 'kim jestes|jak masz na imie|jak sie nazywasz|przedstaw sie|opowiedz (mi )?o sobie',
    help: 'pomoc|pomoz( mi)?|co (potrafisz|umiesz|wiesz)|czy mozesz mi pomoc',
    fine: 'dobrze|swietnie|rozumiem|tak|nie|super',
  },
  ru: {
    greeting: 'привет|здравствуи(те)?|добрыи (день|вечер)|доброе утро|салют|приветствую',
    wellbeing: 'как (дела|поживаешь|поживаете|ты|вы)|как твои дела|как ваши дела|что нового',
    thanks: '(большое )?спасибо( большое| тебе| вам)?|благодарю( вас| тебя)?',
    farewell: 'пока|до (свидания|встречи|завтра)|спокоинои ночи|всего (доброго|хорошего)',
    who: 'кто (ты|вы)( такои| такая| такие)?|как (тебя|вас) зовут|расскажи(те)? о себе|представь(тесь|ся)',
    help: 'помощь|помоги(те)?( мне)?|что (ты )?(умеешь|знаешь|можешь)|что вы (умеете|знаете|можете)',
    fine: 'хорошо|понятно|отлично|да|нет|ясно|ок',
  },
  tr: {
    greeting: 'merhaba|selam|gunaydin|iyi (gunler|aksamlar)|selamun aleykum',
    wellbeing: 'nasilsin(iz)?|naber|ne haber|iyi misin(iz)?',
    thanks: '(cok )?tesekkur(ler| ederim| ederiz)|sag ?ol(un)?|cok sag ?ol',
    farewell: 'hosca kal(in)?|gorusuruz|iyi geceler|gule gule|bay bay',
    who: 'sen kimsin|kimsin(iz)?|siz kimsiniz|adin(iz)? ne|kendini(zi)? tanit',
    help: 'yardim( et)?|ne yapabilirsin|bana yardim (eder|edebilir) misin|neler biliyorsun',
    fine: 'tamam|guzel|harika|anladim|evet|hayir',
  },
  ar: {
    greeting: 'مرحبا|اهلا( وسهلا)?|السلام عليكم( ورحمة الله)?( وبركاته)?|صباح الخير|مساء الخير|سلام',
    wellbeing: 'كيف (حالك|حالكم|الحال)( اليوم)?|كيفك|كيف انت',
    thanks: 'شكرا( جزيلا| لك| لكم| كثيرا)?|اشكرك',
    farewell: 'وداعا|مع السلامة|الى اللقاء|تصبح على خير',
    who: 'من (انت|تكون|انتم)|ما اسمك|ما هو اسمك|عرف (بنفسك|عن نفسك)|حدثني عن نفسك',
    help: 'مساعدة|ساعدني|ماذا (تستطيع|يمكنك)( ان تفعل)?|هل يمكنك مساعدتي',
    fine: 'حسنا|جيد|ممتاز|نعم|لا|تمام',
  },
  hi: {
    greeting: 'नमस्ते|नमस्कार|हेलो|हैलो|हाय|सुप्रभात|राम राम',
    wellbeing: '(आप |तुम )?कैसे (हैं|हो)( आप)?|(आप |तुम )?कैसी (हैं|हो)|क्या हाल है|क्या हालचाल है',
    thanks: '(बहुत (बहुत )?)?(धन्यवाद|शुक्रिया)|थैंक यू',
    farewell: 'अलविदा|फिर मिलेंगे|शुभ रात्रि|बाय',
    who: '(आप|तुम|तू) कौन (हैं|हो|है)|(आपका|तुम्हारा) नाम क्या है|अपने बारे में बताइए|अपना परिचय दीजिए',
    help: 'मदद( करो| कीजिए| करें)?|(आप|तुम) क्या कर सकते (हैं|हो)|क्या आप मेरी मदद कर सकते हैं',
    fine: 'ठीक( है)?|अच्छा|बढ़िया|हाँ|हां|नहीं|समझ गया',
  },
  zh: {
    greeting: '(你|您|大家|哈)(好|喽)(啊|呀|吗)?|嗨|哈喽|早(上好|安)?|(下午|晚上|中午)好|在吗|嘿',
    wellbeing: '你(最近|今天)?(怎么样|好吗|还好吗)|最近怎么样|过得(怎么样|好吗)',
    thanks: '(非常|太|多)?(谢谢|感谢)(你|您|啦|了)?(的帮助)?|多谢|谢了',
    farewell: '再见|拜拜|晚安|回头见|明天见',
    who: '(你|您)(是|到底是)谁(啊|呀)?|(你|您)叫什么(名字)?|(请)?(你|您)?(自我介绍|介绍一下(你|您)?自己)(一下)?|你的名字是什么',
    help: '帮助|(你|您)(能|会|可以)(做|干)(什么|些什么)|(你|您)(知道|懂)(什么|些什么)|帮(帮)?我|我可以问(你)?什么',
    fine: '好(的|吧)?|明白(了)?|知道了|不错|是的?|不|太好了|可以',
  },
  ja: {
    greeting: 'こんにち(は|わ)|おはよう(ございます)?|こんばん(は|わ)|やあ|はじめまして|どうも|もしもし',
    wellbeing: '(お)?元気(ですか|かい|)|調子はどう(ですか)?|ご機嫌いかがですか',
    thanks: '(どうも)?ありがとう(ございます|ございました)?|感謝します|サンキュー',
    farewell: 'さようなら|じゃあ(ね|また)|またね|おやすみ(なさい)?|バイバイ',
    who: '(あなた|君|きみ)は(誰|だれ|どなた)(ですか|なの)?|(お)?名前(は何ですか|は|を教えてください)|自己紹介(して|をして)?(ください)?',
    help: '(助けて|ヘルプ|手伝って)(ください)?|何ができ(ますか|るの)|何を知って(いますか|いるの|る)',
    fine: 'はい|いいえ|わかりました|了解(です|しました)?|なるほど|いいね',
  },
  ko: {
    greeting: '안녕(하세요|하십니까|)?|반갑습니다|반가워(요)?|여보세요|좋은 아침(입니다|이에요)?',
    wellbeing: '(잘 )?지내(세요|요|니|십니까)|어떻게 지내(세요|요|니)?|잘 지내(세요|요|니)?|기분이 어때(요)?',
    thanks: '감사(합니다|해요)|고마워(요)?|고맙습니다',
    farewell: '안녕히 (가세요|계세요)|잘 (가|있어)(요)?|또 (봐|만나)(요)?|다음에 봐(요)?',
    who: '(당신은|너는|넌)?( )?누구(세요|예요|야|입니까|신가요)|이름이 (뭐예요|뭐야|무엇입니까|뭔가요)|자기소개( 해줘| 해 주세요| 부탁해요)?',
    help: '도와(줘|주세요|줄래)|도움말?|무엇을 할 수 있(나요|어요|습니까)|뭘 할 수 있(어|나요)',
    fine: '네|예|아니(요|오)|알겠(습니다|어요)|좋아(요)?|응',
  },
};
