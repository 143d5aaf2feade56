import { absent, type LanguagePack } from './language-pack.ts';

export const chinese: LanguagePack = {
  code: 'zh',
  name: 'Chinese',
  script: 'Han',
  traits: ['traditional-characters', 'unspaced'],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    哪位 哪种 哪年 哪项 哪座 哪一个 哪一年 谁是 谁在 谁的 是谁 是什么 什么样 怎么样 叫 叫做 是否 多久 多大 的 了 在 是 和 与 及 或 也 都 就 而 但 被 把 对 于 从 到 以 为 之
    其 这 那 这个 那个 这些 那些 他 她 它 他们 她们 它们 我 我们 你 你们 什么 谁 哪 哪个 哪些 哪里 哪儿 哪一 怎么 怎样 如何 为什么 为何 多少 几 何时 什么时候 吗 呢 吧 着 过
    不 没 没有 有 会 能 可以 个 中 上 下 时 等 所 将 由 因 因为 所以 並 與 為 這 這個 那個 個 們 他們 甚麼 什麼 誰 哪個 裡 嗎 會 對 於 從 後 來 沒有`,
  stem: absent('words have no endings'),
  irregularForms: absent('its words have no forms'),
  swappedWords: `
    价格 价钱 多少钱 元 卖 收费, 工作 职业 做 干, 住 家 老家, 买 购买, 开始 开门 营业, 孩子 女儿 儿子, 父亲 爸爸, 母亲 妈妈, 电话 手机, 叫 名字, 出生 生日 年龄 岁,
    喜欢 最爱 爱好, 建议 推荐 最好, 丈夫 老公 结婚, 妻子 老婆 结婚, 需要 准备, 专业 学, 原因 因为, 地址 街 店, 徒弟 学徒, 新手 初学者`,
  abbreviations: absent('no full stop ends an abbreviation'),
  numberWords: absent('nobody has collected them yet'),
  relativeTimes:
    /(今天|昨天|明天|前天|上周|上个?月|去年|今年|明年|上个夏天|(几|[一二三四五六七八九十\d]+)(天|周|个月|年)前|最近|目前|现在)/,
  quantities: '一 二 三 四 五 六 七 八 九 十 百 千 万 亿 两',
  sentenceOpeners: absent('the script has no capitals'),
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: '多少|几[个次年名种位]|多[大长高久远深快]|百分之',
    time: '什么时候|何时|哪[一]?[年天日月]|几月|几号|哪个世纪|什么年代',
    person: '谁|哪位|何人|什么人',
    place: '哪里|哪儿|何处|什么地方|哪个(国家|城市|州|省|地区)|在哪',
    reason: '为什么|为何|什么原因',
    definition: '什么是|是什么|是谁|什么意思',
    manner: '怎么|怎样|如何',
    list: '有哪些|哪些.*[？?]?$|列出|步骤',
  },
  requests: /(你|您)?(能|可以)?(告诉|介绍|说说|讲讲|谈谈)(一下)?(我)?/u,
  classNouns: absent('nobody has collected them yet'),
  causes: /(因为|由于|因此|所以|为了|原因|以便)/,
  followUps: {
    openings: /^(那么?|还有|然后|而且|为什么|真的|比如|但是?)|呢[？?]?$/,
    pointers: /(他|她|它|他们|她们|它们|这个?|那个?|这里|那里|那时)/,
  },
  backReferences: /^(他|她|它|他们|她们|它们|这|那|该|此|其|但|然而|而且|此外|随后|因此)/,
  pointsUp: absent('nobody has collected them yet'),
  smallTalk: {
    greeting: '(你|您|大家|哈)(好|喽)(啊|呀|吗)?|嗨|哈喽|早(上好|安)?|(下午|晚上|中午)好|在吗|嘿',
    wellbeing: '你(最近|今天)?(怎么样|好吗|还好吗)|最近怎么样|过得(怎么样|好吗)',
    thanks: '(非常|太|多)?(谢谢|感谢)(你|您|啦|了)?(的帮助)?|多谢|谢了',
    farewell: '再见|拜拜|晚安|回头见|明天见',
    who: '(你|您)(是|到底是)谁(啊|呀)?|(你|您)叫什么(名字)?|(请)?(你|您)?(自我介绍|介绍一下(你|您)?自己)(一下)?|你的名字是什么',
    help: '帮助|(你|您)(能|会|可以)(做|干)(什么|些什么)|(你|您)(知道|懂)(什么|些什么)|帮(帮)?我|我可以问(你)?什么',
    fine: '好(的|吧)?|明白(了)?|知道了|不错|是的?|不|太好了|可以',
  },
  phrases: {
    no_answer: '抱歉，在我所知道的内容里找不到相关信息。',
    greeting: '你好！我是{name}。你想了解什么？',
    wellbeing: '我很好，谢谢关心。你想了解什么？',
    thanks: '不客气！',
    farewell: '再见，欢迎随时回来！',
    who: '我是{name}。',
    help: '我是{name}。你可以问我所知道的内容，每个回答我都会给出出处。',
    fine: '好的。还想了解什么吗？',
  },
  topicQuestion: '关于{topic}，你能告诉我什么？',
  modelInstructions: { ignore: /(忽略|无视|忘记)[^。\n]{0,20}(指令|指示|规则|提示)/giu },
  pageMarks: {
    question: '问题?|問題?|质问',
    answer: '答案?|回答|解决方法|解決方法',
    asker: '记者|記者|采访者|採訪者|主持人',
    self: '我|本人',
    remark: '注意|提示|备注|備註|重要',
    label:
      '注意|提示|备注|備註|例子|电话|電話|邮箱|地址|价格|價格|日期|时间|時間|地点|地點|姓名|名字|年龄|年齡|职业|職業|尺寸|重量|颜色|顏色|材料|食材|做法|营业时间|主题|發件人|收件人',
    wrote: '写道|寫道',
    comments: '评论|評論|留言',
    untilNow: '现在|至今|今|現在|现今',
  },
  persons: {
    self: { subject: '我 我们 我們 咱们 咱們 本人', object: '', possessive: '我的 我们的 我們的' },
  },
};
