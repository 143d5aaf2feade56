import { signal } from '@preact/signals';
import { en, type Dictionary } from './en.ts';

/** The languages of the console, each by its own name; all but English are loaded when they are chosen. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  zh: '中文',
  ar: 'العربية',
} as const;
export type Language = keyof typeof languages;

const load: Record<Language, () => Promise<Dictionary>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  zh: async () => (await import('./zh.ts')).zh,
  ar: async () => (await import('./ar.ts')).ar,
};
const STORED = 'persona-language';

export const language = signal<Language>('en');
/** What the console says, in the language that was chosen. */
export const t = signal<Dictionary>(en);

const isLanguage = (name: string): name is Language => name in languages;

/** Takes the language that was chosen before, else one that the browser prefers. */
export async function startLanguage(): Promise<void> {
  const wanted = [localStorage.getItem(STORED) ?? '', ...navigator.languages.map((one) => one.slice(0, 2))];
  const first = wanted.find(isLanguage) ?? 'en';
  if (first !== 'en') await take(first);
}

export async function chooseLanguage(name: Language): Promise<void> {
  localStorage.setItem(STORED, name);
  await take(name);
}

async function take(name: Language): Promise<void> {
  t.value = await load[name]();
  language.value = name;
  document.documentElement.lang = name;
  document.documentElement.dir = name === 'ar' ? 'rtl' : 'ltr';
}
