/**
 * What a persona says of itself, without a model: one short set of sentences a language. `{name}` is the persona's name.
 * Kept first person and free of facts, so that nothing here could need a citation.
 */
export const phraseKinds = [
  'no_answer',
  'greeting',
  'wellbeing',
  'thanks',
  'farewell',
  'who',
  'help',
  'fine',
] as const;
export type PhraseKind = (typeof phraseKinds)[number];

const english: Record<PhraseKind, string> = {
  no_answer: "I'm sorry, I can't find anything about that in what I know.",
  greeting: "Hello! I'm {name}. What would you like to know?",
  wellbeing: "I'm well, thank you for asking. What would you like to know?",
  thanks: "You're welcome!",
  farewell: 'Goodbye, and come back any time!',
  who: "I'm {name}.",
  help: "I'm {name}. Ask me anything about what I know, and I'll show you where each answer comes from.",
  fine: 'Good. Is there anything else you would like to know?',
};

const phrases: Record<string, Record<PhraseKind, string>> = {
  en: english,
  de: {
    no_answer: 'Dazu finde ich leider nichts in dem, was ich weiß.',
    greeting: 'Hallo! Ich bin {name}. Was möchtest du wissen?',
    wellbeing: 'Danke der Nachfrage, mir geht es gut. Was möchtest du wissen?',
    thanks: 'Gern geschehen!',
    farewell: 'Auf Wiedersehen, bis bald!',
    who: 'Ich bin {name}.',
    help: 'Ich bin {name}. Frag mich etwas zu dem, was ich weiß; zu jeder Antwort zeige ich, woher sie stammt.',
    fine: 'Gut. Möchtest du noch etwas wissen?',
  },
  fr: {
    no_answer: 'Je suis désolé, je ne trouve rien à ce sujet dans ce que je sais.',
    greeting: 'Bonjour ! Je suis {name}. Que voulez-vous savoir ?',
    wellbeing: 'Je vais bien, merci. Que voulez-vous savoir ?',
    thanks: 'Je vous en prie !',
    farewell: 'Au revoir, à bientôt !',
    who: 'Je suis {name}.',
    help: "Je suis {name}. Posez-moi une question sur ce que je sais, et je vous montrerai d'où vient chaque réponse.",
    fine: 'Bien. Voulez-vous savoir autre chose ?',
  },
  es: {
    no_answer: 'Lo siento, no encuentro nada sobre eso en lo que sé.',
    greeting: '¡Hola! Soy {name}. ¿Qué te gustaría saber?',
    wellbeing: 'Estoy bien, gracias por preguntar. ¿Qué te gustaría saber?',
    thanks: '¡De nada!',
    farewell: '¡Hasta pronto!',
    who: 'Soy {name}.',
    help: 'Soy {name}. Pregúntame sobre lo que sé y te mostraré de dónde sale cada respuesta.',
    fine: 'Bien. ¿Quieres saber algo más?',
  },
  it: {
    no_answer: 'Mi dispiace, non trovo nulla a riguardo in ciò che so.',
    greeting: 'Ciao! Sono {name}. Che cosa vorresti sapere?',
    wellbeing: 'Sto bene, grazie. Che cosa vorresti sapere?',
    thanks: 'Prego!',
    farewell: 'Arrivederci, a presto!',
    who: 'Sono {name}.',
    help: 'Sono {name}. Chiedimi di ciò che so e ti mostrerò da dove viene ogni risposta.',
    fine: 'Bene. Vuoi sapere altro?',
  },
  pt: {
    no_answer: 'Desculpe, não encontro nada sobre isso no que sei.',
    greeting: 'Olá! Eu sou {name}. O que gostaria de saber?',
    wellbeing: 'Estou bem, obrigado por perguntar. O que gostaria de saber?',
    thanks: 'De nada!',
    farewell: 'Até logo!',
    who: 'Eu sou {name}.',
    help: 'Eu sou {name}. Pergunte-me sobre o que sei e mostrarei de onde vem cada resposta.',
    fine: 'Certo. Gostaria de saber mais alguma coisa?',
  },
  nl: {
    no_answer: 'Sorry, daar kan ik niets over vinden in wat ik weet.',
    greeting: 'Hallo! Ik ben {name}. Wat wil je weten?',
    wellbeing: 'Met mij gaat het goed, dank je. Wat wil je weten?',
    thanks: 'Graag gedaan!',
    farewell: 'Tot ziens!',
    who: 'Ik ben {name}.',
    help: 'Ik ben {name}. Vraag me iets over wat ik weet; bij elk antwoord laat ik zien waar het vandaan komt.',
    fine: 'Goed. Wil je nog iets weten?',
  },
  sv: {
    no_answer: 'Tyvärr hittar jag inget om det i det jag vet.',
    greeting: 'Hej! Jag är {name}. Vad vill du veta?',
    wellbeing: 'Jag mår bra, tack. Vad vill du veta?',
    thanks: 'Varsågod!',
    farewell: 'Hej då, välkommen åter!',
    who: 'Jag är {name}.',
    help: 'Jag är {name}. Fråga mig om det jag vet, så visar jag var varje svar kommer ifrån.',
    fine: 'Bra. Är det något mer du vill veta?',
  },
  pl: {
    no_answer: 'Przykro mi, nie znajduję nic na ten temat w tym, co wiem.',
    greeting: 'Dzień dobry! Jestem {name}. Co chcesz wiedzieć?',
    wellbeing: 'Dziękuję, wszystko dobrze. Co chcesz wiedzieć?',
    thanks: 'Nie ma za co!',
    farewell: 'Do widzenia!',
    who: 'Jestem {name}.',
    help: 'Jestem {name}. Zapytaj o to, co wiem, a pokażę, skąd pochodzi każda odpowiedź.',
    fine: 'Dobrze. Czy chcesz wiedzieć coś jeszcze?',
  },
  ru: {
    no_answer: 'К сожалению, я ничего не нахожу об этом в том, что знаю.',
    greeting: 'Здравствуйте! Меня зовут {name}. Что вы хотели бы узнать?',
    wellbeing: 'Спасибо, всё хорошо. Что вы хотели бы узнать?',
    thanks: 'Пожалуйста!',
    farewell: 'До свидания!',
    who: 'Меня зовут {name}.',
    help: 'Меня зовут {name}. Спросите о том, что я знаю, и я покажу, откуда взят каждый ответ.',
    fine: 'Хорошо. Хотите узнать что-нибудь ещё?',
  },
  tr: {
    no_answer: 'Üzgünüm, bildiklerim arasında bununla ilgili bir şey bulamıyorum.',
    greeting: 'Merhaba! Ben {name}. Ne öğrenmek istersiniz?',
    wellbeing: 'İyiyim, teşekkür ederim. Ne öğrenmek istersiniz?',
    thanks: 'Rica ederim!',
    farewell: 'Hoşça kalın!',
    who: 'Ben {name}.',
    help: 'Ben {name}. Bildiklerim hakkında soru sorun; her cevabın nereden geldiğini gösteririm.',
    fine: 'Güzel. Başka bir şey öğrenmek ister misiniz?',
  },
  ar: {
    no_answer: 'عذرًا، لا أجد شيئًا عن ذلك فيما أعرفه.',
    greeting: 'مرحبًا! أنا {name}. ماذا تودّ أن تعرف؟',
    wellbeing: 'أنا بخير، شكرًا لسؤالك. ماذا تودّ أن تعرف؟',
    thanks: 'على الرحب والسعة!',
    farewell: 'إلى اللقاء!',
    who: 'أنا {name}.',
    help: 'أنا {name}. اسألني عمّا أعرفه وسأريك مصدر كل إجابة.',
    fine: 'حسنًا. هل تودّ أن تعرف شيئًا آخر؟',
  },
  hi: {
    no_answer: 'क्षमा करें, मेरी जानकारी में इसके बारे में कुछ नहीं मिला।',
    greeting: 'नमस्ते! मेरा नाम {name} है। आप क्या जानना चाहेंगे?',
    wellbeing: 'सब ठीक है, पूछने के लिए धन्यवाद। आप क्या जानना चाहेंगे?',
    thanks: 'आपका स्वागत है!',
    farewell: 'नमस्ते, फिर मिलेंगे!',
    who: 'मेरा नाम {name} है।',
    help: 'मेरा नाम {name} है। मुझसे मेरी जानकारी के बारे में पूछें; हर उत्तर का स्रोत भी दिखाया जाएगा।',
    fine: 'ठीक है। क्या आप कुछ और जानना चाहेंगे?',
  },
  zh: {
    no_answer: '抱歉，在我所知道的内容里找不到相关信息。',
    greeting: '你好！我是{name}。你想了解什么？',
    wellbeing: '我很好，谢谢关心。你想了解什么？',
    thanks: '不客气！',
    farewell: '再见，欢迎随时回来！',
    who: '我是{name}。',
    help: '我是{name}。你可以问我所知道的内容，每个回答我都会给出出处。',
    fine: '好的。还想了解什么吗？',
  },
  ja: {
    no_answer: '申し訳ありません。私の知っていることの中には、それに関する情報が見つかりません。',
    greeting: 'こんにちは！{name}です。何を知りたいですか？',
    wellbeing: '元気です、ありがとうございます。何を知りたいですか？',
    thanks: 'どういたしまして！',
    farewell: 'さようなら。またいつでもどうぞ！',
    who: '{name}です。',
    help: '{name}です。私の知っていることについて質問してください。回答ごとに出典をお見せします。',
    fine: 'わかりました。ほかに知りたいことはありますか？',
  },
  ko: {
    no_answer: '죄송합니다. 제가 아는 내용에서 관련된 것을 찾을 수 없습니다.',
    greeting: '안녕하세요! 저는 {name}입니다. 무엇이 궁금하신가요?',
    wellbeing: '잘 지냅니다. 감사합니다. 무엇이 궁금하신가요?',
    thanks: '천만에요!',
    farewell: '안녕히 가세요!',
    who: '저는 {name}입니다.',
    help: '저는 {name}입니다. 제가 아는 것에 대해 물어보세요. 답변마다 출처를 보여 드립니다.',
    fine: '좋습니다. 더 궁금한 것이 있으신가요?',
  },
};

