import { AppError, type Quota } from '@persona/contracts';

/** How much is left of a quota. */
export interface QuotaState {
  quota: keyof Quota;
  limit: number;
  left: number;
  /** When it begins anew; null: when something is deleted. */
  resets_at: string | null;
}

const NOUNS: Record<keyof Quota, string> = {
  pages: 'pages a day',
  bytes: 'bytes of text a day',
  messages_per_day: 'messages a day',
  media_bytes: 'bytes of voices and videos',
};

/** The refusal of a request that would use `wanted`, or it is not known how much, where less is left. */
export function overQuota(state: QuotaState, wanted?: number): AppError {
  const { quota, limit, left, resets_at } = state;
  const remedy =
    resets_at === null ? 'delete some that are not needed' : `all of it is there again at ${resets_at}`;
  return new AppError(
    'quota_exceeded',
    `This key, or one above it, may have ${limit} ${NOUNS[quota]}; ${left} are left, and this needs ${wanted ?? 'more'}: ${remedy}.`,
    {
      extra: { quota: state },
      ...(resets_at === null ? {} : { retryAfter: secondsUntil(resets_at) }),
    },
  );
}

export const secondsUntil = (time: string): number =>
  Math.max(1, Math.ceil((Date.parse(time) - Date.now()) / 1000));
