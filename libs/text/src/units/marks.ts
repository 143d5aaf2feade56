/**
 * What people write before a question and before its answer, whatever the language; letter case does not
 * matter.
 */
const QUESTION_WORDS =
  'q|question|questions?|ques|frage|f|pregunta|p|domanda|d|pergunta|vraag|fråga|spørgsmål|spørsmål|kysymys|k|pytanie|otázka|kérdés|întrebare|вопрос|в|питання|soru|s|ερώτηση|שאלה|سؤال|س|प्रश्न|প্রশ্ন|คำถาม|câu hỏi|hỏi|问题?|問題?|問|质问|質問|질문|문|problem|issue|symptom|trouble|fault|störung|fehler|problema|problème|probleem|проблема|sorun|问题';
const ANSWER_WORDS =
  'a|answer|ans|antwort|respuesta|r|réponse|reponse|risposta|resposta|antwoord|svar|vastaus|odpowiedź|o|odpověď|válasz|răspuns|ответ|о|відповідь|cevap|c|απάντηση|תשובה|جواب|إجابة|ج|उत्तर|উত্তর|คำตอบ|trả lời|đáp|答案?|回答|답변?|답|solution|fix|remedy|cure|lösung|abhilfe|solución|solução|soluzione|oplossing|lösning|rozwiązanie|решение|çözüm|解决方法|解決方法';

const mark = (words: string): RegExp =>
  new RegExp(String.raw`^[([]?(?:${words})[)\]]?\s*\d{0,3}\s*(?:[:：.)]|[-–—](?=\s))\s*(?=\S)`, 'iu');

const questionForm = mark(QUESTION_WORDS);
const answerForm = mark(ANSWER_WORDS);
/** A mark is short and ends with one of these. */
const hasMarkEnd = (line: string): boolean => /[:：.)\]–—-]/.test(line.slice(0, 24));

/** The mark of a question that a line begins with, the blanks behind it included: `Q: `, `Frage 3: `. */
export const questionMarkOf = (line: string): string | undefined =>
  hasMarkEnd(line) ? questionForm.exec(line)?.[0] : undefined;
/** The mark of an answer. */
export const answerMarkOf = (line: string): string | undefined =>
  hasMarkEnd(line) ? answerForm.exec(line)?.[0] : undefined;
/** Whether a word is one that questions or answers are marked with. */
export const marksQuestion = (word: string): boolean => questionForm.test(`${word}: x`);
export const marksAnswer = (word: string): boolean => answerForm.test(`${word}: x`);

/** Names of those who ask, in transcripts. */
export const asker =
  /^(?:interviewer(?:in)?|int|host|moderator(?:in)?|reporter(?:in)?|journalist(?:in)?|entrevistador[ae]?|entrevista|intervistatore|intervistatrice|entrevistadora|intervieweur|intervieweuse|journaliste|periodista|giornalista|haastattelija|intervjuare|intervjuer|interviewer|dziennikarz|prowadzący|интервьюер|журналист|корреспондент|ведущий|görüşmeci|sunucu|röportajcı|記者|记者|采访者|主持人|聞き手|インタビュアー|인터뷰어|기자|진행자|المحاور|المذيع|साक्षात्कारकर्ता|q|f|p)$/iu;

/** Names that people give themselves on their own pages. */
export const self = /^(?:me|myself|i|ich|moi|yo|io|eu|ik|jag|jeg|minä|ja|já|я|ben|मैं|我|本人|私|나|저|أنا)$/iu;

const NAME = String.raw`((?:\p{Lu}[\p{L}\p{M}.'’-]*[ \t]?){1,4})`;
const writes = new RegExp(
  String.raw`${NAME}(?:<[^<>\n]*>\s*)?(?:wrote|writes|a écrit|ha scritto|escribió|escreveu|schreef|skrev|kirjoitti|yazdı)\s*[:：]$|(?:schrieb|schreef|skrev|napisał\w*|написал\w*|пише)\s+${NAME}(?:<[^<>\n]*>\s*)?[:：]$`,
  'u',
);
/**
 * Who wrote what is quoted below a line: `On Mon, 13 May, Daniel Meyer wrote:`, `Am 13. Mai schrieb Daniel
 * Meyer:`.
 */
export const writerIn = (line: string): string | undefined => {
  const found = /[:：]$/.test(line) ? writes.exec(line.slice(-MAX_WRITER)) : null;
  return (found?.[1] ?? found?.[2])?.trim();
};
const MAX_WRITER = 120;

/** What people write before a remark of their own that they set apart like a quote. */
export const remark =
  /^[^\p{L}]{0,4}(?:note|notes|nb|n\.b\.|warning|caution|attention|tip|tips|hint|info|important|remark|update|edit|ps|hinweis|achtung|tipp|wichtig|merke|anmerkung|astuce|remarque|conseil|à noter|nota|aviso|consejo|importante|suggerimento|consiglio|attenzione|dica|atenção|observação|let op|opmerking|obs|viktigt|huom|vinkki|uwaga|wskazówka|внимание|примечание|совет|важно|увага|примітка|not|uyarı|ipucu|注意|提示|备注|メモ|ヒント|참고|주의)\s?[:：!]/iu;

/** Labels of facts, which are no names of people however often they stand on a page. */
export const commonLabel =
  /^(?:note|notes|warning|caution|attention|tip|tips|hint|info|important|example|remark|update|edit|ps|p\.s|summary|phone|tel|telephone|mobile|fax|e-?mail|address|web|website|url|name|title|date|time|when|where|what|who|why|how|price|cost|fee|size|color|colour|weight|height|length|width|age|born|died|job|work|place|location|venue|opening hours|hours|open|closed|ingredients|method|steps?|directions|instructions|materials?|tools?|serves|yield|prep(?:aration)?(?: time)?|cook(?:ing)?(?: time)?|total(?: time)?|day|month|year|week|status|type|category|tags?|author|source|version|language|subject|topic|result|cause|effect|before|after|pros?|cons?|hinweis|achtung|tipp|wichtig|beispiel|telefon|adresse|preis|datum|zeit|ort|name|beruf|zutaten|zubereitung|öffnungszeiten|nota|aviso|precio|fecha|hora|lugar|teléfono|dirección|remarque|prix|heure|lieu|adresse|téléphone|nota bene|prezzo|data|luogo|telefono|indirizzo|to|from|cc|bcc|re|fwd|betreff|von|an)$/iu;

/** Headings below which others comment on the page. */
export const commentsHeading =
  /^(?:\d+\s+)?(?:comments?|responses?|replies|leave a (?:comment|reply)|discussion|kommentare?|antworten|commentaires?|comentarios?|commenti|comentários|reacties|kommentarer|komentarze|комментарии|коментарі|yorumlar|评论|コメント|댓글)(?:\s*\(?\d*\)?)?$/iu;
