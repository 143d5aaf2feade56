import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { parseOrigin } from './parse-origin.ts';

/**
 * Every environment variable that the services read, in one table: the typed configuration is parsed from it
 * and `.env.example` is checked against it. A variable that is empty counts as unset.
 * Each parser throws an Error whose message says what the variable must look like.
 */
type Parser<T> = (raw: string) => T;

export interface Setting<T> {
  readonly about: string;
  readonly fallback: string | undefined;
  readonly parse: Parser<T>;
  readonly secret: boolean;
}

const text: Parser<string> = (raw) => raw;

/** Values are trimmed, so that the space behind a prefix is ours. */
const prefix: Parser<string> = (raw) => (raw === 'none' ? '' : `${raw} `);

const integer =
  (min: number, max: number): Parser<number> =>
  (raw) => {
    const value = Number(raw);
    if (!Number.isInteger(value) || value < min || value > max)
      throw new Error(`must be a whole number from ${min} to ${max}`);
    return value;
  };

const oneOf =
  <const T extends readonly string[]>(...allowed: T): Parser<T[number]> =>
  (raw) => {
    if (!allowed.includes(raw)) throw new Error(`must be one of ${allowed.join(', ')}`);
    return raw;
  };

const url =
  (...schemes: string[]): Parser<string> =>
  (raw) => {
    if (!schemes.some((scheme) => raw.startsWith(`${scheme}:`))) {
      throw new Error(`must begin with ${schemes.map((scheme) => `${scheme}:`).join(' or ')}`);
    }
    const [scheme = '', ...rest] = raw.split(':');
    const isFolder = (scheme === 'sqlite' || scheme === 'file') && !raw.startsWith('file://');
    return isFolder ? `${scheme}:${folder(rest.join(':'))}` : raw;
  };

const adminKey: Parser<string> = (raw) => {
  if (!/^psk_[A-Za-z0-9]{4,64}_[A-Za-z0-9]{24,128}$/.test(raw)) {
    throw new Error(
      'must look like psk_<id>_<secret>: an id of 4 or more and a secret of 24 or more letters and digits',
    );
  }
  return raw;
};

const list: Parser<readonly string[]> = (raw) =>
  raw
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const origins: Parser<readonly string[]> = (raw) =>
  list(raw).map((part) => {
    const origin = part === '*' ? part : parseOrigin(part);
    if (origin === null) throw new Error('must be origins like https://app.example, or * for all');
    return origin;
  });

const NETWORKS = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Addresses, networks in CIDR notation, and the names that proxy-addr has for some of them. */
const networks: Parser<readonly string[]> = (raw) =>
  list(raw).map((part) => {
    const [address = '', bits, ...rest] = part.split('/');
    const family = isIP(address);
    const isNetwork =
      bits === undefined ||
      (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128));
    if (!NETWORKS.has(part) && (family === 0 || !isNetwork || rest.length > 0))
      throw new Error(
        'must be addresses or networks like 10.0.0.5, 10.0.0.0/8 or fd00::/8, separated by commas, or loopback, linklocal, uniquelocal',
      );
    return part;
  });

/** A path under which a proxy serves the gateway: `/persona`, without a slash at its end. */
const basePath: Parser<string> = (raw) => {
  const path = raw.replace(/\/+$/, '');
  if (path !== '' && !/^(\/[\w.~-]+)+$/.test(path)) throw new Error('must look like /persona');
  return path;
};

/** A folder; `~/` is the home of this user, as in a shell. */
const folder: Parser<string> = (raw) => {
  if (!raw.startsWith('~')) return raw;
  if (raw !== '~' && !raw.startsWith('~/'))
    throw new Error('must be a folder; of a name behind ~ nothing is known here: write the whole path');
  return homedir() + raw.slice(1);
};

const setting = <T>(about: string, parse: Parser<T>, fallback: string): Setting<T> => ({
  about,
  parse,
  fallback,
  secret: false,
});
const optional = <T>(about: string, parse: Parser<T>): Setting<T | undefined> => ({
  about,
  parse,
  fallback: undefined,
  secret: false,
});
const secret = <T>(about: string, parse: Parser<T>): Setting<T | undefined> => ({
  about,
  parse,
  fallback: undefined,
  secret: true,
});

/** The HTTP client gives up on a server that sends nothing for five minutes. */
const MAX_WAIT_SECONDS = 300;
const serverOf = (model: string): Setting<string | undefined> =>
  optional(`Server of ${model}; unset: OPENAI_BASE_URL.`, url('http', 'https'));
const keyOf = (server: string): Setting<string | undefined> =>
  secret(`Key of ${server}; OPENAI_API_KEY is never sent there.`, text);

