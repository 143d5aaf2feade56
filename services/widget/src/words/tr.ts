import type { Words } from './en.ts';

export const tr: Words = {
  language: 'tr',
  talk: '{} ile konuş',
  close: 'Kapat',
  message: 'Mesaj',
  send: 'Gönder',
  stop: 'Durdur',
  log: 'Sohbet',
  fresh: 'Yeni sohbet',
  hello:
    'Merhaba! Ben {} adlı kişinin dijital kopyasıyım. Söylediklerim metinlerden ve kayıtlardan gelir; hangilerinden olduğunu gösteririm.',
  start: 'Sana ne sorabilirim?',
  source: 'Kaynak {}',
  open: 'Kaynağı aç',
  play: '{} anından oynat',
  near: 'Ama bana şunu sorabilirsin',
  about: 'Bana şunu anlat: {}',
  up: 'İyi cevap',
  down: 'Kötü cevap',
  thanks: 'Teşekkürler, not edildi.',
  wait: 'Bir dakika, devam ediyor …',
  failed: 'Bu olmadı.',
  busy: 'Şu anda çok fazla soru var. Lütfen daha sonra tekrar dene.',
  offline: 'Bağlantı yok.',
  again: 'Tekrar dene',
};
