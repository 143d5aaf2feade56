import { blobKey, type UrlSigner } from '@persona/blobs';
import type { FastifyRequest } from 'fastify';
import type { Access } from './access.ts';
import type { Presentation } from './present-answer.ts';
import type { Resources } from './resources.ts';

/** The path of the pages that show a quote in its source. */
export const SOURCES_PATH = '/sources';
/** Citations stand in chats that are read again later. */
const URL_TTL_S = 30 * 24 * 60 * 60;

/** The passage of a page version that a signed address shows. */
export interface SourcePlace {
  instance_id: string;
  td_id: string;
  version: number;
  start: number;
  end: number;
}

/** The recording that a signed address plays. */
export interface RecordingPlace {
  instance_id: string;
  media_id: string;
}

type Caller = Pick<FastifyRequest, 'protocol' | 'host'>;

/**
 * How answers of a persona are shown: with absolute addresses, which are a page's own, or where it has none
 * those of a page of this gateway that shows the quote to whoever holds the link. `inline` is what the caller
 * said of citations in the text; else the persona's configuration decides.
 */
export function presentationOf(
  { config, sources }: Pick<Resources, 'config' | 'sources'>,
  request: Caller,
  { scope, instance }: Access,
  inline: boolean | null | undefined,
): Presentation {
  // The signed address begins with BASE_PATH.
  const base =
    config.PUBLIC_URL === undefined
      ? `${request.protocol}://${request.host}`
      : new URL(config.PUBLIC_URL).origin;
  return {
    inline: inline ?? instance?.configuration['inline_citations'] === true,
    addressOf: ({ td_id, version, locator, url }) => {
      if (url !== undefined) return url;
      const { start = 0, end = 0, media_id, start_ms = 0, end_ms = 0 } = locator ?? {};
      if (media_id !== undefined) {
        const played = blobKey(scope, media_id, 'recording.html');
        return `${base}${sources.sign(played, { ttlSeconds: URL_TTL_S })}#t=${start_ms / 1000},${end_ms / 1000}`;
      }
      const key = blobKey(scope, td_id, `${version}-${start}-${end}.html`);
      return `${base}${sources.sign(key, { ttlSeconds: URL_TTL_S })}#quote`;
    },
  };
}

/** The recording that an address plays; null when it plays none, was not signed here or has expired. */
export function readRecordingLink(sources: UrlSigner, url: string): RecordingPlace | null {
  const [instance_id = '', media_id = '', file = ''] = sources.verify(url)?.key.split('/') ?? [];
  return file === 'recording.html' ? { instance_id, media_id } : null;
}

/** What an address shows; null when it was not signed here or has expired. */
export function readSourceLink(sources: UrlSigner, url: string): SourcePlace | null {
  const [instance_id = '', td_id = '', file = ''] = sources.verify(url)?.key.split('/') ?? [];
  const [, version, start, end] = /^(\d+)-(\d+)-(\d+)\.html$/.exec(file) ?? [];
  if (version === undefined) return null;
  return { instance_id, td_id, version: Number(version), start: Number(start), end: Number(end) };
}
