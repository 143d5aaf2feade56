import { randomBytes } from 'node:crypto';
import { AppError, INSTALL, installScope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { newSecret } from './new-secret.ts';

interface TokenSecret {
  id: string;
  /** 256 bits in hex. */
  secret: string;
  /** Until when what it signed is believed; null: it is the one that signs. */
  ends_at: string | null;
}

/**
 * The secrets that sign browser tokens, which all gateways of the install share. They are read with each
 * token and not kept, so that a rotation holds everywhere at once.
 */
export interface TokenSecrets {
  /** The one that signs; the first that asks makes it. */
  current(): Promise<TokenSecret>;
  /** The one of this id, while what it signed is believed. */
  find(id: string): Promise<TokenSecret | null>;
  /**
   * Makes another one sign, and believes all from before for `overlapSeconds` at most. Returns when that
   * ends.
   */
  rotate(overlapSeconds: number): Promise<string>;
}

const SETTING = 'token_secrets';
const MAX_ATTEMPTS = 20;

export function createTokenSecrets({ settings }: Pick<DocumentStore, 'settings'>): TokenSecrets {
  const read = async () => {
    const row = await settings.get(installScope, SETTING);
    return row && { value: row.value, secrets: JSON.parse(row.value) as TokenSecret[] };
  };
  const isAlive = ({ ends_at }: TokenSecret): boolean => ends_at === null || Date.parse(ends_at) > Date.now();
  const made = (): TokenSecret => ({
    id: randomBytes(6).toString('hex'),
    secret: newSecret(),
    ends_at: null,
  });

  /** Replaces the list by what `change` makes of it, unless another process was first; then again. */
  const write = async (change: (secrets: readonly TokenSecret[]) => TokenSecret[]): Promise<void> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const known = await read();
      const value = JSON.stringify(change(known?.secrets ?? []));
      const now = new Date().toISOString();
      if (known === null) {
        const row = { id: SETTING, instance_id: INSTALL, version: 1, created_at: now, updated_at: now };
        const [first] = await settings.insert(installScope, [{ ...row, value }]);
        if (first === 'inserted') return;
      } else if (
        await settings.update(installScope, SETTING, {
          where: { value: known.value },
          set: { value, updated_at: now },
          inc: { version: 1 },
        })
      )
        return;
    }
    throw new AppError('not_ready', 'The secret of tokens is being changed; try again.', { retryAfter: 1 });
  };

  const signing = async (): Promise<TokenSecret | undefined> =>
    (await read())?.secrets.find(({ ends_at }) => ends_at === null);

  return {
    async current() {
      const known = await signing();
      if (known) return known;
      await write((secrets) => (secrets.some(({ ends_at }) => ends_at === null) ? [...secrets] : [made()]));
      const first = await signing();
      if (!first) throw new Error('The secret that was just made is not there.');
      return first;
    },
    find: async (id) => (await read())?.secrets.find((one) => one.id === id && isAlive(one)) ?? null,
    async rotate(overlapSeconds) {
      const ends_at = new Date(Date.now() + overlapSeconds * 1000).toISOString();
      await write((secrets) => [
        made(),
        ...secrets
          .map((one) => ({
            ...one,
            ends_at: one.ends_at !== null && one.ends_at < ends_at ? one.ends_at : ends_at,
          }))
          .filter(isAlive),
      ]);
      return ends_at;
    },
  };
}
