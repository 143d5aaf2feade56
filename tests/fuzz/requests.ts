// Requests of every form that a caller can send, most of them wrong in one place.
import { gzipSync } from 'node:zlib';
import type { Random } from '../chaos/random.ts';
import { draftOf, urlOf, type Operation, type TextFor } from '../openapi/operations.ts';
import { placesOf } from '../openapi/places.ts';
import { damage, jsonOf, mutate, type Values } from './values.ts';

/** A request as it goes over the wire. */
export interface WireRequest {
  /** What about it is wrong. */
  readonly kind: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | null;
  /** Bytes after which its sender leaves; null: it stays for the reply. */
  readonly cutAt: number | null;
}

interface Sources {
  operations: readonly Operation[];
  random: Random;
  values: Values;
  textFor: TextFor;
  /** Addresses of files, which are served in ranges. */
  files: readonly string[];
}

type Make = (sources: Sources) => Omit<WireRequest, 'cutAt'>;
const JSON_TYPE = ['content-type', 'application/json'] as const;

const draft = (sources: Sources) => draftOf(pickOperation(sources), sources.random, sources.textFor);

/** Seldom a deletion, after which all that named the same is answered alike. */
function pickOperation({ operations, random }: Pick<Sources, 'operations' | 'random'>): Operation {
  const operation = random.pick(operations);
  return operation.method !== 'DELETE' || random.chance(0.1)
    ? operation
    : pickOperation({ operations, random });
}

/** A body whose JSON is well formed and wrong. */
const wrongValue: Make = (sources) => {
  const made = draft(sources);
  const body = mutate(made.body ?? {}, sources.random, sources.values);
  return {
    kind: 'value',
    method: made.method,
    url: urlOf(made),
    headers: [JSON_TYPE],
    body: Buffer.from(jsonOf(body)),
  };
};

/** A body that is hardly JSON. */
const wrongText: Make = (sources) => {
  const made = draft(sources);
  const body = damage(Buffer.from(jsonOf(made.body ?? { id: 'x' })), sources.random);
  return { kind: 'text', method: made.method, url: urlOf(made), headers: [JSON_TYPE], body };
};

/** An id that is none, in any place. */
const wrongId: Make = (sources) => {
  const { random, values, textFor } = sources;
  const operation = pickOperation(sources);
  const made = draftOf(operation, random, textFor);
  const odd = [
    '',
    '.',
    '..',
    '../../etc/passwd',
    '%',
    '%00',
    'null',
    '__proto__',
    'a'.repeat(5000),
    values.text(),
  ];
  random.pick(placesOf(operation)).put(made, random.pick(odd));
  const headers = Object.entries(made.headers).map(([name, value]) => [name, printable(value)] as const);
  const body = made.body === undefined ? null : Buffer.from(jsonOf(made.body));
  return { kind: 'id', method: made.method, url: urlOf(made), headers: [...headers, JSON_TYPE], body };
};

/** A query that no schema has. */
const wrongQuery: Make = (sources) => {
  const { random, values } = sources;
  const made = draft(sources);
  const cursors = ['[]', '["pages"]', '[null,{},[]]', '["pages",1e999,"x"]', '{', 'x'.repeat(3000)];
  const odd: [string, string][] = [
    ['limit', random.pick(['-1', '0', '1e9', 'NaN', '', ' 1', '0x10', '9'.repeat(400)])],
    ['cursor', Buffer.from(random.pick(cursors)).toString('base64url')],
    ['q', values.text()],
    ['state', values.text()],
    ['instance_id', 'x\u{0}'],
    [values.text(), values.text()],
  ];
  const search = new URLSearchParams(Array.from({ length: random.whole(1, 6) }, () => random.pick(odd)));
  const url = `${urlOf({ ...made, query: {} })}?${random.chance(0.2) ? '&&=%zz&a[]=1&a[b]=2&' : ''}${search.toString()}`;
  const body = made.body === undefined ? null : Buffer.from(jsonOf(made.body));
  return { kind: 'query', method: made.method, url, headers: [JSON_TYPE], body };
};

