import { absent, type LanguagePack } from './language-pack.ts';

export const polish: LanguagePack = {
  code: 'pl',
  name: 'Polish',
  script: 'Latin',
  traits: ['pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: 'łąęśżźń',
  functionWords: `
    a aby ale bardzo bez bo by był była było były być bym ci co czy dla do gdy gdzie go i ich ile im ja jak
    jaka jaki jakie jako je jego jej jest jestem już kiedy kogo komu kto która które którego której który
    których którzy lub ma mają mi między mnie może można mój my na nad nam nas nie nich nim niż o od ona one
    oni oraz po pod ponieważ przed przez przy są się siebie sobie swoje ta tak także tam te tego tej ten też
    to tu tych tylko tym u w we wszystko wszystkich z za ze został została że żeby`,
  stem: absent('no maintained stemmer is known'),
  irregularForms: `
    iść idę szedł szła poszedł, jechać jadę jedziesz jechał pojechał, robić robię robisz robił zrobił,
    wiedzieć wiem wiesz wie wiedział, widzieć widzę widzisz widział, brać biorę bierze brał wziął, dać
    daję daje dał, jeść jesz jadł zjadł, pisać piszę piszesz pisał napisał, mówić mówię mówisz mówił
    powiedział, urodzić urodziłem urodziłam urodziłeś urodziłaś urodził, sprzedać sprzedaję sprzedał
    sprzedałem sprzedałam sprzedaliśmy, kupić kupuję kupił kupiłem kupiłam, mieszkać mieszkam mieszkasz
    mieszka mieszkał mieszkałem, pracować pracuję pracujesz pracuje pracował pracowałem, nazywać nazywam
    nazywasz nazywa, kosztować kosztuje kosztował, lubić lubię lubisz lubi lubił, uczyć uczę uczysz uczył
    uczyłem nauczył, człowiek ludzie, dziecko dzieci, brat bracia, rok lata lat, dobry lepszy najlepszy,
    zły gorszy najgorszy, duży większy największy, mały mniejszy najmniejszy, pies psa psem psy, ręka
    ręce, oko oczy`,
  participles: absent('its participles begin as their verbs'),
  swappedWords: `
    cena kosztować opłata płacić, praca pracować zawód, mieszkać żyć dom, kupić nabyć, zacząć rozpocząć,
    skończyć rzucić przestać, dziecko syn córka, ojciec tata, matka mama, telefon komórka numer, mail
    email, nazywać imię, żona mąż ślub, wiek lat urodzić, kupić kupiec, sprzedać sprzedaż, urodzić
    urodziny narodziny, umrzeć śmierć, uczyć nauczyciel`,
  abbreviations: { words: 'dr inż itd itp m.in mgr np nr prof r tzn tzw ul ur wg', closing: '' },
  numberWords: absent('nobody has collected them yet'),
  relativeTimes:
    /(?<!\p{L})(dziś|dzisiaj|wczoraj|jutro|(w )?(zeszłym|ubiegłym|przyszłym) (tygodniu|miesiącu|roku)|(zeszłego|ubiegłego) (lata|roku)|(dwa|trzy|\d+) (dni|tygodnie|tygodni|miesiące|miesięcy|lata|lat) temu|niedawno|obecnie|teraz)(?!\p{L})/iu,
  quantities:
    'dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć dwadzieścia trzydzieści czterdzieści pięćdziesiąt sto tysiąc',
  sentenceOpeners: absent('nobody has collected them yet'),
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\b(ile|ilu|jak (długo|często|wysok|dużo|daleko))`,
    price: String.raw`(ile )?\bkosztuj(e|ą)|\bkosztowa[łl]\p{L}*|\b(jaka|jakie)\b(?=.{0,16}\b(cena|ceny|opłata))`,
    time: String.raw`\bkiedy\b|\bw (którym|jakim) (roku|dniu|miesiącu|wieku)`,
    person: String.raw`\b(kto|kogo|komu|kim)\b`,
    place: String.raw`\b(gdzie|skąd|dokąd)\b`,
    reason: String.raw`\b(dlaczego|czemu)\b`,
    definition: String.raw`^(co (to|jest|robi|oznacza)|kim (jest|był|była)|czym jest)`,
    manner: String.raw`\bjak\b(?! (się |ma na imię|masz na imię|nazywa|wabi))`,
    list: String.raw`\bjakie są\b|\blista\b|\bkroki\b`,
  },
  requests: absent('nobody has collected them yet'),
  classNouns: absent('nobody has collected them yet'),
  labelNames: {
    price: 'cena koszt opłata',
    time: 'data czas dzień rok',
    number: 'liczba ilość',
    person: 'imię autor',
    place: 'miejsce adres',
  },
  causes: /(ponieważ|dlatego|gdyż|z powodu|aby|przyczyn)/i,
  followUps: {
    openings: /^(a|i|albo|ale|też|więc|co z|dlaczego|więcej|naprawdę|na przykład)(?!\p{L})/iu,
    pointers: /(?<!\p{L})(on|ona|ono|oni|jego|jej|ich|jemu|nim|nią|to|ten|ta|tam|wtedy)(?!\p{L})/iu,
  },
  backReferences:
    /^(on|ona|ono|oni|one|to|ten|ta|te|jego|jej|ich|tam|ale|także|jednak|ponadto|potem|więc|oba)(?!\p{L})/iu,
  pointsUp: 'powyżej',
  smallTalk: {
    greeting: 'czesc|dzien dobry|dobry wieczor|hej|siema|witaj(cie)?|witam',
    wellbeing: 'jak sie (masz|pan ma|pani ma)|co slychac|jak leci|wszystko dobrze',
    thanks: 'dziekuje( bardzo)?|dzieki|bardzo dziekuje|wielkie dzieki',
    farewell: 'do widzenia|do zobaczenia|pa( pa)?|dobranoc|na razie',
    who: 'kim jestes|jak masz na imie|jak sie nazywasz|przedstaw sie|opowiedz (mi )?o sobie',
    help: 'pomoc|pomoz( mi)?|co (potrafisz|umiesz|wiesz)|czy mozesz mi pomoc',
    fine: 'dobrze|swietnie|rozumiem|tak|nie|super',
  },
  phrases: {
    no_answer: 'Przykro mi, nie znajduję nic na ten temat w tym, co wiem.',
    greeting: 'Dzień dobry! Jestem {name}. Co chcesz wiedzieć?',
    wellbeing: 'Dziękuję, wszystko dobrze. Co chcesz wiedzieć?',
    thanks: 'Nie ma za co!',
    farewell: 'Do widzenia!',
    who: 'Jestem {name}.',
    help: 'Jestem {name}. Zapytaj o to, co wiem, a pokażę, skąd pochodzi każda odpowiedź.',
    fine: 'Dobrze. Czy chcesz wiedzieć coś jeszcze?',
  },
  topicQuestion: 'Co możesz mi powiedzieć o {topic}?',
  offer: 'Mam tekst na temat: „{topic}”.',
  lightWords:
    'zrobione zrobić robić poszło idzie dobrze źle nowego nowe dalej następne stało zmieniło nauczyłem zostało zmienia udało',
  modelInstructions: absent('nobody has collected them yet'),
  pageMarks: {
    question: 'pytanie|problem',
    answer: 'odpowiedź|o|rozwiązanie',
    asker: 'dziennikarz|dziennikarka|prowadzący|prowadząca',
    self: 'ja',
    remark: 'uwaga|wskazówka|ważne|info|ps',
    label:
      'uwaga|wskazówka|ważne|przykład|telefon|tel|e-?mail|adres|cena|data|godzina|miejsce|imię|nazwisko|wiek|zawód|rozmiar|waga|kolor|składniki|przygotowanie|godziny otwarcia|temat|od|do',
    wrote: 'napisał|napisała|pisze',
    comments: 'komentarze|odpowiedzi',
    untilNow: 'obecnie|teraz|dziś',
  },
  persons: {
    self: {
      subject: 'ja my',
      object: 'mnie mi mną nas nam nami',
      possessive:
        'mój moja moje mojego mojej mojemu moim moją moi moich moimi nasz nasza nasze naszego naszej naszym naszą nasi naszych',
    },
    omitted: false,
    you: 'ty=ja ciebie=mnie cię=mnie ci=mi tobie=mi tobą=mną twój=mój twoja=moja twoje=moje twojego=mojego twojej=mojej twojemu=mojemu twoim=moim twoją=moją twoi=moi twoich=moich twoimi=moimi wy=my was=nas wam=nam wami=nami wasz=nasz wasza=nasza wasze=nasze waszego=naszego waszej=naszej waszym=naszym pan=ja pani=moja/ja pana=moja/mój/moje panem=mną panią=mnie państwo=my państwa=nasz/nasza/nasze',
    verbs:
      'jesteś=jestem jesteście=jesteśmy masz=mam macie=mamy wiesz=wiem chcesz=chcę możesz=mogę jesz=jem idziesz=idę jedziesz=jadę',
    endings: [
      ['ujesz', 'uję'],
      ['asz', 'am', 'ę'],
      ['esz', 'ę', 'em'],
      ['isz', 'ę', 'ię'],
      ['ysz', 'ę'],
      ['łeś', 'łem', 'liśmy'],
      ['łaś', 'łam', 'łyśmy'],
      ['liście', 'liśmy'],
      ['łyście', 'łyśmy'],
      ['acie', 'amy', 'am'],
      ['ecie', 'emy', 'ę'],
      ['icie', 'imy', 'ię'],
      ['ycie', 'ymy', 'ę'],
      ['uje', 'uję'],
      ['ł', 'łem'],
      ['ła', 'łam'],
      ['a', 'am'],
      ['i', 'ię'],
      ['e', 'ę'],
    ],
    addressed: String.raw`\p{L}{2,}(?:[aeiy]sz|łeś|łaś|liście|łyście)(?!\p{L})`,
  },
};
