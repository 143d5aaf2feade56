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
};
