import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '@persona/config';
import { StartupError } from '@persona/contracts';
import type { Logger } from './logger.ts';

/** A store that a service can't start without. */
export interface AwaitedStore {
  part: string;
  /** The setting that names it, and what it says. */
  setting: string;
  url: string;
}

/** The store of these settings that a service waits for. */
export function storeOf(config: Config, part: 'documents' | 'search' | 'blobs'): AwaitedStore {
  const { S3_ENDPOINT: endpoint } = config;
  if (part === 'blobs' && config.BLOBS_URL.startsWith('s3:') && endpoint !== undefined)
    return { part, setting: 'S3_ENDPOINT', url: endpoint };
  const setting = ({ documents: 'DOCUMENTS_URL', search: 'SEARCH_URL', blobs: 'BLOBS_URL' } as const)[part];
  return { part, setting, url: config[setting] };
}

const MAX_DELAY_MS = 1000;
/** A store that does not answer for so long is told of before its own timeout, which may be a minute. */
const NOTICE_MS = 3000;

/**
 * Waits until a store that the service can't start without is available, and returns what `check` resolves
 * to. It waits instead of letting the process crash in a loop; one log line says for what, why and what to
 * do, another that the store is there. Throws a StartupError of `check` at once, because waiting would not
 * help.
 */
export async function untilReady<T>(
  store: AwaitedStore,
  check: () => Promise<T>,
  logger: Logger,
  noticeMs = NOTICE_MS,
): Promise<T> {
  const told = { isSilent: false, why: false };
  const tellSilence = (): void => {
    told.isSilent = true;
    logger.warn(
      { event: 'service.store_silent', ...adviceOn(store) },
      'a store does not answer yet; waiting for it',
    );
  };
  const tellWhy = (err: unknown): void => {
    if (told.why) return;
    told.why = true;
    clearTimeout(notice);
    logger.warn({ event: 'service.store_awaited', ...adviceOn(store), err }, 'waiting for a store');
  };
  const notice = setTimeout(tellSilence, noticeMs);
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await check();
        if (told.isSilent || told.why)
          logger.info({ event: 'service.store_back', part: store.part }, 'the store is there');
        return result;
      } catch (err) {
        if (err instanceof StartupError) throw err;
        tellWhy(err);
      }
      await sleep(Math.min(100 * attempt, MAX_DELAY_MS));
    }
  } finally {
    clearTimeout(notice);
  }
}

/** What the log says of it, without the secrets that its address may hold. */
export function adviceOn({ part, setting, url }: AwaitedStore): {
  part: string;
  setting: string;
  remedy: string;
} {
  const address = url.replace(/\/\/[^/]*@/, '//').replace(/\?.*$/s, '');
  return { part, setting, remedy: `start what ${setting}=${address} names, or correct it` };
}
