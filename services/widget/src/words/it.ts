import type { Words } from './en.ts';

export const it: Words = {
  language: 'it',
  talk: 'Parla con {}',
  close: 'Chiudi',
  message: 'Messaggio',
  send: 'Invia',
  stop: 'Ferma',
  log: 'Conversazione',
  fresh: 'Nuova conversazione',
  hello:
    'Ciao! Sono il clone digitale di {}. Ciò che dico viene da testi e registrazioni, e ti mostro quali.',
  start: 'Che cosa posso chiederti?',
  source: 'Fonte {}',
  open: 'Apri la fonte',
  play: 'Riproduci da {}',
  near: 'Però puoi chiedermi di',
  about: 'Parlami di {}',
  up: 'Buona risposta',
  down: 'Risposta sbagliata',
  thanks: 'Grazie, annotato.',
  wait: 'Un momento, ora continua …',
  failed: 'Non ha funzionato.',
  busy: 'Ci sono troppe domande in questo momento. Riprova più tardi.',
  offline: 'Nessuna connessione.',
  again: 'Riprova',
};
