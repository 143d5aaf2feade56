import { known, languages, type ModelInstruction } from '@persona/languages';

/** Something in a text that a reviewer should look at, verbatim. */
export interface Suspicion {
  what: string;
  quote: string;
}

const MAX_FINDINGS = 20;

/**
 * E-mail addresses, phone, card and account numbers. Numbers with a check digit must pass it, so that few
 * other numbers are reported.
 */
export function personalData(text: string): Suspicion[] {
  const found: Suspicion[] = [];
  const note = (what: string, pattern: RegExp, valid: (quote: string) => boolean = () => true) => {
    for (const [quote] of text.matchAll(pattern)) {
      if (found.length >= MAX_FINDINGS) return;
      const known = found.some((other) => other.quote.includes(quote));
      if (!known && valid(quote)) found.push({ what, quote: quote.trim() });
    }
  };
  note(
    'an e-mail address',
    /[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,4}\p{L}{2,24}/gu,
  );
  note(
    'a bank account number (IBAN)',
    /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g,
    isIban,
  );
  note('a payment card number', /\b(?:\d[ -]?){12,18}\d\b/g, isCard);
  note('a US social security number', /\b(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}\b/g);
  note('a phone number', /(?<![\p{L}\p{N}])(?:\+|00)\d{1,3}(?:[ ./()-]{0,2}\d){6,12}(?!\p{N})/gu, isPhone);
  note(
    'a phone number',
    /(?<![\p{L}\p{N}])\(?0\d{1,4}\)?[ ./-]\d{2,4}(?:[ ./-]?\d{2,4}){1,3}(?!\p{N})/gu,
    isPhone,
  );
  note('a phone number', /(?<![\p{L}\p{N}])(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?!\p{N})/gu);
  return found;
}

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '');

function isPhone(quote: string): boolean {
  const { length } = digitsOf(quote);
  return length >= 8 && length <= 15 && !/^\d{4}-\d{2}-\d{2}$/.test(quote);
}

/** The Luhn check of payment cards. */
function isCard(quote: string): boolean {
  const digits = digitsOf(quote);
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.at(-1 - i));
    const doubled = i % 2 === 1 ? 2 * digit : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length >= 13 && /^[2-6]/.test(digits) && sum % 10 === 0;
}

/** The check of ISO 13616: the account moved before its country, letters as numbers, modulo 97. */
function isIban(quote: string): boolean {
  const plain = quote.replaceAll(' ', '');
  const moved = plain.slice(4) + plain.slice(0, 4);
  let rest = 0;
  for (const character of moved) {
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return plain.length >= 15 && rest === 1;
}

const turnsOfAConversation =
  /^\s*(?:<\|?(?:system|assistant|im_start|im_end)\|?>|\[\/?(?:INST|SYS)\]|<<\/?SYS>>|#{2,}\s*(?:system|instruction)s?\s*:|(?:system|assistant)\s*:)/gim;
const hiddenCharacters = /[\u{e0000}-\u{e007f}\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * One pattern for all languages whose patterns have the same flags, so that what two have alike is found
 * once.
 */
function inAnyLanguage(kind: ModelInstruction): RegExp[] {
  const patterns = languages.flatMap(({ modelInstructions }) => known(modelInstructions)?.[kind] ?? []);
  const byFlags = Map.groupBy(patterns, ({ flags }) => flags);
  return Array.from(
    byFlags,
    ([flags, alike]) => new RegExp(alike.map(({ source }) => source).join('|'), flags),
  );
}

const phrases: readonly (readonly [what: string, patterns: readonly RegExp[]])[] = [
  ['tells a model to ignore its instructions', inAnyLanguage('ignore')],
  ['speaks to a model about its instructions', inAnyLanguage('reveal')],
  ['gives a model another role', inAnyLanguage('role')],
  ['looks like the turns of a conversation', [turnsOfAConversation]],
  ['tells a model what to say', inAnyLanguage('dictate')],
  ['holds hidden characters', [hiddenCharacters]],
];

/**
 * Phrases that are meant for a model and not for a reader. Retrieved text can't act here; a reviewer should
 * know all the same.
 */
export function injections(text: string): Suspicion[] {
  const found: Suspicion[] = [];
  for (const [what, patterns] of phrases) {
    for (const [quote] of patterns.flatMap((pattern) => [...text.matchAll(pattern)])) {
      if (found.length < MAX_FINDINGS && !found.some((other) => other.quote === quote.trim()))
        found.push({ what, quote: quote.trim() });
    }
  }
  return found;
}
