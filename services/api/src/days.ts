import { AppError } from '@persona/contracts';

export const DAY_MS = 86_400_000;

/** The day (UTC) of a time. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** When a day (`2026-01-31`) begins; throws for one that is in no calendar. */
export function startOf(day: string, param: string): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isFinite(ms) && dayOf(ms) === day) return ms;
  throw new AppError('validation_error', `${param} is no day; send one like 2026-01-31.`, { param });
}
