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
    'dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt sto tysiąc',
  negations: /(?<!\p{L})(?:nie|nigdy|nikt|nikogo|nic|niczego|żad\p{L}+|bez|ani|nigdzie)(?!\p{L})/iu,
  sentenceOpeners: absent('nobody has collected them yet'),
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\b(ile|ilu|jak (długo|często|wysok|dużo|daleko))`,
    price: String.raw`(ile )?\bkosztuj(e|ą)|\bkosztowa[łl]\p{L}*|\b(jaka|jakie)\b(?=.{0,16}\b(cena|ceny|opłata))`,
    time: String.raw`\bkiedy\b|^o której\b|\bo której godzinie\b|\bw (którym|jakim) (roku|dniu|miesiącu|wieku)`,
    person: String.raw`\b(kto|kogo|komu|kim)\b`,
    place: String.raw`\b(gdzie|skąd|dokąd)\b`,
    reason: String.raw`\b(dlaczego|czemu)\b`,
    definition: String.raw`^(co (to|jest|robi|oznacza)|kim (jest|był|była)|czym jest)`,
    manner: String.raw`\bjak\b(?! (się |ma na imię|masz na imię|nazywa|wabi))`,
    list: String.raw`\bjakie są\b|\blista\b|\bkroki\b`,
  },
  measures: {
    extent: {
      asked: String.raw`jak (?:wysok|dług|głębok|szerok|duż|daleko)\p{L}*|ile (?:metrów|kilometrów)|(?:długość|wysokość|głębokość|szerokość|odległość)`,
      told: String.raw`# (?:(?:kilo|centy|mili)?metr\p{L}*|hektar\p{L}*|mil\p{L}*|pięt\p{L}*)`,
      labels: 'długość wysokość głębokość szerokość odległość',
    },
    duration: {
      asked: String.raw`jak długo|ile (?:lat|miesięcy|tygodni|dni|godzin|minut|czasu|trwa)(?!\p{L}| ma)`,
      told: String.raw`# (?:rok|lat|lata|roku|miesi\p{L}+|tygod\p{L}+|dni|dzień|godzin\p{L}*|minut\p{L}*|zim\p{L}*)|(?:rok|miesiąc|tydzień|godzinę|pół roku|pół godziny)|od (?:\p{L}+ )?\d{4}|\d{4} ?[–-] ?\d{4}`,
      labels: 'czas trwanie',
    },
    weight: {
      asked: String.raw`ile waży|waga|jak ciężk\p{L}*|ile (?:kilo|kilogramów|gramów)`,
      told: String.raw`# (?:kilo(?:gram\p{L}*)?|gram\p{L}*|ton\p{L}*|dag)`,
      labels: 'waga',
    },
    speed: {
      asked: String.raw`jak szybk\p{L}*|prędkość`,
      told: String.raw`# (?:węzł\p{L}*|kilometr\p{L}* na godzinę|koni|wat\p{L}*)`,
      labels: 'prędkość moc',
    },
    age: {
      asked: String.raw`ile (?:masz |macie |ma (?:pan|pani|\p{L}+) )?lat(?: ma| mają)?(?!\p{L})|w jakim (?:jest |są )?wieku`,
      told: String.raw`# (?:lat|lata|rok)|(?:urodz\p{L}+|zbudowan\p{L}+|założon\p{L}+)[^.!?]*\d{4}|\d{4}[^.!?]*(?:urodz\p{L}+|zbudowan\p{L}+|założon\p{L}+)`,
      labels: 'wiek urodzony',
    },
    temperature: {
      asked: String.raw`ile stopni|temperatur\p{L}*`,
      told: String.raw`# stop\p{L}+`,
      labels: 'temperatura',
    },
    money: {
      asked: String.raw`ile (?:kosztuj\p{L}*|kosztował\p{L}*|płac\p{L}*|zapłacił\p{L}*|bierze\p{L}*|za )|(?:jaka|jaki) (?:jest )?(?:cena|opłata|stawka|czynsz)|po ile`,
      told: String.raw`# (?:zł|złot\p{L}+|groszy|euro|dolar\p{L}*|funt\p{L}*)|za darmo|bezpłatn\p{L}+|gratis`,
      labels: 'cena koszt opłata',
    },
  },
  personalFacts: String.raw`
    (?<=co )(?:robi|robił|robiła)(?= (?:zawodowo )?(?:twój|twoja|pana|pani|wasz|wasza) #)|czym (?:się )?(?:zajmuje|zajmował|zajmowała)(?: się)?(?= (?:twój|twoja|pana|pani) #)|(?<=kim (?:jest|był|była) (?:twój|twoja|pana|pani) # )z zawodu|gdzie pracuje(?= (?:twój|twoja|pana|pani) #) → zawód praca ⇒ (?<!\p{L})(?:jest|był|była|jako) (?:\p{L}+ )?\p{L}+(?:em|cą|czką|lką|rką|arką|istą|ą|yk|ik|arz|ka|nica|ent|og)(?!\p{L})|(?<!\p{L})(?:pracuje|pracował|pracowała|uczy|uczył|uczyła|prowadzi|sprzedaje|jeździ|gotuje|pisze|maluje|studiuje|naprawia|łowi|hoduje)(?!\p{L})
    (?:twój|pana|pani|wasz) (?:adres )?(?:e-?mail|mail)(?:owy)?(?=\W*$)|^e-?mail(?=\W*$) → email mail +pisać +napisz +kontakt ⇒ \S@\S+\.\p{L}
    skontaktować|(?:do ciebie|do pana|do pani|do was) (?:napisać|pisać)|(?:napisać|pisać) (?:do ciebie|do pana|do pani|do was) → email mail telefon adres +kontakt +pisać +napisz → \S@\S+\.\p{L}|(?:tel\p{L}*|dzwoń\p{L}*)[^.!?\n]{0,40}?\+?\d[\d ()/.-]{5,}\d
    ile (?:masz|pan ma|pani ma|ma pan|ma pani) lat → urodziłem urodziłam urodzony urodzona wiek → mam \d\d lat|(?<!\p{L})urodził[ae]m się
    ile lat (?:ma|mają|miał|miała)(?!\p{L}) → wiek urodzony urodzona zbudowany → (?:ma|mają) (?:\d{1,2}|\p{L}+) lat
    (?:gdzie|kiedy) (?:się )?(?:urodził[ae]ś|pan urodził|pani urodziła)(?: się)? → urodziłem urodziłam urodzony →
    (?:czym|co) (?:się zajmujesz|robisz zawodowo|robisz w życiu|się pan zajmuje|się pani zajmuje)|(?:twój|pana|pani) zawód → zawód praca pracuję → (?<!\p{L})(?:pracuję|jestem \p{L}+(?:rzem|arką|iem|istą|ikiem|cą))(?!\p{L})
    (?<=^(?:od )?(?:kiedy|w którym roku)(?: \S+)*? ?)(?:został[ae]ś|zostałeś|zostałaś|zacz(?:ąłeś|ęłaś)|(?:pan|pani) (?:został|została|zaczął|zaczęła))(?!\p{L}) → zostałem zostałam zacząłem zaczęłam początek → od (?:\p{L}+ )?(?:1[5-9]|20)\d\d|^\W*(?:1[5-9]|20)\d\d ?[–-]
    (?:masz|ma (?:pan|pani)) (?:męża|żonę|partnera|dziewczynę|chłopaka)|(?:jesteś|jest (?:pan|pani)) (?:żonaty|zamężna) → mąż żona żonaty zamężna ślub →
    (?:masz|macie|ma (?:pan|pani)) (?:dzieci|syna|córkę) → dziecko dzieci syn córka →
    (?:zapłacić|płacić|płatność|przyjmuje\p{L}*)(?: \p{L}+){0,2} kart\p{L}+ → karta kartą gotówka płatność →
    jak(?:ie|imi|ich)(?: \p{L}+){0,2} język\p{L}+ → język języki → (?<!\p{L})mówię(?!\p{L})|^(?:polski|angielski|niemiecki|rosyjski)(?!\p{L})
    (?:o której|kiedy|w jakie dni|w jakich godzinach)(?: \p{L}+){0,3} (?:otwar\p{L}+|czynn\p{L}+)|godziny otwarcia|jesteście otwarci → otwarte otwarty czynne zamknięte godziny →
    (?:numer )?telefon(?:u)?(?=\W*$)|(?:do (?:ciebie|pana|pani|was)) (?:zadzwonić|dzwonić) → telefon komórka → (?:tel\p{L}*|dzwoń\p{L}*)[^.!?]{0,30}\+?\d[\d ()/.-]{6,}\d
    (?:skontaktować|napisać)(?: \p{L}+){0,2} (?:z tobą|do ciebie|z wami|do was|z panem|z panią) → email mail telefon adres → \S@\S+\.\p{L}
    kto (?:cię|pana|panią) (?:nauczył|uczył)|od kogo (?:się )?(?:nauczył|uczył)\p{L}* → nauczył uczył nauczyciel mistrz →
  `,
  requests: {
    kinds: {
      topics: `
        o co (?:mogę|można) (?:cię |ciebie |pana |panią )?(?:zapytać|pytać|spytać)
        co (?:wiesz|pan wie|pani wie)
        o czym (?:piszesz|mówisz|możemy (?:porozmawiać|rozmawiać)|jest (?:ten|twój) blog|jest ta strona)(?: tutaj)?
        jakie są twoje tematy`,
      self: `
        (?:powiedz|opowiedz)(?: mi| nam)?,? kim (?:jesteś|pan jest|pani jest)
        (?:daj|przedstaw|zrób)(?: mi| nam)?(?: krótki| krótkie| ogólny| ogólne)? ?(?:przegląd|zarys|podsumowanie|obraz)(?: (?:siebie|o sobie|swojego życia|tego,? kim jesteś))?
        kim (?:jesteś|pan jest|pani jest),? (?:w skrócie|krótko|w kilku słowach|w jednym zdaniu)
        przedstaw się (?:krótko|w skrócie|w kilku słowach)
        kim (?:jesteś|pan jest|pani jest)
        (?:opowiedz|powiedz)(?: mi| nam)?(?: coś| więcej| trochę)? o sobie
        przedstaw się
        opisz siebie`,
      compare: `
        porównaj … (?:i|z|oraz) …
        (?:jaka jest różnica|czym się różni|czym różni się|jakie są różnice) (?:między |pomiędzy )?… (?:a|i|od) …
        (?:co jest lepsze|co wolisz|wolisz)[,: ]*… (?:czy|lub|albo) …
        … (?:vs\\.?|kontra) …`,
      needs: `
        (?:czego potrzebuję|co jest potrzebne|czego potrzeba|co potrzebuję|co będzie mi potrzebne) (?:do zrobienia|do|na|żeby zrobić|aby zrobić) …
        (?:jakie|jakich) (?:składniki|składników|materiały|materiałów|narzędzia|narzędzi)(?: są potrzebne| potrzebuję)? (?:do|na) …
        składniki (?:na|do) …`,
      opinion: `
        co (?:myślisz|sądzisz|pan sądzi|pani sądzi|uważasz) (?:o|na temat) …
        (?:jaka jest|jakie jest) twoj[ae] (?:opinia|zdanie) (?:o|na temat) …
        twoja opinia (?:o|na temat) …
        (?:czy )?(?:lubisz|kochasz|podoba ci się|podobają ci się) …`,
      advice: `
        (?:czy )?(?:polecasz|poleciłbyś|poleciłabyś|polecisz|radzisz) …
        co (?:polecasz|radzisz|poleciłbyś|poleciłabyś|doradzasz)(?: do| na| dla| w sprawie)? …
        (?:masz |czy masz |daj )?(?:jakieś |jakąś )?(?:rady|rada|radę|porady|wskazówki|wskazówkę|rekomendacje) (?:dla|do|dotyczące|na temat|jak) …
        (?:czy )?(?:powinienem|powinnam|mam|warto) …
        na co (?:zwrócić uwagę|uważać) (?:przy|podczas|w) …`,
      reason: `
        (?:dlaczego|czemu) …
        z jakiego powodu …
        jaki (?:jest|był) powód …
        jak to się stało,? że …`,
      since: `
        od (?:kiedy|jak dawna|ilu lat) …
        jak długo (?:już )?…`,
      frequency: `
        jak często …
        co ile …
        ile razy (?:w|na|dziennie) …`,
      place: `
        gdzie (?:dokładnie|konkretnie) …
        gdzie … dokładnie
        w którym (?:miejscu|dokładnie miejscu) …`,
      company: `
        z kim …`,
      events: `
        co się (?:stało|wydarzyło|działo)(?: z| ze| w| na| podczas| kiedy| gdy| po)? ?…
        co (?:stało|wydarzyło) się(?: z| ze| w| na| podczas| kiedy| gdy| po)? ?…
        jak (?:było|poszło|przebiegł[ao]?) …`,
      manner: `
        jak (?:zrobić|się robi|mogę|można|mam|ugotować|upiec|zbudować|naprawić|nauczyć się|przygotować|robić|robisz) …
        (?:wyjaśnij|pokaż|powiedz)(?: mi)?,? jak …
        (?:kroki|instrukcja) (?:do|jak) …`,
      list: `
        (?:wymień|wylicz)(?: mi)?(?: wszystkie| swoje| kilka)* …
        (?:podaj|daj)(?: mi)? listę …
        lista …
        jakie są (?:twoje|pana|pani) …`,
      summary: `
        (?:podsumuj|streść) …
        (?:daj |zrób )?(?:mi )?(?:krótkie )?(?:podsumowanie|streszczenie) …`,
      overview: `
        (?:opowiedz|powiedz|opowiadaj)(?: mi| nam)?(?: coś| więcej| trochę| wszystko)? o …
        (?:opowiedzieć|powiedzieć)(?: mi)?(?: coś| więcej)? o …
        (?:opisz|opisać|wyjaśnij|wyjaśnić|objaśnij)(?: mi)? …
        co (?:wiesz|możesz (?:mi )?powiedzieć|pan wie|pani wie)(?: mi)? (?:o|na temat) …
        (?:coś|więcej) o …`,
    },
    courtesies: `
      (?:czy )?(?:możesz|mógłbyś|mogłabyś|może pan|może pani|zechcesz)(?: proszę)? …
      (?:proszę|hej|a|i|więc|ok|no),? …
      …,? (?:proszę|krótko|w skrócie|w kilku słowach)
      (?:powiedz|powiedzieć)(?: mi)?,? …
      (?:czy )?wiesz,? …
      (?:chciałbym|chciałabym|chcę) (?:się dowiedzieć|wiedzieć),? …`,
  },
  presently: /(?<!\p{L})(?:teraz|obecnie|aktualnie|w tej chwili|dziś|dzisiaj|w tym momencie)(?!\p{L})/giu,
  sentenceMarks: {
    judges: String.raw`(?:lubię|kocham|nienawidzę|uwielbiam|wolę|myślę,? że|sądzę|uważam|wierzę|podziwiam|żałuję|cenię|lubiłem|lubiłam)(?!\p{L})|podoba(?:ją)? mi się|mój ulubion\p{L}+|moja ulubion\p{L}+|moim zdaniem|według mnie|warto|(?:jest|są|był|była|było|były|to) (?:\p{L}+ ){0,2}(?:lepsz\p{L}+|najleps\p{L}+|gors\p{L}+|przecenian\p{L}+|wspaniał\p{L}+|straszn\p{L}+|świetn\p{L}+|piękn\p{L}+|brzydk\p{L}+|nudn\p{L}+|bezużyteczn\p{L}+|dobr\p{L}+|zł[aey])|nigdy bym`,
    advises: String.raw`(?:powinien\p{L}*|powinn\p{L}+|należy|trzeba|musisz|warto)(?!\p{L})|polecam|radzę|sugeruję|nigdy|zawsze|unikaj\p{L}*|pamiętaj|najlepiej|lepiej|jeśli|jeżeli|moja rada|rad[ay](?!\p{L})|wskazówk\p{L}+|nie (?:zapomnij|kupuj|używaj|rób)|^(?:weź|użyj|używaj|trzymaj|zacznij|kup|ucz|naucz|pisz|czytaj|poczekaj|pytaj|zapytaj|sprawdź|idź|zostaw|spróbuj|wybierz|połóż)(?!\p{L})`,
    needs: String.raw`składnik\p{L}*|materiał\p{L}*|narzędzi\p{L}*|sprzęt|lista zakupów|potrzeb\p{L}+|weź(?!\p{L})`,
    frequency: String.raw`(?:każd\p{L}+) \p{L}+|co (?:\p{L}+ )?(?:dzień|dzienn\p{L}+|rano|wieczór|noc|tydzień|miesiąc|rok|godzinę|tygodni\p{L}*|drugi \p{L}+)|codzien\p{L}+|(?:raz|dwa razy|trzy razy|\p{L}+ razy|\d+ razy) (?:w|na|dziennie)|cotygodniow\p{L}+|rzadko|często|w (?:poniedziałki|wtorki|środy|czwartki|piątki|soboty|niedziele)`,
    since: String.raw`od (?:\p{L}+ )?(?:\d+|lat|roku|dzieciństwa|\p{L}+ lat)|zacz[ąęę]\p{L}+|w (?:19|20)\d\d|\S+ lat temu`,
    company: String.raw`z(?:e)? (?:(?:moim|moją|moimi|swoim|swoją|swoimi|naszym|dwoma|dwiema|trzema) )?(?:\p{L}+ )?(?:żoną|mężem|partner\p{L}+|bratem|braćmi|siostr\p{L}+|matką|mamą|ojcem|tatą|synem|córką|przyjaci\p{L}+|kolegą|kolegami|koleżank\p{L}+|kuzyn\p{L}+|wujkiem|ciocią|babcią|dziadkiem|dziećmi|rodziną|sąsiad\p{L}+|zespołem|uczniami|rodzicami)(?!\p{L})|razem|sam(?!\p{L})|sama(?!\p{L})|wspólnie|z(?:e)? (?-i:\p{Lu}\p{Ll})|i ja(?!\p{L})`,
    self: String.raw`jestem (?:\p{L}+(?:em|ką|ką|orem|istą|arzem|arką|ym|ą)(?!\p{L})|(?-i:\p{Lu}))|nazywam się|mam na imię|(?:mieszkam|pracuję|urodziłem|urodziłam|dorastał\p{L}+|studiował\p{L}+|uczę|piszę|pochodzę)(?!\p{L})`,
    change: String.raw`(?:został[aoiy]?|zostali|jest|był[aoiy]?|się) (?:\S+ ){0,3}(?:sprzedan\p{L}+|skradzion\p{L}+|kupion\p{L}+|zniszczon\p{L}+|zamknięt\p{L}+|zepsut\p{L}+|złaman\p{L}+|odwołan\p{L}+|porzucon\p{L}+|rann\p{L}+|zwolnion\p{L}+|naprawion\p{L}+)|(?:zepsuł|złamał|pękł|umarł|zmarł|zatonął|spłonął|zniknął|upadł|spadł|wybuchł|skończył|stracił|sprzedał|zamkn)\p{L}*`,
    pageTalk: String.raw`w (?:tym|następnym|poprzednim|innym) (?:wpisie|artykule|poście|tekście|rozdziale)|(?:ten|niniejszy) (?:wpis|artykuł|tekst) (?:jest|opisuje)|(?:patrz|zobacz) (?:poniżej|powyżej|niżej|wyżej)|jak (?:pisałem|pisałam|wspomniałem|wspomniałam)|oto `,
    selfTitle: String.raw`^o (?:mnie|nas|autorze|sobie)$|^kim jestem|^biografia|^moje życie|^moja historia|^profil$`,
  },
  compoundQuestions: {
    conjunctions: 'i a oraz',
    interrogatives:
      /(?<!\p{L})(co|gdzie|kiedy|kto|kim|kogo|dlaczego|czemu|jak|jaki[ea]?|jaka|ile|skąd|dokąd|czym|który|która|które)(?!\p{L})|^(czy|masz|jesteś|możesz|lubisz)(?!\p{L})/iu,
  },
  people: String.raw`matk\p{L}+ mam(?:a|ie|ę|y) ojc\p{L}+ ojciec tat(?:a|y|ę|cie) rodzic\p{L}* mąż męż\p{L}+ żon\p{L}+ syn\p{L}* córk\p{L}+ córc\p{L}+ dziec\p{L}+ brat\p{L}* siostr\p{L}+ wuj\p{L}* ciot\p{L}+ ciocia bab(?:cia|ci|cię|cią) dziad\p{L}* wnu(?:k|czk)\p{L}* przyjaci\p{L}+ sąsiad\p{L}* koleg\p{L}+ koleżank\p{L}+ szef\p{L}* nauczyciel\p{L}* mistrz\p{L}*`,
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
    thanks: 'dziekuje( bardzo)?( za pomoc)?|dzieki|bardzo dziekuje|wielkie dzieki',
    farewell: 'do widzenia|do zobaczenia|pa( pa)?|dobranoc|na razie',
    who: 'kim jestes|jak masz na imie|jak sie nazywasz|przedstaw sie|opowiedz (mi )?o sobie',
    help: 'pomoc|pomoz( mi)?|co (potrafisz|umiesz|wiesz)|czy mozesz mi pomoc',
    fine: 'dobrze|swietnie|rozumiem|tak|nie|super',
  },
  phrases: {
    no_answer: 'Przykro mi, nie znajduję nic na ten temat w tym, co wiem.',
    still_reading:
      'Nie znajduję jeszcze nic na ten temat: wciąż czytam niektóre z moich stron. Zapytaj mnie ponownie za chwilę.',
    greeting: 'Dzień dobry! Jestem {name}. Co chcesz wiedzieć?',
    wellbeing: 'Dziękuję, wszystko dobrze. Co chcesz wiedzieć?',
    thanks: 'Nie ma za co!',
    farewell: 'Do widzenia!',
    who: 'Jestem {name}.',
    help: 'Jestem {name}. Zapytaj o to, co wiem, a pokażę, skąd pochodzi każda odpowiedź.',
    fine: 'Dobrze. Czy chcesz wiedzieć coś jeszcze?',
    wordless: 'Możesz to powiedzieć słowami? Zadaj mi pytanie, a poszukam w tym, co wiem.',
    topics: 'Możesz zapytać mnie o: {topics}.',
  },
  topicQuestion: 'Co możesz mi powiedzieć o {topic}?',
  offer: 'Mam tekst na temat: „{topic}”.',
  lightWords:
    'zrobione zrobić robić poszło idzie dobrze źle nowego nowe dalej następne stało zmieniło nauczyłem zostało zmienia udało',
  inOtherWords: [
    ['Czy masz rower?', 'Nigdy nie nauczyłem się pedałować i chodzę do pracy pieszo.'],
    ['Ile kosztuje bochenek?', 'Za chleb bierzemy cztery euro.'],
    ['Gdzie dorastałeś?', 'Dzieciństwo spędziłem w gospodarstwie pod Dijon.'],
    ['Ile osób u was pracuje?', 'W warsztacie jest nas dziewięcioro.'],
    ['Dlaczego odszedłeś z banku?', 'Złożyłem wypowiedzenie, bo dni stały się zbyt długie.'],
    ['Którą książkę lubisz najbardziej?', 'Moja ulubiona powieść to Moby Dick.'],
  ],
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
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: {
    asked: String.raw`^(?:a |czy )*(?:masz|macie|(?:pan|pani) ma|ma (?:pan|pani))(?! (?:na imię|lat|ochotę|czas))(?!\p{L})`,
    told: String.raw`(?<!\p{L})(?:(?:mój|moja|moje|moi|moich|mojego|mojej|moją|nasz\p{L}*) |(?:mam|mamy|miałem|miałam|mieliśmy|hoduję|hodujemy|sprzedaję|sprzedajemy|robię|kupiłem|kupiłam|kupiliśmy) )(?:[^\s.,;:!?]+ ){0,4}$`,
  },
  persons: {
    self: {
      subject: 'ja my',
      object: 'mnie mi mną nas nam nami',
      possessive:
        'mój moja moje mojego mojej mojemu moim moją moi moich moimi nasz nasza nasze naszego naszej naszym naszą nasi naszych',
    },
    omitted: false,
    subjects: {
      thirds: 'on ona oni one',
      relatives: 'który która które którzy',
      prepositions: 'z ze od do dla u o przy bez na w we za przez po przed pod nad między jak niż',
      joins: 'i a ale lub bo że gdy kiedy gdzie jeśli podczas oraz więc',
    },
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
