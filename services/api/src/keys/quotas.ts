import { randomUUID } from 'node:crypto';
import { INSTALL, installScope, type KeyUsage, type Quota } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import type { Domain } from '@persona/domain';
import type { Buckets } from '../edge/buckets.ts';
import type { Caller } from './caller.ts';
import { overQuota, type QuotaState } from './over-quota.ts';

/** What a request uses of the quotas of a day. */
interface Amounts {
  readonly pages?: number;
  readonly bytes?: number;
  readonly messages?: number;
}

/**
 * Quotas of keys. What a key uses counts for it and for each key above it, by which it was made, so that no
 * key gets more by making others. Counts are rows of the document store, raised by compare-and-set: they are
 * one for all gateways, are never over, and nothing but the day's end takes them back.
 */
export interface Quotas {
  /**
   * Counts what a request uses, which is measured only where it counts, and does its work; what fails does
   * not count. Throws `quota_exceeded` when it is more than is left. `tell` learns what is left, in either
   * case.
   */
  using<T>(
    caller: Caller,
    measure: () => Amounts | Promise<Amounts>,
    tell: (state: QuotaState) => void,
    work: () => Promise<T>,
  ): Promise<T>;
  /** What is left for media, before it is known how much comes; null without a quota. */
  mediaRoom(caller: Caller): Promise<QuotaState | null>;
  /** Does the work that stores `bytes` of media, unless they are more than is left; then `quota_exceeded`. */
  storingMedia<T>(caller: Caller, bytes: number, work: () => Promise<T>): Promise<T>;
}

/** A key with a quota. */
interface Holder {
  readonly keyId: string;
  readonly quota: Quota;
}
type Counted = 'pages' | 'bytes' | 'messages';
/** The limit of each count that is one of a day. */
const LIMIT_OF = { pages: 'pages', bytes: 'bytes', messages: 'messages_per_day' } as const;
const COUNTED = Object.keys(LIMIT_OF) as Counted[];

/** An upload that takes longer than this to be stored belongs to a process that died. */
const STORING_TTL_MS = 60 * 60 * 1000;
const MAX_MADE_KEYS = 10_000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Of the messages a day of a widget key, the part that the visitors of one address may send at once. */
const ADDRESS_PART = 1 / 4;
/** However few a key has, so many are not too many for one address. */
const MIN_OF_ADDRESS = 10;

