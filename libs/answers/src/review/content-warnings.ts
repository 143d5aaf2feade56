/** Something in a text that a reviewer should look at, verbatim. */
export interface Suspicion {
  what: string;
  quote: string;
}

const MAX_FINDINGS = 20;

/** E-mail addresses, phone, card and account numbers. Numbers with a check digit must pass it, so that few other numbers are reported. */
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

const phrases: [what: string, pattern: RegExp][] = [
  [
    'tells a model to ignore its instructions',
    /\b(ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(previous|prior|above|earlier|all|any|your|the|system)\b[^.\n]{0,30}\b(instructions?|prompts?|rules?|guidelines?|directions?|context)\b/gi,
  ],
  [
    'tells a model to ignore its instructions',
    /\b(ignoriere?|vergiss|missachte)\b[^.\n]{0,40}\b(anweisung|regel|vorgabe|instruktion)|\b(ignore[zr]?|oublie[zr]?)\b[^.\n]{0,40}\b(instructions?|consignes|règles)\b|\b(ignora|olvida|omite)\b[^.\n]{0,40}\b(instrucciones|reglas|indicaciones)\b|\b(ignora|dimentica)\b[^.\n]{0,40}\b(istruzioni|regole)\b|(忽略|无视|忘记)[^。\n]{0,20}(指令|指示|规则|提示)|(игнорируй|забудь)[^.\n]{0,40}(инструкци|правил)/giu,
  ],
  [
    'speaks to a model about its instructions',
    /\b(reveal|print|show|repeat|output|leak)\b[^.\n]{0,40}\b(system prompt|hidden prompt|initial instructions|your instructions)\b/gi,
  ],
  [
    'gives a model another role',
    /\b(you are now|from now on,? you( are|'re)?|pretend (to be|that you)|act as (if you|an? (ai|unrestricted|different)\b)|roleplay as|enter (developer|dan|god) mode|jailbreak)\b/gi,
  ],
  [
    'looks like the turns of a conversation',
    /^\s*(?:<\|?(?:system|assistant|im_start|im_end)\|?>|\[\/?(?:INST|SYS)\]|<<\/?SYS>>|#{2,}\s*(?:system|instruction)s?\s*:|(?:system|assistant)\s*:)/gim,
  ],
  [
    'tells a model what to say',
    /\b(always|only|must) (respond|answer|reply|say)\b[^.\n]{0,40}\b(with|that|as)\b/gi,
  ],
  ['holds hidden characters', /[\u{e0000}-\u{e007f}\u202a-\u202e\u2066-\u2069]+/gu],
];

/** Phrases that are meant for a model and not for a reader. Retrieved text can't act here; a reviewer should know all the same. */
export function injections(text: string): Suspicion[] {
  const found: Suspicion[] = [];
  for (const [what, pattern] of phrases) {
    for (const [quote] of text.matchAll(pattern)) {
      if (found.length < MAX_FINDINGS && !found.some((other) => other.quote === quote.trim()))
        found.push({ what, quote: quote.trim() });
    }
  }
  return found;
}
