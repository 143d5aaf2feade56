import type { Words } from './en.ts';

export const es: Words = {
  language: 'es',
  talk: 'Hablar con {}',
  close: 'Cerrar',
  message: 'Mensaje',
  send: 'Enviar',
  stop: 'Detener',
  log: 'Conversación',
  fresh: 'Nueva conversación',
  hello:
    '¡Hola! Soy el clon digital de {}. Lo que digo viene de textos y grabaciones, y te muestro de cuáles.',
  start: '¿Qué puedo preguntarte?',
  source: 'Fuente {}',
  open: 'Abrir la fuente',
  play: 'Reproducir desde {}',
  near: 'Pero puedes preguntarme por',
  about: 'Háblame de {}',
  up: 'Buena respuesta',
  down: 'Mala respuesta',
  thanks: 'Gracias, anotado.',
  wait: 'Un momento, ya sigue …',
  failed: 'No ha funcionado.',
  busy: 'Hay demasiadas preguntas ahora. Inténtalo más tarde.',
  offline: 'Sin conexión.',
  again: 'Intentar de nuevo',
};
