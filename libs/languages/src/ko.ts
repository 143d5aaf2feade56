import { absent, type LanguagePack } from './language-pack.ts';

export const korean: LanguagePack = {
  code: 'ko',
  name: 'Korean',
  script: 'Hangul',
  traits: [],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords:
    '가 과 그 그것 그는 그리고 누가 누구 는 도 를 무엇 무엇을 및 본 수 어느 어디 어디에 어디서 어디에서 무슨 어떤 어떻게 언제 에 에서 와 왜 은 을 의 이 있는 있다 저 하는 한 하나',
  // No stemmer is at hand; what stands behind a noun, or ends a verb politely, says nothing of what is spoken
  // of.
  stem: (word) => withoutEnding(withoutEnding(word)),
  irregularForms: absent('nobody has collected them yet'),
  participles: absent('its participles begin as their verbs'),
  swappedWords: absent('nobody has collected them yet'),
  abbreviations: absent('nobody has collected them yet'),
  numberWords: absent('nobody has collected them yet'),
  relativeTimes:
    /(오늘|어제|내일|그저께|지난 ?(주|달|해|여름|겨울)|작년|올해|내년|(\d+|한|두|세) ?(일|주|달|개월|년) 전|최근|현재|지금)/,
  quantities: absent('nobody has collected them yet'),
  sentenceOpeners: absent('the script has no capitals'),
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: '얼마|몇|퍼센트',
    price: '얼마(인가요|예요|입니까|에요|죠)?|가격|요금|값',
    time: '언제|몇 년|몇 월|어느 해',
    person: '누가|누구',
    place: '어디|어느 (나라|도시|지역)',
    reason: '왜|이유',
    definition: '무엇(인가|입니까|이|을)|뭐(예요|야)|이란',
    manner: '어떻게|방법',
    list: '목록|종류|단계',
  },
  requests: absent('nobody has collected them yet'),
  classNouns: absent('nobody has collected them yet'),
  labelNames: {
    price: '가격 요금 값',
    time: '날짜 시간 연도',
    number: '수 수량',
    person: '이름 저자',
    place: '장소 주소',
  },
  causes: /(때문|위해|이유|므로|따라서)/,
  followUps: {
    openings: /^(그럼|그러면|그리고|또|왜|예를 들어|하지만)/,
    pointers: /(그는|그가|그의|그녀|그것|이것|그들|거기|여기)/,
  },
  backReferences: /^(그는|그녀는|그것은|이것은|그들은|이는|그의|그러나|또한|그리고|따라서)/,
  pointsUp: absent('nobody has collected them yet'),
  smallTalk: {
    greeting: '안녕(하세요|하십니까|)?|반갑습니다|반가워(요)?|여보세요|좋은 아침(입니다|이에요)?',
    wellbeing: '(잘 )?지내(세요|요|니|십니까)|어떻게 지내(세요|요|니)?|잘 지내(세요|요|니)?|기분이 어때(요)?',
    thanks: '감사(합니다|해요)|고마워(요)?|고맙습니다',
    farewell: '안녕히 (가세요|계세요)|잘 (가|있어)(요)?|또 (봐|만나)(요)?|다음에 봐(요)?',
    who: '(당신은|너는|넌)?( )?누구(세요|예요|야|입니까|신가요)|이름이 (뭐예요|뭐야|무엇입니까|뭔가요)|자기소개( 해줘| 해 주세요| 부탁해요)?',
    help: '도와(줘|주세요|줄래)|도움말?|무엇을 할 수 있(나요|어요|습니까)|뭘 할 수 있(어|나요)',
    fine: '네|예|아니(요|오)|알겠(습니다|어요)|좋아(요)?|응',
  },
  phrases: {
    no_answer: '죄송합니다. 제가 아는 내용에서 관련된 것을 찾을 수 없습니다.',
    greeting: '안녕하세요! 저는 {name}입니다. 무엇이 궁금하신가요?',
    wellbeing: '잘 지냅니다. 감사합니다. 무엇이 궁금하신가요?',
    thanks: '천만에요!',
    farewell: '안녕히 가세요!',
    who: '저는 {name}입니다.',
    help: '저는 {name}입니다. 제가 아는 것에 대해 물어보세요. 답변마다 출처를 보여 드립니다.',
    fine: '좋습니다. 더 궁금한 것이 있으신가요?',
  },
  topicQuestion: '{topic}에 대해 알려 주세요.',
  offer: '‘{topic}’에 대해 쓴 글이 있습니다.',
  lightWords: '했다 했나 되었나 좋았 나빴 새로운 다음 일어났 바뀌었 배웠 남았',
  modelInstructions: absent('nobody has collected them yet'),
  pageMarks: {
    question: '질문|문|문제',
    answer: '답변?|대답|해결(?: ?방법)?',
    asker: '인터뷰어|기자|진행자',
    self: '나|저|본인',
    remark: '참고|주의|팁|중요',
    label:
      '참고|주의|팁|예시?|전화|이메일|주소|가격|날짜|시간|장소|이름|나이|직업|크기|무게|색|재료|만드는 ?법|영업 ?시간|제목|보낸 ?사람|받는 ?사람',
    wrote: '작성|썼다',
    comments: '댓글',
    untilNow: '현재|지금',
  },
  persons: {
    self: {
      subject: '나는 내가 저는 제가 난 전 우리는 우리가 저희는 저희가 나도 저도',
      object: '나를 저를 나에게 저에게',
      possessive: '내 제 나의 저의 우리 저희 우리의',
    },
    omitted: true,
    you: '당신=저/나 당신의=제/내/저의/나의 당신은=저는/나는 당신이=제가/내가 당신을=저를/나를 당신에게=저에게/나에게 당신들=우리/저희 당신들은=우리는/저희는 당신들의=우리/저희 너=나 너의=내/제/나의 너는=나는/저는 넌=난/전 네=내/제 네가=내가/제가 니=내/제 너를=나를/저를 너희=우리 너희는=우리는 너희의=우리 여러분=우리 여러분은=우리는',
    verbs:
      '사세요=살아요/삽니다/산다 사시나요=살아요/삽니다 사십니까=삽니다 계세요=있어요 있으세요=있어요 드세요=먹어요 주무세요=자요 가세요=가요 오세요=와요 태어나셨어요=태어났어요/태어났습니다 태어나셨나요=태어났어요 오셨어요=왔어요 가셨어요=갔어요 사셨어요=샀어요/살았어요',
    endings: [
      ['하세요', '해요', '합니다', '한다'],
      ['하시나요', '해요', '합니다'],
      ['하십니까', '합니다'],
      ['하셨어요', '했어요', '했습니다'],
      ['하셨나요', '했어요', '했습니다'],
      ['으세요', '어요', '아요', '습니다'],
      ['셨어요', '었어요', '았어요'],
      ['세요', '요', '어요', '아요'],
    ],
    addressed: String.raw`\p{L}+(?:세요|시나요|십니까|셨어요|셨나요|셨습니까|신가요)(?!\p{L})`,
  },
};

/**
 * Particles behind nouns and polite endings of verbs, longest first, with the syllables that must be left.
 */
const endings: readonly (readonly [RegExp, number])[] = [
  [/(?:이었습니다|였습니다|입니다|입니까|인가요|이에요|예요|이었다)$/, 1],
  [/(?:습니다|습니까|었어요|았어요|나요|어요|아요|네요|지요|는데)$/, 1],
  [/(?:에게서|에서는|으로는|에서|에게|까지|부터|으로|처럼|보다|께서|이나)$/, 1],
  [/(?:은|는|을|를|의)$/, 1],
  [/(?:이|가|에|로|와|과|도|만)$/, 2],
];

function withoutEnding(word: string): string {
  for (const [ending, left] of endings) {
    const stem = word.replace(ending, '');
    if (stem !== word && stem.length >= left) return stem;
  }
  return word;
}
