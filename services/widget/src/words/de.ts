import type { Words } from './en.ts';

export const de: Words = {
  language: 'de',
  talk: 'Mit {} sprechen',
  close: 'Schließen',
  message: 'Nachricht',
  send: 'Senden',
  stop: 'Anhalten',
  log: 'Gespräch',
  fresh: 'Neues Gespräch',
  hello:
    'Hallo! Ich bin der digitale Klon von {}. Was ich sage, stammt aus Texten und Aufnahmen, und ich zeige dir, aus welchen.',
  start: 'Was kann ich dich fragen?',
  source: 'Quelle {}',
  open: 'Quelle öffnen',
  play: 'Ab {} abspielen',
  near: 'Frag mich aber gern zu',
  about: 'Erzähl mir von {}',
  up: 'Gute Antwort',
  down: 'Schlechte Antwort',
  thanks: 'Danke, notiert.',
  wait: 'Einen Moment, es geht gleich weiter …',
  failed: 'Das hat nicht geklappt.',
  busy: 'Gerade sind es zu viele Fragen. Bitte später noch einmal versuchen.',
  offline: 'Keine Verbindung.',
  again: 'Noch einmal versuchen',
};
