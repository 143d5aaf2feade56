import type { Words } from './en.ts';

export const zh: Words = {
  language: 'zh',
  talk: '与{}交谈',
  close: '关闭',
  message: '消息',
  send: '发送',
  stop: '停止',
  log: '对话',
  fresh: '新对话',
  hello: '你好！我是{}的数字分身。我说的内容都来自文字和录音，并会指出出处。',
  start: '我可以问你什么？',
  source: '来源 {}',
  open: '打开来源',
  play: '从 {} 播放',
  near: '不过你可以问我',
  about: '跟我说说{}',
  wait: '请稍候，马上继续……',
  failed: '没有成功。',
  busy: '目前问题太多，请稍后再试。',
  offline: '没有网络连接。',
  again: '重试',
};
