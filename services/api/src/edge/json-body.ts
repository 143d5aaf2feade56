import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { AppError, MiB } from '@persona/contracts';
import { createTimeSlices } from '@persona/queues';
import { createJsonCheck, parseJson, type ParsedJson } from './json-text.ts';
import { createJsonWalk } from './json-walk.ts';

export interface JsonBodyOptions {
  /** The most bytes of the whole body; beyond them `tooLarge` is thrown. */
  maxBytes: number;
  tooLarge: () => AppError;
  /** The most object keys in the body. */
  maxKeys: number;
  /** The list of the body that is long: it is read element by element, and each is dropped from memory. */
  list?: JsonList | undefined;
  /** Whether a SHA-256 of the body as it was sent is wanted. */
  hashed: boolean;
  /** Called with the bytes that are about to be kept in memory; may throw. */
  hold: (bytes: number) => void;
  /** Called where work goes on after others had their turn. */
  onStep?: () => void;
}

export interface JsonList {
  /** The keys that lead to it: `['stream_data', 'pages']`. */
  path: readonly string[];
  /** The most elements. */
  max: number;
  /** The most bytes of one. */
  maxBytes?: number;
}

export interface JsonBody extends ParsedJson {
  /** Of the bytes as they were received. */
  bytes: number;
  sha256: string | null;
}

/** Values are array elements and object entries. Two for each key: it may have an array beside it. */
const VALUES_PER_KEY = 2;
/** Beside a list, because it is read in one step; the list is what may be long. */
const MAX_BYTES_BESIDE_LIST = MiB;
/** Of one element of the list, so that no step of the work on a body is long. */
const MAX_ELEMENT_KEYS = 10_000;

/**
 * Reads a JSON body as it arrives. Its structure is counted before anything is parsed, and a long list is
 * parsed element by element with pauses between, so that no body holds the event loop. Throws
 * `malformed_json`, `validation_error` or what the options throw; the rest of the body is then unread.
 */
export async function readJsonBody(source: Readable, options: JsonBodyOptions): Promise<JsonBody> {
  const { maxBytes, maxKeys, list, hold } = options;
  const maxValues = VALUES_PER_KEY * maxKeys;
  const walk = createJsonWalk({
    path: list?.path ?? ['\0'],
    maxValues,
    maxValuesAtOnce: Math.min(maxValues, VALUES_PER_KEY * MAX_ELEMENT_KEYS),
  });
  const check = createJsonCheck(maxKeys);
  const hash = options.hashed ? createHash('sha256') : null;
  const pause = createTimeSlices();
  const slice = async (): Promise<void> => {
    await pause();
    options.onStep?.();
  };
  const name = list?.path.join('.') ?? '';
  let bytes = 0;
  /** The body without the elements of the list, and the element that is being read. */
  const outside: Buffer[] = [];
  let outsideBytes = 0;
  let inside: Buffer[] | null = null;
  let insideBytes = 0;
  let elements: unknown[] = [];

  const endElement = async (isLast: boolean): Promise<void> => {
    const element = Buffer.concat(inside ?? []);
    inside = [];
    insideBytes = 0;
    await slice();
    const text = textOf(element);
    await slice();
    if (isLast && elements.length === 0 && text.trim() === '') return;
    if (list && elements.length >= list.max)
      throw new AppError(
        'validation_error',
        `${name} must have at most ${list.max} items; send more in several requests`,
        { param: name, details: [{ path: name, code: 'too_many' }] },
      );
    const value = parseJson(text, ` in ${name}[${elements.length}]`);
    await slice();
    elements.push(check.visit(value, [...(list?.path ?? []), elements.length], MAX_ELEMENT_KEYS));
    await slice();
  };

  const keep = (part: Buffer): void => {
    if (!inside) {
      outsideBytes += part.length;
      if (list && outsideBytes > MAX_BYTES_BESIDE_LIST)
        throw new AppError(
          'payload_too_large',
          `The body is over the limit of ${MAX_BYTES_BESIDE_LIST / MiB} MiB beside ${name}; send only what the route reads.`,
          { param: name },
        );
      outside.push(part);
      return;
    }
    insideBytes += part.length;
    if (insideBytes > (list?.maxBytes ?? Infinity)) {
      const param = `${name}[${elements.length}]`;
      throw new AppError('payload_too_large', `${param} is too long; split it into several`, { param });
    }
    inside.push(part);
  };

  for await (const received of source.iterator({ destroyOnReturn: false })) {
    const chunk = received as Buffer;
    options.onStep?.();
    bytes += chunk.length;
    if (bytes > maxBytes) throw options.tooLarge();
    hold(chunk.length);
    hash?.update(chunk);
    let from = 0;
    for (;;) {
      const stop = walk.next(chunk, from);
      const part = chunk.subarray(from, stop?.end);
      if (!stop || stop.kind === 'string') {
        keep(part);
        if (!stop) break;
      } else if (stop.kind === 'open') {
        outside.push(part);
        inside = [];
        // Of a key that is there twice, the last one counts.
        elements = [];
      } else {
        keep(part.subarray(0, -1));
        await endElement(stop.kind === 'close');
        if (stop.kind === 'close') {
          outside.push(part.subarray(-1));
          inside = null;
        }
      }
      from = stop.end;
    }
    await slice();
  }
  outside.push(...(inside ?? []));
  await slice();
  const whole = outside.length === 1 ? outside[0]! : Buffer.concat(outside);
  const sha256 = hash?.digest('hex') ?? null;
  if (bytes === 0) return { value: undefined, warnings: [], bytes, sha256 };
  const text = textOf(whole);
  await slice();
  const parsed = parseJson(text);
  await slice();
  const value = check.visit(parsed, [], maxKeys);
  if (list) fill(value, list.path, elements);
  return { value, warnings: check.warnings, bytes, sha256 };
}

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes))
    throw new AppError('malformed_json', 'The body is not valid UTF-8; send JSON in UTF-8.');
  return bytes.toString('utf8');
}

/** Puts the elements into the empty list that stands for them. */
function fill(body: unknown, path: readonly string[], elements: readonly unknown[]): void {
  let at = body;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return;
    at = (at as Record<string, unknown>)[key];
  }
  if (Array.isArray(at)) at.push(...(elements as unknown[]));
}
