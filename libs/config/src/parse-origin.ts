const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/?#@\s*]+(?=\/?$)/i;

/** An origin as browsers send it: in lower case, without a slash or a usual port; null for anything else. */
export function parseOrigin(text: string): string | null {
  const origin = ORIGIN.exec(text)?.[0].toLowerCase();
  if (origin === undefined || !/^https?:/.test(origin)) return origin ?? null;
  return URL.canParse(origin) ? new URL(origin).origin : null;
}
