import { randomBytes } from 'node:crypto';
import type { DocumentStore } from '@persona/documents';
import { newSecret } from './new-secret.ts';
import { createSettingList } from './setting-list.ts';

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

export function createTokenSecrets(documents: Pick<DocumentStore, 'settings'>): TokenSecrets {
  const secrets = createSettingList<TokenSecret>(documents, 'token_secrets');
  const isAlive = ({ ends_at }: TokenSecret): boolean => ends_at === null || Date.parse(ends_at) > Date.now();
  const made = (): TokenSecret => ({
    id: randomBytes(6).toString('hex'),
    secret: newSecret(),
    ends_at: null,
  });

  const signing = async (): Promise<TokenSecret | undefined> =>
    (await secrets.read()).find(({ ends_at }) => ends_at === null);

  return {
    async current() {
      const known = await signing();
      if (known) return known;
      await secrets.write((list) => (list.some(({ ends_at }) => ends_at === null) ? [...list] : [made()]));
      const first = await signing();
      if (!first) throw new Error('The secret that was just made is not there.');
      return first;
    },
    find: async (id) => (await secrets.read()).find((one) => one.id === id && isAlive(one)) ?? null,
    async rotate(overlapSeconds) {
      const ends_at = new Date(Date.now() + overlapSeconds * 1000).toISOString();
      await secrets.write((list) => [
        made(),
        ...list
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
