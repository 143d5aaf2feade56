import { AppError } from '@persona/contracts';

const MAX_JSON_DEPTH = 32;
export const MAX_JSON_KEYS = 10_000;

export interface ParsedJson {
  value: unknown;
  /** Warnings about what was cleaned, each naming its field. */
  warnings: string[];
}

/**
 * Parses a text and checks it: depth ≤ 32, a number of keys, no number that JavaScript can't hold, no lone
 * surrogates. NUL characters and `__proto__` keys are removed with a warning. Throws `malformed_json`, or
 * `validation_error` naming the field.
 */
export function readJsonText(text: string, maxKeys: number = MAX_JSON_KEYS): ParsedJson {
  const check = createJsonCheck(maxKeys);
  return { value: check.visit(parseJson(text), []), warnings: check.warnings };
}

/**
 * Throws `validation_error` for a text of more than `max` values, before it is parsed: JSON.parse and what
 * checks its result can not be stopped. Counts at most so many, and jumps over strings.
 */
export function checkValueCount(text: string, max: number): void {
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) at = endOfString(text, at);
    else if ((letter === COMMA || letter === BRACKET || letter === BRACE) && ++values > max)
      throw new AppError('validation_error', `The JSON has over ${max} values; send less at a time.`, {
        details: [{ path: '', code: 'too_many_values' }],
      });
  }
}
const [QUOTE, COMMA, BRACKET, BRACE, BACKSLASH] = [34, 44, 91, 123, 92];

/** Where the string that begins at `from` ends, or the text does. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at;
    while (text.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((at - before) % 2 === 0) return at;
  }
  return text.length;
}

/** JSON.parse that throws `malformed_json`; `where` names the place of the text in the body. */
export function parseJson(text: string, where = ''): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as unknown;
  } catch (cause) {
    throw new AppError('malformed_json', `The body is not valid JSON${where}${whereOf(cause)}.`, { cause });
  }
}

/**
 * Where JSON.parse stopped. The rest of its message quotes the body, which must stay out of replies and logs.
 */
function whereOf(cause: unknown): string {
  const at = /at position (\d+)/.exec((cause as Error).message)?.[1];
  return at === undefined ? ': it ends too early or holds a wrong character' : ` at character ${at}`;
}

interface Path {
  parent: Path | null;
  key: string | number;
}

export interface JsonCheck {
  /**
   * Walks a parsed value once, in place: checks every number, text and key, and cleans what may be cleaned.
   * `path` leads to the value in the body. Throws `validation_error`.
   */
  visit(value: unknown, path: readonly (string | number)[], maxKeys?: number): unknown;
  readonly warnings: string[];
}

/** Checks the values of one body, which have `maxKeysInAll` object keys at most. */
export function createJsonCheck(maxKeysInAll: number): JsonCheck {
  const warnings: string[] = [];
  let keys = 0;
  let maxKeys = maxKeysInAll;

  const warn = (path: Path | null, what: string) => {
    if (warnings.length < 20) warnings.push(`${pathText(path)} ${what}`);
  };
  const checkText = (text: string, path: Path | null): string => {
    if (!text.isWellFormed())
      throw refuse(
        path,
        'lone_surrogate',
        'holds half of a surrogate pair (\\ud800–\\udfff), which is no character',
      );
    if (!text.includes('\0')) return text;
    warn(path, 'held NUL characters, which were removed');
    return text.replaceAll('\0', '');
  };
  const visit = (value: unknown, path: Path | null, depth: number): unknown => {
    if (typeof value === 'string') return checkText(value, path);
    if (typeof value === 'number') {
      if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return value;
      throw refuse(
        path,
        'number_out_of_range',
        'is a number too large to be kept exactly; send it as a string',
      );
    }
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= MAX_JSON_DEPTH)
      throw refuse(path, 'too_deep', `is nested over ${MAX_JSON_DEPTH} levels deep`);
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        const item: unknown = value[i];
        if (item === null || typeof item === 'boolean') continue;
        value[i] = visit(item, { parent: path, key: i }, depth + 1);
      }
      return value;
    }
    const object = value as Record<string, unknown>;
    for (const key of Object.keys(object)) {
      if (++keys > maxKeys)
        throw refuse(
          path,
          'too_many_keys',
          maxKeys < maxKeysInAll
            ? `takes its part of the body over ${MAX_JSON_KEYS} object keys; send less in one`
            : `takes the body over ${maxKeysInAll} object keys; send less at a time`,
        );
      const here = { parent: path, key };
      if (key === '__proto__') {
        Reflect.deleteProperty(object, key);
        warn(here, 'was ignored');
        continue;
      }
      const cleanKey = checkText(key, here);
      const clean = visit(object[key], here, depth + 1);
      if (cleanKey !== key) Reflect.deleteProperty(object, key);
      else if (clean === object[key]) continue;
      Object.defineProperty(object, cleanKey, {
        value: clean,
        configurable: true,
        enumerable: true,
        writable: true,
      });
    }
    return object;
  };
  return {
    visit(value, path, maxHere = maxKeysInAll) {
      maxKeys = Math.min(maxKeysInAll, keys + maxHere);
      const at = path.reduce<Path | null>((parent, key) => ({ parent, key }), null);
      return visit(value, at, path.length);
    },
    warnings,
  };
}

function refuse(path: Path | null, code: string, what: string): AppError {
  const where = pathText(path);
  return new AppError('validation_error', `${where} ${what}`, {
    param: where,
    details: [{ path: where, code }],
  });
}

/** `pages[0].title` */
function pathText(path: Path | null): string {
  if (path === null) return 'body';
  const keys: (string | number)[] = [];
  for (let at: Path | null = path; at; at = at.parent) keys.unshift(at.key);
  return keys.reduce<string>(
    (text, key) =>
      typeof key === 'number'
        ? `${text}[${key}]`
        : `${text}${text && '.'}${key.slice(0, 100).toWellFormed()}`,
    '',
  );
}