export const settings = {
  PERSONA_DATA_DIR: setting('Folder of the embedded stores, files and logs.', folder, './data'),
  DOCUMENTS_URL: optional(
    'Document store: sqlite:<file> or mongodb://…; unset: sqlite in the data folder.',
    url('sqlite', 'mongodb', 'mongodb+srv'),
  ),
  SEARCH_URL: optional(
    'Search index: sqlite:<folder> or http(s)://… of a Qdrant; unset: sqlite in the data folder.',
    url('sqlite', 'http', 'https'),
  ),
  SEARCH_API_KEY: secret('API key of the Qdrant server.', text),
  REDIS_URL: optional(
    'Redis for the queues; unset with npm start: a private one is started.',
    url('redis', 'rediss', 'unix'),
  ),
  BLOBS_URL: optional(
    'File store: file:<folder> or s3://<bucket>[/prefix]; unset: a folder in the data folder.',
    url('file', 's3'),
  ),
  S3_ENDPOINT: optional('Address of an S3-compatible server; unset: AWS.', url('http', 'https')),
  S3_PUBLIC_ENDPOINT: optional(
    'Where callers reach that server: files are then served by it; unset: by the gateway.',
    url('http', 'https'),
  ),
  S3_REGION: setting('Region of the bucket.', text, 'us-east-1'),
  S3_ACCESS_KEY_ID: secret('Access key of the bucket.', text),
  S3_SECRET_ACCESS_KEY: secret('Secret of that access key.', text),

  OPENAI_BASE_URL: optional(
    'Any OpenAI-compatible server, e.g. http://127.0.0.1:11434/v1; each role below may have one of its own.',
    url('http', 'https'),
  ),
  OPENAI_API_KEY: secret('Key of that server; many local ones take any text.', text),
  CHAT_MODEL: optional(
    'Model that writes answers; unset: answers are made of the persona’s own sentences.',
    text,
  ),
  CHAT_BASE_URL: serverOf('CHAT_MODEL'),
  CHAT_API_KEY: keyOf('CHAT_BASE_URL'),
  CHAT_FIRST_TOKEN_TIMEOUT_SECONDS: setting(
    'How long the first token is waited for; a local model may have to load.',
    integer(1, MAX_WAIT_SECONDS),
    '60',
  ),
  CHAT_IDLE_TIMEOUT_SECONDS: setting(
    'How long the next token is waited for.',
    integer(1, MAX_WAIT_SECONDS),
    '30',
  ),
  CHAT_REPLY_TIMEOUT_SECONDS: setting(
    'How long a whole reply may take; what was said by then is kept.',
    integer(1, 3600),
    '180',
  ),
  EMBEDDING_MODEL: optional(
    'Model for dense retrieval beside the lexical one, of its server or local:<name>; unset: lexical only.',
    text,
  ),
  EMBEDDING_QUERY_PREFIX: optional(
    'What stands before a question for the embedding model, or none; unset: what it is known to want.',
    prefix,
  ),
  EMBEDDING_PASSAGE_PREFIX: optional('… and before a passage, or none.', prefix),
  MODELS_DIR: optional('Folder of the models that run here; unset: models in the data folder.', folder),
  EMBEDDING_BASE_URL: serverOf('EMBEDDING_MODEL'),
  EMBEDDING_API_KEY: keyOf('EMBEDDING_BASE_URL'),
  EMBEDDING_TIMEOUT_SECONDS: setting(
    'How long the vectors of one batch of passages may take.',
    integer(1, MAX_WAIT_SECONDS),
    '60',
  ),
  RERANK_MODEL: optional(
    'Model behind /rerank of its server that orders what was found; unset: the order of retrieval.',
    text,
  ),
  RERANK_BASE_URL: serverOf('RERANK_MODEL'),
  RERANK_API_KEY: keyOf('RERANK_BASE_URL'),
  RETRIEVAL_TIMEOUT_MS: setting(
    'How long a question waits for its vector, and again for the order of what was found, before it does without, in ms.',
    integer(100, 60_000),
    '3000',
  ),
  TRANSCRIPTION_MODEL: optional('Model that transcribes voices and videos; unset: no transcripts.', text),
  TRANSCRIPTION_BASE_URL: serverOf('TRANSCRIPTION_MODEL'),
  TRANSCRIPTION_API_KEY: keyOf('TRANSCRIPTION_BASE_URL'),
  TRANSCRIPTION_TIMEOUT_SECONDS: setting(
    'How long the transcript of one recording may take.',
    integer(1, MAX_WAIT_SECONDS),
    '300',
  ),
  SPEECH_MODEL: optional(
    'Model that speaks replies in the voice of a persona with consent; unset: recordings, else espeak-ng where it is installed.',
    text,
  ),
  SPEECH_BASE_URL: serverOf('SPEECH_MODEL'),
  SPEECH_API_KEY: keyOf('SPEECH_BASE_URL'),
  SPEECH_TIMEOUT_SECONDS: setting(
    'How long the next bytes of speech are waited for.',
    integer(1, MAX_WAIT_SECONDS),
    '60',
  ),

  HOST: setting('Address the gateway listens on.', text, '127.0.0.1'),
  PORT: setting('Port the gateway listens on.', integer(0, 65_535), '3000'),
  PUBLIC_URL: optional(
    'Address under which callers reach the gateway, for links in its replies; unset: the one that they called.',
    (raw) => url('http', 'https')(raw).replace(/\/+$/, ''),
  ),
  BASE_PATH: optional(
    'Path under which a proxy serves the gateway, like /persona; unset: that of PUBLIC_URL, else none.',
    basePath,
  ),
  CHAT_URL: setting(
    'Where the gateway finds the chat service.',
    url('http', 'https'),
    'http://127.0.0.1:3001',
  ),
  INTERNAL_HOST: setting('Address on which workers and the chat service listen.', text, '127.0.0.1'),
  INTERNAL_PORT: setting(
    'Port of this service: health and metrics of a worker, answers of the chat service. 0: any free one.',
    integer(0, 65_535),
    '0',
  ),
  INTERNAL_TOKEN: secret('Shared by gateway and chat service; npm start makes one.', text),

  BACKUP_DIR: optional(
    'Folder, or s3://<bucket>[/prefix], into which npm start makes back-ups by itself; unset: none.',
    folder,
  ),
  BACKUP_INTERVAL_HOURS: setting('Hours between two of them.', integer(1, 8760), '24'),
  BACKUP_KEEP: setting('How many back-ups stay there.', integer(1, 10_000), '7'),

  STOP_NOTICE_SECONDS: setting(
    'How long a gateway or chat service that stops still takes requests while /readyz says no: longer than whoever balances between several takes to notice.',
    integer(0, 60),
    '0',
  ),

  PERSONA_ADMIN_KEY: secret(
    'The admin key, psk_<id>_<secret>; unset: one is made at first start and kept in the data folder.',
    adminKey,
  ),
  PERSONA_AUTH: setting('off: no keys, on a loopback address only.', oneOf('on', 'off'), 'on'),
  TRUST_PROXY: setting(
    'Addresses or networks, comma-separated, whose X-Forwarded-For is believed.',
    networks,
    '',
  ),
  CORS_ORIGINS: setting(
    'Origins, comma-separated, whose pages may call from a browser, like https://app.example; *: all; empty: none.',
    origins,
    '',
  ),

  MAX_UPLOAD_MB: setting('Largest voice or video file, in MiB.', integer(1, 10_240), '200'),
  MAX_PAGE_MB: setting('Largest page, in MiB of text.', integer(1, 12), '8'),
  RATE_LIMIT_PER_MINUTE: setting('Requests a minute and key; 0: no limit.', integer(0, 10_000_000), '0'),
  VISITOR_RATE_PER_MINUTE: setting(
    'Requests a minute of one visitor of a site with a widget, and at most a quarter of its key’s; 0: no limit of its own.',
    integer(0, 10_000_000),
    '60',
  ),
  MAX_WAITING_PAGES: setting(
    'Pages of one persona that may wait for indexing before 429 backpressure.',
    integer(100, 10_000_000),
    '200000',
  ),
  AUDIT_RETENTION_DAYS: setting(
    'Days that entries of the audit are kept; 0: for ever.',
    integer(0, 36_500),
    '365',
  ),
  INGEST_CONCURRENCY: optional(
    'Index jobs at once in one ingest worker, in bulk and small ones each; unset: 2.',
    integer(1, 64),
  ),
  MEDIA_CONCURRENCY: optional('Files at once in one media worker; unset: cores − 1.', integer(1, 64)),
  MEDIA_SANDBOX: setting('strict: refuse to run ffmpeg without bubblewrap.', oneOf('auto', 'strict'), 'auto'),
  PERSONA_PROCESSES: setting(
    'Of npm start. few: both workers share a process; separate: each service has its own.',
    oneOf('few', 'separate'),
    'few',
  ),
  PERSONA_SAMPLE: setting('off: no sample persona at first start.', oneOf('on', 'off'), 'on'),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    'OpenTelemetry collector that gets traces by OTLP over HTTP; unset: none.',
    url('http', 'https'),
  ),
  LOG_LEVEL: setting(
    'Least level that is logged.',
    oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'info',
  ),
} satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof settings;
export type Environment = {
  readonly [N in SettingName]: (typeof settings)[N] extends Setting<infer T> ? T : never;
};
