// What a reply tells: the same for an id of somebody else's as for one that does not exist.

/** A reply as its caller got it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const ID = /\b(?:ins|voi|vid|td|rev|str|cht|msg|job|key|wk|req)_[0-9A-HJKMNP-TV-Z]{26}\b/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const TOKEN = /psk_[A-Za-z0-9]+_[A-Za-z0-9]+|eyJ[\w-]+\.[\w-]+\.[\w-]+|anon_[0-9a-f-]+/g;
/** Those that tell of the request or of the moment. */
const HEADERS = ['content-type', 'allow', 'www-authenticate', 'idempotency-replayed', 'location', 'etag'];

/**
 * What a caller can see in a reply, apart from what differs between any two: ids, times, and what it sent
 * itself. A refusal is compared to the letter, what was done by its form.
 */
export function seenIn({ status, headers, text }: Reply, sent: string): string {
  const plain = (value: string): string =>
    value
      .replaceAll(sent, '«sent»')
      .replaceAll(encodeURIComponent(sent), '«sent»')
      .replaceAll(JSON.stringify(sent).slice(1, -1), '«sent»')
      .replaceAll(ID, '«id»')
      .replaceAll(TIME, '«time»')
      .replaceAll(TOKEN, '«key»');
  const told = Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, plain(value)]] : [];
    }),
  );
  return JSON.stringify([status, told, bodyOf(plain(text), status)]);
}

function bodyOf(text: string, status: number): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON: a stream of events, a file. What kinds of events there were is what it tells.
    return [...new Set(text.match(/^event: .*$/gm))];
  }
  return status >= 400 ? value : formOf(value);
}

/** The form of a value: its keys and types, and the different forms in its lists. */
function formOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => JSON.stringify(formOf(one))))].toSorted();
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, formOf(one)]),
  );
}
