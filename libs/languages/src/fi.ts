import { stemmer } from '@orama/stemmers/finnish';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const finnish: LanguagePack = {
  code: 'fi',
  name: 'Finnish',
  script: 'Latin',
  traits: ['compounds', 'pointed-ordinals'],
  ownLetters: 'äöå',
  distinctiveLetters: 'äö',
  functionWords: `
    ei eivät eli en ennen ettei että hän hänen he heidän itse ja jo joka jolla jonka jos joissa jossa jota
    jotka kanssa kaikki koska kuin kuinka kuka kun kuten me meidän mihin mikä miksi millainen milloin minkä
    minun minä missä mistä mitä moni monta mukaan mutta muun muut myös ne niiden niin niitä noin nyt näiden
    näin nämä ole olen oli olivat olla ollut on ovat pitää sekä sen siellä siihen siinä siis sillä sinä sitä
    sitten tai te tämä tämän tässä tästä tätä vai vain vaan vaikka välillä yli`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  smallTalk: {
    greeting: 'hei|moi|terve|morjens|hyvaa (huomenta|paivaa|iltaa)|huomenta|paivaa',
    wellbeing: 'mita kuuluu|miten menee|kuinka voit|miten voit',
    thanks: '(paljon )?kiitos( paljon| avusta)?|kiitoksia( paljon)?|kiitti',
    farewell: 'nakemiin|hei hei|moi moi|moikka|hyvaa yota|nahdaan|hyvaa paivanjatkoa',
    who: 'kuka (sina )?olet|mika sinun nimesi on|mika nimesi on',
    help: 'apua|auta( minua)?|mita osaat( tehda)?|voitko auttaa( minua)?',
    fine: 'ok|selva|hyva|hienoa|kylla|joo|ei',
  },
  pageMarks: {
    question: 'kysymys|k|ongelma',
    answer: 'vastaus|v|ratkaisu',
    asker: 'haastattelija|toimittaja|juontaja|k',
    self: 'minä',
    remark: 'huom|vinkki|huomio|tärkeää|ps',
    label:
      'huom|huomio|vinkki|esimerkki|puhelin|puh|sähköposti|osoite|hinta|päivämäärä|pvm|aika|paikka|nimi|ikä|ammatti|koko|paino|väri|ainekset|ohje|valmistus|aukioloajat|aihe|lähettäjä',
    wrote: 'kirjoitti|kirjoittaa',
    comments: 'kommentit|vastaukset',
    untilNow: 'nykyään|nyt',
  },
  inOtherWords: [
    ['Onko sinulla polkupyörä?', 'En koskaan oppinut polkemaan, ja kävelen töihin.'],
    ['Mitä limppu maksaa?', 'Pyydämme leivästä neljä euroa.'],
    ['Missä kasvoit?', 'Lapsuuteni vietin maatilalla Dijonin lähellä.'],
    ['Montako ihmistä teillä on töissä?', 'Verstaassa meitä on yhdeksän.'],
    ['Miksi lähdit pankista?', 'Irtisanouduin, koska päivät olivat käyneet liian pitkiksi.'],
    ['Mistä kirjasta pidät eniten?', 'Lempiromaanini on Moby Dick.'],
  ],
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'minä mä me',
      object: 'minua minut minulla minulle minulta minussa minusta minuun meitä meidät meillä meille meiltä',
      possessive: 'minun mun meidän',
    },
    omitted: false,
    you: 'sinä=minä sä=mä sinun=minun sun=mun sinua=minua sinut=minut sinulla=minulla sinulle=minulle sinulta=minulta sinussa=minussa sinusta=minusta te=me teidän=meidän/minun teitä=meitä teillä=meillä/minulla teille=meille',
    verbs: 'olet=olen olette=olemme/olen teet=teen näet=näen',
    endings: [
      ['nne', 'mme', 'ni'],
      ['si', 'ni', 'mme'],
      ['tte', 'mme', 'n'],
      ['t', 'n'],
    ],
    addressed: String.raw`^(?:missä|mistä|mihin|minne|milloin|koska|miksi|mitä|miten|ketä|minä|millä|kuinka|kenen kanssa)(?: \p{L}+)? \p{L}{2,}(?:t|tte)(?!\p{L})|\p{L}{3,}(?<!uu|kak|vii|kuu|vuo|tuo)si(?!\p{L})|\p{L}{2,}(?<!mi|si|tä|jo|tu)nne(?!\p{L})`,
  },
};
