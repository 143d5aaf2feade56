import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { nl } from './nl.ts';
import { pl } from './pl.ts';
import { pt } from './pt.ts';
import { tr } from './tr.ts';
import { zh } from './zh.ts';

/** Every language of the widget. The build makes a file of each; the script itself loads one. */
export const allWords: Readonly<Record<string, Words>> = { ar, de, en, es, fr, it, ja, nl, pl, pt, tr, zh };
