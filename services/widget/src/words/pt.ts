import type { Words } from './en.ts';

export const pt: Words = {
  language: 'pt',
  talk: 'Falar com {}',
  close: 'Fechar',
  message: 'Mensagem',
  send: 'Enviar',
  stop: 'Parar',
  log: 'Conversa',
  fresh: 'Nova conversa',
  hello: 'Olá! Sou o clone digital de {}. O que digo vem de textos e gravações, e mostro-te de quais.',
  start: 'O que posso perguntar-te?',
  source: 'Fonte {}',
  open: 'Abrir a fonte',
  play: 'Reproduzir a partir de {}',
  near: 'Mas podes perguntar-me sobre',
  about: 'Fala-me de {}',
  wait: 'Um momento, já continua …',
  failed: 'Não funcionou.',
  busy: 'Há perguntas demais neste momento. Tenta mais tarde.',
  offline: 'Sem ligação.',
  again: 'Tentar de novo',
};