const wrongHeader: Make = (sources) => {
  const { random, values } = sources;
  const made = draft(sources);
  const body = Buffer.from(jsonOf(made.body ?? {}));
  const odd: [string, string][] = [
    ['idempotency-key', random.pick(['', 'k'.repeat(300), printable(values.text()), 'same'])],
    ['prefer', random.pick(['wait=', 'wait=-1', 'wait=1e9', 'respond-async, wait=0', 'wait="1";', ',;=,'])],
    [
      'content-type',
      random.pick(['', 'text/plain', 'application/json; charset=utf-16', 'a/b;c', 'multipart/form-data']),
    ],
    ['content-encoding', random.pick(['gzip', 'br', 'deflate', 'gzip, gzip', 'identity', 'zstd', 'x'])],
    ['x-instance-id', random.pick(['ins_', 'a,b', ' '.repeat(20), printable(values.text())])],
    ['last-event-id', random.pick(['-1', 'msg_x:99999999999', ':', printable(values.text())])],
    ['accept', random.pick(['text/event-stream', '*/*;q=x', ''])],
    ['x-request-id', printable(values.text())],
    ['x-forwarded-for', random.pick(['x', '::1, 1.2.3.4', '1'.repeat(2000)])],
    ['origin', random.pick(['null', 'https://evil.example', 'x'])],
    ['if-match', random.pick(['*', '"x"', 'W/', ''])],
    ['if-unmodified-since', random.pick(['x', 'Thu, 01 Jan 1970 00:00:00 GMT'])],
    ['if-modified-since', random.pick(['x', 'Thu, 01 Jan 2070 00:00:00 GMT'])],
    ['range', random.pick(['bytes=-0', 'bytes=9999999-', 'bytes=5-2', 'x'])],
    ['accept-encoding', random.pick(['br;q=x', ',', 'gzip;q=0, *;q=0', printable(values.text())])],
    ['accept-language', random.pick(['*', 'xx;q=9', printable(values.text())])],
    ['cookie', random.pick(['persona_session=x.y.z', ';;=', printable(values.text())])],
    ['if-none-match', random.pick(['*', '"', 'W/"x",,'])],
    ['expect', random.pick(['100-continue', 'x'])],
    ['x-long', 'y'.repeat(random.pick([100, 20_000, 60_000]))],
  ];
  return {
    kind: 'header',
    method: made.method,
    url: urlOf(made),
    headers: [JSON_TYPE, ...Array.from({ length: random.whole(1, 3) }, () => random.pick(odd))],
    body,
  };
};

/** What is far larger than it looks, made once. */
const bombs = lazily(() =>
  [1, 3, 10, 40].flatMap((mebibytes) =>
    [' ', '[', '1,'].map((one) => gzipSync(Buffer.alloc(mebibytes * 1024 * 1024, one))),
  ),
);
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** An encoded body: broken, of the wrong encoding, or far larger than it looks. */
const wrongEncoding: Make = (sources) => {
  const { random } = sources;
  const made = draft(sources);
  const plain = Buffer.from(jsonOf(made.body ?? {}));
  const body = random.pick([
    () => gzipSync(plain),
    () => damage(gzipSync(plain), random),
    () => random.pick(bombs()),
    () => plain,
  ])();
  const encoding = ['content-encoding', random.pick(['gzip', 'gzip', 'deflate', 'br'])] as const;
  return { kind: 'encoding', method: made.method, url: urlOf(made), headers: [JSON_TYPE, encoding], body };
};

/** Lines of pages, some of which are none. */
const wrongLines: Make = ({ random, values, textFor }) => {
  const page = { title: 'Tides', content: 'The tide turns twice a day.', metadata: { note: 'x' } };
  const line = (): string =>
    random.pick([
      () => jsonOf(page),
      () => jsonOf(mutate(page, random, values)),
      () => damage(Buffer.from(jsonOf(page)), random).toString('latin1'),
      () => '{',
      () => '',
      () => 'null',
      () => ' '.repeat(random.whole(1, 5000)),
    ])();
  const few = Array.from({ length: random.whole(0, 40) }, line);
  const lines = random.chance(0.05)
    ? Array.from({ length: random.whole(1000, 20_000) }, () => random.pick(['{', '1', '{}', '']))
    : few;
  // Of two requests with one stream_id the later one cuts off the other.
  const nth = random.whole(0, 1e9);
  const stream = random.pick([`s${nth}`, '', '\0', `x${nth}${values.text()}`]);
  const url = `/api/kb/stream-pages?stream_id=${encodeURIComponent(stream.toWellFormed())}&instance_id=${textFor('instance_id') ?? ''}`;
  const text = lines.join(random.pick(['\n', '\r\n', '\n\n'])) + random.pick(['', '\n']);
  return {
    kind: 'lines',
    method: 'POST',
    url,
    headers: [['content-type', 'application/x-ndjson']],
    body: Buffer.from(text),
  };
};

