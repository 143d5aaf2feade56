import type { Words } from './en.ts';

export const pl: Words = {
  language: 'pl',
  talk: 'Rozmowa: {}',
  close: 'Zamknij',
  message: 'Wiadomość',
  send: 'Wyślij',
  stop: 'Zatrzymaj',
  log: 'Rozmowa',
  fresh: 'Nowa rozmowa',
  hello: 'Cześć! Oto cyfrowy klon: {}. To, co mówię, pochodzi z tekstów i nagrań, a ja pokazuję, z których.',
  start: 'O co mogę cię zapytać?',
  source: 'Źródło {}',
  open: 'Otwórz źródło',
  play: 'Odtwórz od {}',
  near: 'Możesz mnie jednak zapytać o',
  about: 'Opowiedz mi o: {}',
  wait: 'Chwileczkę, zaraz ciąg dalszy …',
  failed: 'To się nie udało.',
  busy: 'Za dużo pytań w tej chwili. Spróbuj później.',
  offline: 'Brak połączenia.',
  again: 'Spróbuj ponownie',
};
