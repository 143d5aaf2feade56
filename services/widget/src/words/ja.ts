import type { Words } from './en.ts';

export const ja: Words = {
  language: 'ja',
  talk: '{}と話す',
  close: '閉じる',
  message: 'メッセージ',
  send: '送信',
  stop: '停止',
  log: '会話',
  fresh: '新しい会話',
  hello: 'こんにちは。{}のデジタルクローンです。文章や録音をもとに答え、どれによるかを示します。',
  start: '何を聞けますか？',
  source: '出典 {}',
  open: '出典を開く',
  play: '{}から再生',
  near: 'でも、これなら聞いてください',
  about: '{}について教えて',
  wait: '少々お待ちください。続きます……',
  failed: 'うまくいきませんでした。',
  busy: '現在、質問が多すぎます。後でもう一度お試しください。',
  offline: '接続がありません。',
  again: 'もう一度試す',
};
