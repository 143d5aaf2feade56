import { en, type Words } from './en.ts';

/** The languages that there are words in. */
export const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'it', 'ja', 'nl', 'pl', 'pt', 'tr', 'zh'] as const;

/** The first of the wanted languages (BCP 47) that there are words in, else English. */
export function chooseLanguage(wanted: readonly (string | undefined | false)[]): string {
  for (const one of wanted) {
    const [language] = (one || '').toLowerCase().split('-');
    if ((LANGUAGES as readonly (string | undefined)[]).includes(language)) return language ?? '';
  }
  return 'en';
}

/** The words of a language; English where they cannot be had, because it is in the script. */
export async function loadWords(base: string, language: string): Promise<Words> {
  if (language === 'en') return en;
  try {
    const response = await fetch(`${base}widget/${language}.json`, { credentials: 'omit' });
    return { ...en, ...((await response.json()) as Partial<Words>) };
  } catch {
    return en;
  }
}
