/**
 * Function words by language: what a question is asked with, not what it asks for. They do two jobs: retrieval gives
 * them no weight, and their shares tell the languages of one script apart. So a list holds frequent grammatical words
 * only (articles, pronouns, prepositions, auxiliaries, question words), never nouns that could be looked for.
 */
export const functionWords: Readonly<Record<string, string>> = {
  en: `a about above after again against all also am an and any are aren as at be because been before being below between both but by
    can cannot could couldn did didn do does doesn doing don down during each every few for from further had hadn has hasn have haven having he
    her here hers herself him himself his how i if in into is isn it its itself just let ll me many more most much must my myself no nor not of off
    on once only or other ought our ours ourselves out over own re same shall shan she should shouldn so some such than that the their theirs
    them themselves then there these they this those though through to too under until up upon us ve very was wasn we were weren what when where
    whether which while who whom whose why will with would wouldn yet you your yours yourself`,
  de: `aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis bist da damit dann das dass daß dazu
    dein deine dem den denen denn der deren des dessen dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem
    einen einer eines er es etwas euch euer für gegen gewesen hab habe haben hat hatte hatten hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren
    ihrer im in indem ins ist ja jede jedem jeden jeder jedes jedoch jener kann kein keine keinem keinen keiner können könnte man mehr mein meine
    mich mir mit muss nach nachdem nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so sogar solche soll
    sollte sondern sonst über um und uns unser unter viel viele vom von vor wann war waren warum was weil welche welchem welchen welcher welches wem wen
    wenn wer werde werden wessen wie wieder will wir wird wo wobei wodurch wofür woher wohin womit woran worauf woraus worin worüber wovon wozu wurde wurden während würde würden zu zum zur zwar zwischen`,
  fr: `a afin ai ainsi alors après as au aucun aucune aussi autre autres aux avaient avait avant avec avoir ayant c car ce ceci cela celle celles celui
    ces cet cette ceux chaque chez comme comment d dans de depuis des donc dont du elle elles en encore entre es est et étaient était étant été être eu
    eux fait fut ici il ils j je jusqu l la laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui m ma mais me même mes moi moins mon n ne ni
    nos notre nous on ont ou où par parce pas pendant peu peut plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se sera ses si sont
    sous sur t ta te tes toi ton tous tout toute toutes très tu un une vers vos votre vous y`,
  es: `a acerca al algo algún alguna algunas alguno algunos ante antes aquel aquella aún aunque cada casi como cómo con contra cual cuál cuáles cualquier cuando
    cuándo cuanta cuánta cuántas cuanto cuánto cuántos de del desde donde dónde dos durante e el él ella ellas ellos en entre era eran es esa esas ese eso esos esta
    está estaba estaban están estas este esto estos fue fueron ha había habían hacia han has hasta hay la las le les lo los más me mi mí mis mucho muchos muy nada ni no
    nos nosotros nuestra nuestro o os otra otras otro otros para pero poco por porque pues que qué quien quién quienes quiénes se según ser será si sí sido sin sino sobre
    son soy su sus también tan tanto te tenía tener tiene tienen toda todas todo todos tras tu tú tus un una unas uno unos usted vosotros y ya yo`,
  it: `a abbia ad agli ai al alcuni alla alle allo all anche ancora avere aveva avevano avuto c che chi ci ciò coi col come con contro cosa cui d da dagli dai dal dall dalla dalle
    dallo degli dei del dell della delle dello di dopo dove durante e è ed egli era erano essere essi fra fu furono gli ha hanno ho i il in io l la le lei li lo loro lui ma me
    mentre mi mia mio molti molto ne né negli nei nel nell nella nelle nello noi non nostra nostro o ogni oltre per perchè perché però più poi prima può quale quali qual quando quanta quante quanti
    quanto quella quelle quelli quello quell questa queste questi questo quest qui sarà se sé sei senza si sia siamo sono sopra sotto stata state stati stato su sua sue sugli sui sul sull
    sulla sulle suo suoi tra tu tua tuo tutte tutti tutto un una uno un vi voi`,
  pt: `à ao aos aquela aquele aquilo as às até cada com como da das de dela dele deles depois do dos e é ela elas ele eles em entre era eram essa esse esta está estão este eu foi foram há isso
    isto já lhe mais mas me mesmo meu minha muito muitos na não nas nem no nos nós nossa nosso num numa o onde os ou para pela pelas pelo pelos por porque qual quais quando quanto quantas quantos
    que quem são se seja sem ser será seu seus só sob sobre sua suas também te tem têm tinha toda todas todo todos um uma umas uns você vocês`,
  nl: `aan al alle als andere bij daar dan dat de der deze die dit door dus een en er had hadden heb hebben heeft hem het hier hij hoe hoeveel hun ik in is ja je jij jou kan kunnen maar me meer men met
    mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot u uit uw van veel voor waar waarom waren was wat welk welke werd werden wie wij wil word worden wordt zal ze
    zei zelf zich zij zijn zo zonder zou`,
  sv: `alla allt än att av blev bli blir de dem den denna deras dess dessa det detta dig din där då efter ej eller en er ett från för ha hade han hans har henne hennes hon honom hur här i icke in inom inte jag ju
    kan kunde man med mellan men mig min mot mycket många ni nu när något några och om oss på samma sedan sig sin sina ska skulle som så till under upp ut utan vad var vara varför varit vem vi vid vilka vilken vilket vår är över`,
  da: `ad af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din disse dog du efter eller en end er et for fra få ham han hans har havde hende hendes her hos hun hvad hvem hvilke hvilken hvis hvor
    hvordan hvorfor hvornår i ikke ind ingen jeg jer kan kunne man mange med meget mellem men mig min mod mens ned nogle nogen noget nu når og også om op os over på selv sig sin sine skal skulle som sådan til ud under var ved vi vil ville være været`,
  no: `alle at av bare ble bli blir da de deg dem den denne der deres det dette din disse du eller en enn er et etter for fordi fra før ha hadde han hans har henne hennes her hos hun hva hvem hvilke hvilken hvis hvor hvordan hvorfor i ikke inn jeg kan
    kunne man mange med meg mellom men mer min mot mye ned noe noen nå når og også om opp oss over på seg selv sin sine skal skulle slik som så til under ut var ved vi vil ville vår være vært`,
  fi: `ei eivät eli en ennen ettei että hän hänen he heidän itse ja jo joka jolla jonka jos joissa jossa jota jotka kanssa kaikki koska kuin kuinka kuka kun kuten me meidän mihin mikä miksi millainen milloin minkä minun minä missä mistä mitä moni monta mukaan mutta muun muut myös ne
    niiden niin niitä noin nyt näiden näin nämä ole olen oli olivat olla ollut on ovat pitää sekä sen siellä siihen siinä siis sillä sinä sitä sitten tai te tämä tämän tässä tästä tätä vai vain vaan vaikka välillä yli`,
  pl: `a aby ale bardzo bez bo by był była było były być bym ci co czy dla do gdy gdzie go i ich ile im ja jak jaka jaki jakie jako je jego jej jest jestem już kiedy kogo komu kto która które którego której który których którzy lub ma mają mi między mnie może można mój my na nad nam nas
    nie nich nim niż o od ona one oni oraz po pod ponieważ przed przez przy są się siebie sobie swoje ta tak także tam te tego tej ten też to tu tych tylko tym u w we wszystko wszystkich z za ze został została że żeby`,
  cs: `a aby aj ale ani asi až bez bude budou by byl byla byli bylo být co což či do ho i jak jaká jaké jaký jako je jeho jej její jejich jen ještě již jsem jsme jsou k kam kde kdo kdy kdyby když ke která které kterého který kteří ku má mají mezi mi mně mu my na nad nebo není než
    nich o od on ona oni ono po pod podle pokud pouze pro proč proto protože před přes při s se si své svůj ta tak také takže tam te tedy ten tento této to toho tohoto tom tomto tu ty u už v ve však všech všechny vy z za ze že`,
  sk: `a aby aj ako aká aké aký ale alebo ani asi až bez bol bola boli bolo bude by byť cez čo či do ho i ich ja je jeho jej k kam kde kedy keď kto ktorá ktoré ktorého ktorí ktorý ku má majú medzi mi na nad nie nich o od on ona oni po pod podľa pre pred pretože pri prečo s sa si
    sme so som sú svoje ta tak takže tam ten tento tejto to toho tom tu už v vo však všetky z za zo že`,
  hr: `a ako ali bez bi bila bile bili bilo bio biti da do dok ga gdje gde ga i ili im iz ja je jer jesu još jedan jedna k kada kad kako kao koja koje kojeg koji kojih kojoj koju koliko ko kod li me među mi mu na nad nakon ne nego neki nije nisu njegov njegova njih njihov
    o od on ona oni ono ova ovaj ove ovo po pod prema pri prije s sa samo se su sve svi svoje što šta ta tada taj također takođe te ti to tko tu u uz već više vi za zašto zbog`,
  sl: `a ali ampak bi bil bila bile bili bilo biti bo bodo brez da do dokler ga glede in iz jaz je jih ji jo k kadar kaj kako kakšen kateri katera katere kdaj kdo ker ki kje ko kot koliko lahko ljub med mi mu na nad naj ne nego ni niso njegov njih o ob od on ona oni pa po pod
    pred pri proti s sam se sem si so sta svoj ta tako te tem ter ti to tudi v več vendar vi vse z za zakaj zaradi že`,
  hu: `a abban ahhoz ahogy ahol aki akik akkor ami amely amelyek amelyet amikor annak arra arról az azok azon azonban azt azzal be belül csak de e egy egyik el elég ellen és ez ezek ezen ezt fel ha hanem hány hogy hogyan hol ide igen illetve ilyen is ki kik kit kell közben között le
    lehet lenne lesz lett maga majd már meg mely melyik mert mi miért mikor milyen mint mit mindig minden még nagyon ne nek nem néhány ő ők olyan ott össze pedig saját s se sem sok szerint számára több tehát úgy után vagy van vannak volt voltak`,
  ro: `a ai aceasta această acel acest aceste acestui acestea aceștia al ale alte am ar are as asta astfel atât au avea aveau avut când că cărei căror care ce cei cel cele cine cu cum cât câte câți da dacă dar de deși din dintre doar după ea ei el ele era erau este eu fi fie fiind fost
    iar în înainte între își îl îi la le li lor lui mai mulți mult ne nici noi nu o ori pe pentru peste prin sa să sale sau se și său sunt spre sub te toate tot toți un una unde unei unor unui va vor`,
  ca: `a al als altra altres amb aquell aquella aquest aquesta aquests així això cada com d de del dels des després doncs e el ella elles ells els em en encara entre era eren es és està et fins fou ha han hi havia i ja l la les li llur m més molt molts n ni no nosaltres o on
    ola per perquè però poc pot què qual quals quan quant quants que qui s se sense ser serà seu seus seva si sobre són sota també tan tot tota tots un una uns va van`,
  tr: `acaba ama ancak aslında az bana bazı belki ben beni bile bir biri birçok biz bu buna bunu bunun çok çünkü da daha de defa değil diye en gibi göre hangi hangisi hem hep her hiç için ile ise işte kaç kadar ki kim kimin mı mi mu mü nasıl ne neden nerede nereye niçin niye o
    olan olarak oldu olduğu olmak olup on ona onlar onu onun orada sadece sanki şey şu ve veya vardı var ya yani yok zaman`,
  id: `ada adalah agar akan antara apa apakah atas atau bagaimana bagi bahwa banyak beberapa belum berapa bisa bukan dalam dan dapat dari daripada dengan di dia harus hanya hingga ia ini itu jika juga kami kamu karena kapan ke kepada kita lebih maka mana masih mengapa mereka menjadi oleh
    pada para saat saja sampai sangat saya sebagai sebuah secara sejak seperti serta setelah siapa suatu sudah supaya tapi telah tentang tersebut tetapi tidak untuk yaitu yang`,
  vi: `bao bị bởi các cái cho chưa có còn của cũng do đã đang đây để đến đi được gì hay hoặc họ khi không là làm lại lên lúc mà mỗi một nào này nên nếu ngay nhiều như nhưng những nó nơi ở phải qua ra rất rồi sau sẽ tại theo thì tôi trên trong trước từ từng vào vẫn và về vì với`,
  et: `aga ei ega et ja ka kas kes kelle keda kui kuid kuidas kus kuhu kust ka kõik ma me meie mida miks millal milline millest mis mille mitu mu nad need nende neid nii ning no oli olid olla olnud oma on või see seda selle sellest seal siin siis sa ta te teda tema üle
    veel vaid`,
  lt: `ant apie ar arba bei bet bus buvo būti dar dėl didelis gali iki ir iš jau jei ji jie jis jo jos jų ką kai kaip kam kas kad kada ko kodėl kur kurie kuri kuris kurio kuriuo mano mes nei nes nuo o pagal pat per po prie prieš su savo tai tačiau tarp tas ten ji to todėl tu tuo už yra`,
  lv: `ar arī bet bija būt bez caur cik dēļ es gan ir ja jau jūs ka kā kad kas kam kāds kāda kādi kāpēc kur kura kurš ko kopš lai līdz man mēs mūsu nav ne nē no pa par pār pēc pie pirms savu starp šī šis tā tad tas tikai tiek tika to tomēr tur tu un uz vai vairāk viņa viņš viņi`,
  eu: `al ala arte bai baina baino bat batzuk beste bezala da dago dira dituzte ditu du duen dute egin ere eta ez gabe gu hau hori honek hura izan izango ni nola nor noiz non nork zer zein zergatik zen ziren zuen zuten`,
  gl: `ao aos aquel aquela as até ata cada coa co como con cando cal cales da das de dende do dos e é el ela eles en entre era eran esta este estes foi foron hai isto lle lles máis mais moi na nas non no nos nosa o onde os ou para pero pola polo polos por porque que quen se
    sen ser seu seus sobre son súa tamén unha un uns unhas xa`,
  ru: `а без бы был была были было быть в вам вас ведь во вот все всё всего всех вы где да даже для до его ее её если есть еще ещё же за зачем здесь и из или им ими их к как какая какие каким каких какое какой какую когда кого кому которая которого которой которые который которых кто куда ли либо между
    меня мне много может можно мой мы на над надо нас наш не него нее нет ни них но ну о об однако он она они оно от перед по под после потому почему при про с сам свой себя сколько со так также такой там те тем то того тоже той только том ты у уже хотя чего чей чем через что чтобы чьё эта эти этих это этого этой этом этот я`,
  uk: `а або але без був була були було бути в вам вас вже ви від він вона вони воно все всіх всі для до до де є же за завдяки з зі і із її інших його їх й як яка яке який якого якої яких які якщо коли кого кому котрий куди ким хто чи чому через це цей ця ці цього цих ще що щоб між мене мені ми могли може на над нам нас наш не ним них ні
    о об однак от перед під після по при про с свій себе скільки та так також такий там ти тим то того той тому тільки у цьому чого`,
  bg: `а ако ала без беше били бил била било бъде в вас вече ви във все всички го да дали до докато е един една едно за защо защото и из или им има как каква какво какъв като кога кого когато кой която което които който къде към ли ме между ми много може му на над най нас не него нея ни никой но няма о обаче от
    по под поради после преди през при с са само се след сме със съм също тази така там те тези това този той том ту тя у че чрез ще я`,
  sr: `а ако али без би била биле били било био бити да до док га где и или им из ја је јер још један једна к када како као која које којег који којих којој коју колико ко код ли ме међу ми му на над након не него неки није нису његов њих њихов о од он она они оно ова овај ове ово по под према при пре с са само се су све
    сви своје шта та тада тај такође те ти то ту у уз већ више ви за зашто због`,
  el: `αλλά αν αντί από αυτά αυτές αυτή αυτό αυτοί αυτός αυτού αυτών για δε δεν εάν εγώ είμαι είναι είχε είχαν εκεί εκείνη εκείνο ένα ένας έναν ενώ εμείς εσύ έχει έχουν η ή ήταν θα και κατά κάθε κι με μέχρι μετά μη μην μία μια μου να ο οι όμως όπως όταν ότι που πού ποια ποιες ποιο ποιοι ποιος ποιους πόσα πόσο πόσοι
    πότε πρέπει πριν προς πως πώς σας σε στη στην στις στο στον στους στα σου τα τη την της τι τις το τον του τους των ως ώστε γιατί`,
  ar: `أبو أحد إذا إلى إن أن أنا أنت أنه أنها أو أي أين أيضا ألا التي الذي الذين اللذان اللتان بعد بعض بل بين تحت تكون تلك ثم حتى حول حيث خلال دون ذلك سوف عن عند عندما على علي فقط فوق في فيه فيها قبل قد كان كانت كانوا كل كم كما كيف لا لأن لدى لقد لكن لم لماذا لن له لها لهم ما ماذا مع من منذ منه منها متى
    نحن هذا هذه هؤلاء هل هم هنا هناك هو هي و يكون يا`,
  fa: `آن آنها آیا از است اند این اینکه او ای اگر اما با باید بر برای بسیار بعد بود بودند به بی بین پس پیش تا تر تو توسط چرا چطور چقدر چند چه چگونه چیست حتی خود داد دارد داشت در درباره دو دیگر را روی زیر سال سپس شد شده شود که کجا کدام کرد کرده کرده‌اند کنند کنید کی کیست ما مانند من می نمی نیست نیز ها های هایی هر هم همه هنوز و وی ولی یا یک`,
  ur: `آپ اس ان ایک اور اگر اپنی اپنے اپنا بعد بھی تا تک تھا تھی تھے تو جا جب جس جو جہاں دو دیا سب سے کا کب کر کرتا کرتے کرنے کس کسی کو کون کونسی کہ کہا کہاں کی کیا کیسے کیوں کے گا گی گے گئی گئے گیا لیکن لیے میں نہیں نے پر ہم ہو ہوا ہوئے ہوتا ہے ہیں وہ یا یہ`,
  he: `אבל או אז אחד אחר אחרי אחת אך אל אלא אלה אלו אם אני אנחנו את אתה אתם בין גם הוא היא היה היו הם הן זאת זה זו חייב יותר יש כאשר כדי כי כל כמה כמו כן לא לו לה להם לי מאוד מאז מדוע מה מהו מהי מי מן מתי נגד על עד עוד עם עצמו פי רק של שלה שלהם שלו תחת`,
  hi: `अगर अथवा अपना अपनी अपने अब आदि आप आपका आपकी आपके इन इनका इनकी इनके इनमें इन्हें इन्होंने इस इसका इसकी इसके इसने इसमें इससे इसी इसे उन उनका उनकी उनके उनमें उन्हें उन्होंने उस उसका उसकी उसके उसने उसमें उससे उसी उसे एक एवं ऐसा ऐसे और कब
    कभी कर करता करती करते करना करनी करने करे करें करेंगे कहा कहाँ कहां कहीं का किए कितना कितनी कितने किन किनका किनकी किनके किनमें किन्तु किन्हें किन्होंने किया किस किसका किसकी किसके किसने किसमें किससे किसी किसे की कीं कुछ के केवल कैसा कैसी
    कैसे को कोई कौन कौनसा कौनसी कौनसे क्या क्यूँ क्यों गई गए गया गयी गये चुका चुकी चुके जब जहाँ जहां जा जाए जाएगा जाता जाती जाते जाना जाने जिन जिनका जिनकी जिनके जिन्हे जिन्हें जिन्होंने जिस जिसका जिसकी जिसके जिसने जिसमें जिससे जिसे जैसा
    जैसे जो तक तथा तब तुम तुम्हारा तो था थी थीं थे दिए दिया दिये दी दे दें दो दौरान द्वारा न नहीं ना ने पर परंतु बहुत बाद बारे बीच भी मगर मुझे मे में मेरा मेरी मेरे मैं मैंने यदि यह यहाँ यहां यही या ये रहता रहती रहते रहा रही रहे लिए लिये
    लेकिन वह वहाँ वहां वही वहीं वाला वाली वाले वे सकता सकती सकते सका सकी सके सभी सा साथ सी से हम हमने हमारा हमारी हमारे हमें ही हुआ हुई हुए हूँ है हैं हो हों होंगे होगा होगी होता होती होते होना होनी होने`,
  mr: `अशी असे असा असून आणि आपण आपल्या आले आली आहे आहेत एक एका कसे का काय किंवा किती की केला केली केले कोण कोणत्या कोणता कोणते कधी कुठे जे जो जी झाला झाली झाले तर त्या त्याच्या त्यांनी त्यांच्या ती ते तो तेव्हा जेव्हा नाही नये पण मध्ये मात्र म्हणून या यांच्या याच्या व वर होता होती होते ही हा हे हो`,
  ne: `अनि अब आफ्नो उनले उनी एक एउटा कति कसरी कहाँ कहिले का कि किन कुन के को गरेको गर्ने गरी गर्न छ छन् जब जो जुन तर त्यो थिए थियो देखि नै पनि बारे भएको भने भन्ने मा माथि यस यसको यो र रहेको ले लाई लागि वा संग सबै साथै हुन हुने`,
  bn: `অথবা আমরা আমার আমি আর আছে ই এ এই এক একটি এটা এটি এবং এর ও কখন কত করা করে করেন কি কিন্তু কী কে কেন কোথায় কোন কোনো ছিল ছিলেন জন্য তখন তবে তা তার তারা তাদের তিনি থেকে দিয়ে না নয় পর পর্যন্ত বা মধ্যে যখন যা যে যিনি সঙ্গে সাথে সে সেই হয় হয়ে হয়েছে হতে হবে`,
  ta: `அது அதன் அந்த அவர் அவர்கள் அல்லது ஆகும் இது இதன் இந்த இருந்து இருந்தது உள்ள உள்ளது எங்கே எத்தனை எந்த எப்படி எப்போது என என்ற என்று என்ன என்பது ஏன் ஒரு கொண்டு சில தான் பல போன்ற மற்றும் மேலும் யார் வரை`,
  ko: `가 과 그 그것 그는 그리고 누가 누구 는 도 를 무엇 무엇을 및 본 수 어느 어디 어디에서 어떤 어떻게 언제 에 에서 와 왜 은 을 의 이 있는 있다 저 하는 한 하나`,
  th: `ก็ กว่า กับ การ ของ ขึ้น ครับ คือ ความ จะ จาก ใคร ใด ใน ซึ่ง ด้วย ได้ ตาม แต่ ถึง ถูก ที่ ทำไม ทั้ง นั้น นี้ เป็น ไป มา มี เมื่อ เมื่อใด เมื่อไร แม้ ไม่ ยัง เรา และ แล้ว โดย ว่า เวลา ส่วน สำหรับ หรือ ให้ อย่าง อย่างไร อยู่ อะไร อีก ไหน เท่าไร เขา`,
  zh: `哪位 哪种 哪年 哪项 哪座 哪一个 哪一年 谁是 谁在 谁的 是谁 是什么 什么样 怎么样 叫 叫做 是否 多久 多大 的 了 在 是 和 与 及 或 也 都 就 而 但 被 把 对 于 从 到 以 为 之 其 这 那 这个 那个 这些 那些 他 她 它 他们 她们 它们 我 我们 你 你们 什么 谁 哪 哪个 哪些 哪里 哪儿 哪一 怎么 怎样 如何 为什么 为何 多少 几 何时 什么时候 吗 呢 吧 着 过 不 没 没有 有 会 能 可以 个 中 上 下 时 等 所 将 由 因 因为 所以
    並 與 為 這 這個 那個 個 們 他們 甚麼 什麼 誰 哪個 裡 嗎 會 對 於 從 後 來 沒有`,
  ja: `あの ある い いう いつ う え お および か が から ここ こと この これ さ し する ず せ そして その それ た ため だ だっ だれ つ て で である です と という どう どうして どこ どの どれ な ない なぜ なに なら なる なん に の ので のは は へ ほど ます また まで も もの や よう より ら られ り れ れる わ を ん 何 誰 何時 どちら いくつ いくら`,
};