/** A form that is cut, has too much, or has it in the wrong place. */
const wrongForm: Make = ({ random, values, textFor }) => {
  const boundary = random.pick(['b', 'x'.repeat(69), 'x'.repeat(200), '']);
  const file = (name: string, size: number): string =>
    `Content-Disposition: form-data; name="${name}"; filename="${random.pick(['a.wav', '', '../../x', 'é"\\'])}"\r\nContent-Type: ${random.pick(['audio/wav', 'text/html', ''])}\r\n\r\n${'R'.repeat(size)}`;
  const field = (name: string, value: string): string =>
    `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;
  const part = (): string =>
    random.pick([
      () =>
        file(
          random.pick(['sample_audio', 'file', '', '__proto__', 'voice_data[sample_audio]']),
          random.whole(0, 3000),
        ),
      () =>
        field(
          random.pick(['language', 'tone', 'pitch', 'title', 'voice_data', '', '__proto__', 'instance_id']),
          values.text(),
        ),
      () => field('x', 'y'.repeat(random.pick([10, 10, 10, 10, 3000, 300_000]))),
      () => 'no header at all',
      () => `Content-Disposition: ${values.text()}\r\n\r\n`,
    ])();
  const many = random.chance(0.05) ? random.whole(100, 400) : random.whole(0, 6);
  const parts = Array.from({ length: many }, part).map((one) => `--${boundary}\r\n${one}\r\n`);
  const end = random.pick([`--${boundary}--\r\n`, `--${boundary}`, '', `--${boundary}--`, '\r\n\r\n']);
  const url = `/api/admin/${random.pick(['add_voice', 'video'])}?instance_id=${textFor('instance_id') ?? ''}`;
  return {
    kind: 'form',
    method: 'POST',
    url,
    headers: [['content-type', `multipart/form-data; boundary=${boundary}`]],
    body: Buffer.from(parts.join('') + end),
  };
};

const RANGES = [
  'bytes=0-',
  'bytes=-1',
  'bytes=5-2',
  'bytes=0-0,2-3',
  'bytes=99999999-',
  'bytes=-0',
  'bytes=',
  'x=1-2',
  `bytes=${'0-1,'.repeat(5000)}`,
  `bytes=0-${'9'.repeat(400)}`,
];
const wrongRange: Make = ({ random, files }) => {
  const url = random.pick(files);
  return {
    kind: 'range',
    method: random.pick(['GET', 'HEAD', 'GET', 'POST']),
    url: random.chance(0.2) ? damage(Buffer.from(url), random).toString('latin1').replaceAll(/\s/g, '') : url,
    headers: [
      ['range', random.pick(RANGES)],
      ...(random.chance(0.3) ? ([['if-range', random.pick(['"x"', '', 'W/"'])]] as const) : []),
    ],
    body: null,
  };
};

/** What is not HTTP, or hardly. */
const wrongMessage: Make = ({ random, values }) => ({
  kind: 'message',
  method: random.pick(['GET', 'BREW', 'get', '', 'POST', 'TRACE', 'CONNECT']),
  url: random.pick([
    '/',
    '*',
    '//',
    '/%',
    'http://x/',
    `/${'a'.repeat(9000)}`,
    '/api/../api',
    `/${encodeURI('é')}`,
    '',
  ]),
  headers: random.pick([
    [['transfer-encoding', 'chunked']],
    [['transfer-encoding', 'gzip, chunked']],
    [['content-length', '-1']],
    [['content-length', '5, 6']],
    [['', 'x']],
    [['x y', printable(values.text())]],
    Array.from({ length: 300 }, (_, n): [string, string] => [`x-${n}`, 'y']),
  ] as [string, string][][]),
  body: Buffer.from(random.pick(['', 'zz\r\n', '5\r\nabc', '0\r\n\r\n', 'ffffffffff\r\n'])),
});

/** Those that most code looks at stand here more than once. */
const makers: readonly Make[] = [
  wrongValue,
  wrongValue,
  wrongValue,
  wrongText,
  wrongText,
  wrongId,
  wrongQuery,
  wrongHeader,
  wrongEncoding,
  wrongLines,
  wrongLines,
  wrongForm,
  wrongForm,
  wrongRange,
  wrongMessage,
];

/** The next request of a run. */
export function nextRequest(sources: Sources): WireRequest {
  const { random } = sources;
  const request = random.pick(makers)(sources);
  const length = request.body?.length ?? 0;
  const isCut = length > 1 && random.chance(0.05);
  return { ...request, cutAt: isCut ? random.whole(1, length - 1) : null };
}

/** Without what would end the header. */
function printable(text: string): string {
  return text.replaceAll(/[\r\n\0]/g, ' ');
}
