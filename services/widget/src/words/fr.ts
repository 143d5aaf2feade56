import type { Words } from './en.ts';

export const fr: Words = {
  language: 'fr',
  talk: 'Parler avec {}',
  close: 'Fermer',
  message: 'Message',
  send: 'Envoyer',
  stop: 'Arrêter',
  log: 'Conversation',
  fresh: 'Nouvelle conversation',
  hello:
    'Bonjour ! Je suis le clone numérique de {}. Ce que je dis vient de textes et d’enregistrements, et je te montre lesquels.',
  start: 'Que puis-je te demander ?',
  source: 'Source {}',
  open: 'Ouvrir la source',
  play: 'Lire à partir de {}',
  near: 'Mais demande-moi plutôt',
  about: 'Parle-moi de {}',
  up: 'Bonne réponse',
  down: 'Mauvaise réponse',
  thanks: 'Merci, c’est noté.',
  wait: 'Un instant, cela continue …',
  failed: 'Cela n’a pas fonctionné.',
  busy: 'Trop de questions en ce moment. Merci de réessayer plus tard.',
  offline: 'Pas de connexion.',
  again: 'Réessayer',
};
