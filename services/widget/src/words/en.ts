/** English, which is in the script itself; `{}` is the name of the persona, a title or a time. */
export const en = {
  language: 'en',
  talk: 'Talk to {}',
  close: 'Close',
  message: 'Message',
  send: 'Send',
  stop: 'Stop',
  log: 'Conversation',
  fresh: 'New conversation',
  hello:
    'Hello! I am the digital clone of {}. What I say comes from texts and recordings, and I show you which.',
  start: 'What can I ask you?',
  source: 'Source {}',
  open: 'Open the source',
  play: 'Play from {}',
  near: 'But you can ask me about',
  about: 'Tell me about {}',
  up: 'Good answer',
  down: 'Bad answer',
  thanks: 'Thank you, noted.',
  wait: 'One moment, it goes on …',
  failed: 'That did not work.',
  busy: 'Too many questions right now. Please try again later.',
  offline: 'No connection.',
  again: 'Try again',
};
/** What the widget says in one language. */
export type Words = typeof en;
