import { stemmer } from '@orama/stemmers/arabic';
import { absent, type LanguagePack } from './language-pack.ts';

export const arabic: LanguagePack = {
  code: 'ar',
  name: 'Arabic',
  script: 'Arabic',
  traits: [],
  ownLetters: '',
  distinctiveLetters: 'ةأإؤ',
  functionWords: `
    أبو أحد إذا إلى إن أن أنا أنت أنه أنها أو أي أين أيضا ألا التي الذي الذين اللذان اللتان بعد بعض بل بين
    تحت تكون تلك ثم حتى حول حيث خلال دون ذلك سوف عن عند عندما على علي فقط فوق في فيه فيها قبل قد كان كانت
    كانوا كل كم كما كيف لا لأن لدى لقد لكن لم لماذا لن له لها لهم ما ماذا مع من منذ منه منها متى نحن هذا هذه
    هؤلاء هل هم هنا هناك هو هي و يكون يا`,
  stem: stemmer,
  irregularForms: absent('nobody has collected them yet'),
  swappedWords: absent('nobody has collected them yet'),
  abbreviations: absent('nobody has collected them yet'),
  numberWords: absent('nobody has collected them yet'),
  relativeTimes:
    /(?<!\p{L})(اليوم|أمس|غدا|(الأسبوع|الشهر|العام|الصيف|الشتاء) (الماضي|القادم)|قبل (يوم|يومين|أسبوع|شهر|سنة|عام)|مؤخرا|حاليا|الآن)(?!\p{L})/u,
  quantities: absent('nobody has collected them yet'),
  sentenceOpeners: absent('the script has no capitals'),
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: 'كم|نسبة',
    time: 'متى|أي (عام|سنة|يوم|شهر|قرن)',
    person: '(^|\\s)من (هو|هي|الذي|كان|قام)|لمن',
    place: 'أين|أي (بلد|مدينة|دولة|منطقة)',
    reason: 'لماذا|لم ',
    definition: 'ما (هو|هي|معنى)|من (هو|هي)',
    manner: 'كيف',
    list: 'قائمة|خطوات|أنواع',
  },
  requests: absent('nobody has collected them yet'),
  classNouns: absent('nobody has collected them yet'),
  causes: /(لأن|بسبب|نتيجة|لذلك|من أجل)/,
  followUps: {
    openings: /^(و|أو|لكن|ماذا عن|لماذا|مثلا)/,
    pointers: /(?<!\p{L})(هو|هي|هم|هذا|هذه|ذلك|تلك|هناك|فيه|فيها|منه|منها|له|لها)(?!\p{L})/u,
  },
  backReferences: /^(هو|هي|هم|هذا|هذه|ذلك|تلك|لكن|كما|أيضا|ثم|لذلك)(?!\p{L})/u,
  pointsUp: absent('nobody has collected them yet'),
  smallTalk: {
    greeting: 'مرحبا|اهلا( وسهلا)?|السلام عليكم( ورحمة الله)?( وبركاته)?|صباح الخير|مساء الخير|سلام',
    wellbeing: 'كيف (حالك|حالكم|الحال)( اليوم)?|كيفك|كيف انت',
    thanks: 'شكرا( جزيلا| لك| لكم| كثيرا)?|اشكرك',
    farewell: 'وداعا|مع السلامة|الى اللقاء|تصبح على خير',
    who: 'من (انت|تكون|انتم)|ما اسمك|ما هو اسمك|عرف (بنفسك|عن نفسك)|حدثني عن نفسك',
    help: 'مساعدة|ساعدني|ماذا (تستطيع|يمكنك)( ان تفعل)?|هل يمكنك مساعدتي',
    fine: 'حسنا|جيد|ممتاز|نعم|لا|تمام',
  },
  phrases: {
    no_answer: 'عذرًا، لا أجد شيئًا عن ذلك فيما أعرفه.',
    greeting: 'مرحبًا! أنا {name}. ماذا تودّ أن تعرف؟',
    wellbeing: 'أنا بخير، شكرًا لسؤالك. ماذا تودّ أن تعرف؟',
    thanks: 'على الرحب والسعة!',
    farewell: 'إلى اللقاء!',
    who: 'أنا {name}.',
    help: 'أنا {name}. اسألني عمّا أعرفه وسأريك مصدر كل إجابة.',
    fine: 'حسنًا. هل تودّ أن تعرف شيئًا آخر؟',
  },
  topicQuestion: 'ماذا يمكنك أن تخبرني عن {topic}؟',
  modelInstructions: absent('nobody has collected them yet'),
  pageMarks: {
    question: 'سؤال|س|مشكلة',
    answer: 'جواب|إجابة|ج|حل',
    asker: 'المحاور|المذيع|الصحفي|الصحفية',
    self: 'أنا',
    remark: 'ملاحظة|تنبيه|تحذير|نصيحة|مهم',
    label:
      'ملاحظة|تنبيه|تحذير|نصيحة|مثال|هاتف|الهاتف|بريد|العنوان|عنوان|السعر|سعر|التاريخ|تاريخ|الوقت|المكان|الاسم|العمر|المهنة|الحجم|الوزن|اللون|المكونات|الطريقة|ساعات العمل|الموضوع|من|إلى',
    wrote: 'كتب|كتبت',
    comments: 'تعليقات|التعليقات',
    untilNow: 'الآن|اليوم|حتى الآن',
  },
  persons: {
    self: { subject: 'أنا نحن انا', object: 'لي لدي عندي إلي معي بي لنا لدينا عندنا معنا', possessive: '' },
  },
};