export function createQuotas({ keys, usage }: DocumentStore, domain: Domain, buckets: Buckets): Quotas {
  /**
   * Refuses a visitor whose address has had its part, so that one does not use up a site's day. It comes back
   * evenly, as much in a day.
   */
  const checkVisitor = async ({ keyId, visitor, quota }: Caller): Promise<void> => {
    const { messages_per_day: all } = quota;
    if (visitor === null || all === undefined || all === 0) return;
    const limit = Math.min(all, Math.max(MIN_OF_ADDRESS, Math.ceil(all * ADDRESS_PART)));
    const tokens = await buckets.take(`${keyId} messages ${visitor}`, limit, DAY_MS);
    if (tokens >= 1) return;
    const resets_at = new Date(Date.now() + ((1 - tokens) / limit) * DAY_MS).toISOString();
    throw overQuota({ quota: 'messages_per_day', limit, left: 0, resets_at }, 1);
  };

  /** The key and those above it, as far as they have a quota of this. */
  const holdersOf = async (caller: Caller, names: readonly (keyof Quota)[]): Promise<Holder[]> => {
    const holders: Holder[] = [];
    const seen = new Set([caller.keyId]);
    const add = (keyId: string, quota: Quota): void => {
      if (names.some((name) => quota[name] !== undefined)) holders.push({ keyId, quota });
    };
    add(caller.keyId, caller.quota);
    for (let above = caller.madeBy; above !== null && !seen.has(above);) {
      seen.add(above);
      const key = await keys.get(installScope, above);
      if (key?.quota) add(key.id, key.quota);
      above = key?.created_by ?? null;
    }
    return holders;
  };

  /** The row of a key's counts, of today or of a day that has begun elsewhere. */
  const rowOf = async (keyId: string): Promise<KeyUsage> => {
    for (;;) {
      const now = new Date().toISOString();
      const day = now.slice(0, 10);
      const row = await usage.get(installScope, keyId);
      if (row && row.day >= day) return row;
      const none = { day, pages: 0, bytes: 0, messages: 0, updated_at: now };
      if (row) await usage.update(installScope, keyId, { where: { day: row.day }, set: none });
      else {
        const made = { id: keyId, instance_id: INSTALL, version: 1, created_at: now, uploads: [] };
        await usage.insert(installScope, [{ ...made, ...none }]);
      }
    }
  };

  const raise = ({ keyId }: Holder, day: string, amounts: Amounts, limits: Quota = {}) =>
    usage.update(installScope, keyId, {
      where: {
        day,
        ...Object.fromEntries(
          COUNTED.flatMap((name) => {
            const limit = limits[LIMIT_OF[name]];
            const amount = amounts[name];
            return limit === undefined || amount === undefined ? [] : [[name, { lte: limit - amount }]];
          }),
        ),
      },
      inc: amounts,
    });

  /** Counts for one key; returns the day for which it did. */
  const count = async (
    holder: Holder,
    amounts: Amounts,
    tell: (state: QuotaState) => void,
  ): Promise<string> => {
    for (;;) {
      const row = await rowOf(holder.keyId);
      const { day } = row;
      const stateOf = (name: Counted, used: number): QuotaState[] => {
        const limit = holder.quota[LIMIT_OF[name]];
        if (limit === undefined || amounts[name] === undefined) return [];
        return [{ quota: LIMIT_OF[name], limit, left: Math.max(0, limit - used), resets_at: endOf(day) }];
      };
      for (const name of COUNTED)
        for (const state of stateOf(name, row[name])) {
          const wanted = amounts[name] ?? 0;
          if (wanted <= state.left) continue;
          tell(state);
          throw overQuota(state, wanted);
        }
      const raised = await raise(holder, day, amounts, holder.quota);
      if (!raised) continue;
      for (const name of COUNTED) stateOf(name, raised[name]).forEach(tell);
      return day;
    }
  };

  /** All keys below this one, and itself. */
  const family = async (keyId: string): Promise<string[]> => {
    const all = new Set([keyId]);
    // A set is walked on to what is added meanwhile.
    for (const one of all) {
      if (all.size > MAX_MADE_KEYS) break;
      const made = await keys.find(installScope, { where: { created_by: one }, limit: MAX_MADE_KEYS });
      for (const { id } of made) all.add(id);
    }
    return [...all];
  };

  /** What is left of a key's room for media beside what is being stored, and the row that says so. */
  const mediaLeft = async ({ keyId, quota }: Holder) => {
    const row = await rowOf(keyId);
    const now = new Date().toISOString();
    const uploads = row.uploads.filter(({ ends_at }) => ends_at > now);
    const stored = await domain.storedMediaBytes(await family(keyId));
    const limit = quota.media_bytes ?? Infinity;
    const left = limit - stored - uploads.reduce((sum, { bytes }) => sum + bytes, 0);
    const state: QuotaState = { quota: 'media_bytes', limit, left: Math.max(0, left), resets_at: null };
    return { row, uploads, state };
  };

  /** Keeps room for an upload; returns how to give it back when it is stored or has failed. */
  const keepRoom = async (holder: Holder, bytes: number): Promise<() => Promise<void>> => {
    const id = randomUUID();
    const change = (row: KeyUsage, uploads: KeyUsage['uploads']) =>
      usage.update(installScope, holder.keyId, {
        where: { version: row.version },
        set: { uploads, updated_at: new Date().toISOString() },
        inc: { version: 1 },
      });
    for (;;) {
      const { row, uploads, state } = await mediaLeft(holder);
      if (bytes > state.left) throw overQuota(state, bytes);
      const ends_at = new Date(Date.now() + STORING_TTL_MS).toISOString();
      if (await change(row, [...uploads, { id, bytes, ends_at }])) break;
    }
    return async () => {
      for (;;) {
        const row = await rowOf(holder.keyId);
        if (
          await change(
            row,
            row.uploads.filter((one) => one.id !== id),
          )
        )
          return;
      }
    };
  };

  return {
    async using(caller, measure, tell, work) {
      const holders = await holdersOf(caller, Object.values(LIMIT_OF));
      if (holders.length === 0) return work();
      const amounts = await measure();
      if (amounts.messages !== undefined) await checkVisitor(caller);
      const back = Object.fromEntries(COUNTED.map((name) => [name, -(amounts[name] ?? 0)]));
      const counted: { holder: Holder; day: string }[] = [];
      try {
        for (const holder of holders) counted.push({ holder, day: await count(holder, amounts, tell) });
        return await work();
      } catch (error) {
        for (const { holder, day } of counted) await raise(holder, day, back).catch(inVain);
        throw error;
      }
    },
    async mediaRoom(caller) {
      const states: QuotaState[] = [];
      for (const holder of await holdersOf(caller, ['media_bytes']))
        states.push((await mediaLeft(holder)).state);
      return states.toSorted((a, b) => a.left - b.left)[0] ?? null;
    },
    async storingMedia(caller, bytes, work) {
      const giveBack: (() => Promise<void>)[] = [];
      try {
        for (const holder of await holdersOf(caller, ['media_bytes']))
          giveBack.push(await keepRoom(holder, bytes));
        return await work();
      } finally {
        for (const back of giveBack) await back().catch(inVain);
      }
    },
  };
}

/** What could not be given back comes back by itself, with the day or the time of an upload. */
const inVain = (): void => undefined;

/** The end of a day (UTC). */
const endOf = (day: string): string => new Date(Date.parse(day) + DAY_MS).toISOString();