/** A sentence of the persona in a language (ISO 639; one we have no sentences for: English). */
export function phrase(kind: PhraseKind, language: string, name: string): string {
  const set = phrases[language] ?? english;
  return set[kind].replace('{name}', () => name);
}

/** Languages the persona has sentences of its own in. */
export const phraseLanguages: readonly string[] = Object.keys(phrases);

const about: Record<string, string> = {
  en: 'What can you tell me about {topic}?',
  de: 'Was kannst du mir über {topic} sagen?',
  fr: 'Que pouvez-vous me dire sur {topic} ?',
  es: '¿Qué me puedes contar sobre {topic}?',
  it: 'Che cosa puoi dirmi su {topic}?',
  pt: 'O que você pode me contar sobre {topic}?',
  nl: 'Wat kun je me vertellen over {topic}?',
  sv: 'Vad kan du berätta om {topic}?',
  pl: 'Co możesz mi powiedzieć o {topic}?',
  ru: 'Что вы можете рассказать о {topic}?',
  tr: '{topic} hakkında ne söyleyebilirsiniz?',
  ar: 'ماذا يمكنك أن تخبرني عن {topic}؟',
  hi: '{topic} के बारे में आप क्या बता सकते हैं?',
  zh: '关于{topic}，你能告诉我什么？',
  ja: '{topic}について教えてください。',
  ko: '{topic}에 대해 알려 주세요.',
};

/** A question about a topic, in a language we have one in; else in English. */
export function aboutPhrase(language: string, topic: string): string {
  return (about[language] ?? about['en'] ?? '{topic}').replace('{topic}', () => topic);
}
