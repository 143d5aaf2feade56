import type { Words } from './en.ts';

export const nl: Words = {
  language: 'nl',
  talk: 'Praat met {}',
  close: 'Sluiten',
  message: 'Bericht',
  send: 'Versturen',
  stop: 'Stoppen',
  log: 'Gesprek',
  fresh: 'Nieuw gesprek',
  hello:
    'Hallo! Ik ben de digitale kloon van {}. Wat ik zeg komt uit teksten en opnamen, en ik laat je zien uit welke.',
  start: 'Wat kan ik je vragen?',
  source: 'Bron {}',
  open: 'Bron openen',
  play: 'Afspelen vanaf {}',
  near: 'Maar vraag me gerust naar',
  about: 'Vertel me over {}',
  up: 'Goed antwoord',
  down: 'Slecht antwoord',
  thanks: 'Bedankt, genoteerd.',
  wait: 'Een ogenblik, het gaat zo verder …',
  failed: 'Dat is niet gelukt.',
  busy: 'Er zijn nu te veel vragen. Probeer het later nog eens.',
  offline: 'Geen verbinding.',
  again: 'Opnieuw proberen',
};
