import { stemmer } from '@orama/stemmers/indonesian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const indonesian: LanguagePack = {
  code: 'id',
  name: 'Indonesian',
  script: 'Latin',
  traits: [],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    ada adalah agar akan antara apa apakah atas atau bagaimana bagi bahwa banyak beberapa belum berapa bisa
    bukan dalam dan dapat dari daripada dengan di dia harus hanya hingga ia ini itu jika juga kami kamu
    karena kapan ke kepada kita lebih maka mana masih mengapa mereka menjadi oleh pada para saat saja sampai
    sangat saya sebagai sebuah secara sejak seperti serta setelah siapa suatu sudah supaya tapi telah
    tentang tersebut tetapi tidak untuk yaitu yang`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  smallTalk: {
    greeting: 'halo|hai|selamat (pagi|siang|sore|malam)|assalamualaikum',
    wellbeing: 'apa kabar( anda)?|bagaimana kabarmu|gimana kabarnya',
    thanks: 'terima kasih( banyak| atas bantuannya)?|makasih( banyak)?',
    farewell: 'sampai jumpa|selamat tinggal|dadah|sampai nanti',
    who: 'siapa (kamu|anda)|siapa nama(mu| anda)',
    help: 'tolong|bantu saya|apa yang bisa kamu lakukan',
    fine: 'baik|oke|bagus|mengerti|ya|tidak',
  },
  pageMarks: {
    question: 'pertanyaan|tanya|t|masalah',
    answer: 'jawaban|jawab|j|solusi',
    asker: 'pewawancara|wartawan|pembawa acara',
    self: 'saya|aku',
    remark: 'catatan|perhatian|tips|penting',
    label:
      'catatan|perhatian|tips|contoh|telepon|telp|surel|e-?mail|alamat|harga|tanggal|jam|tempat|nama|umur|usia|pekerjaan|ukuran|berat|warna|bahan|cara membuat|jam buka|perihal|dari|kepada',
    wrote: 'menulis',
    comments: 'komentar',
    untilNow: 'sekarang|saat ini|kini',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: { subject: 'saya aku kami kita', object: 'daku', possessive: 'milikku' },
    omitted: false,
    you: 'kamu=saya/aku anda=saya/aku kau=aku/saya engkau=aku/saya kalian=kami/kita',
    verbs: '',
    endings: [['mu', 'ku']],
    addressed: String.raw`\p{L}{3,}(?<!te)mu(?!\p{L})`,
  },
};
