import { installScope, type Instance, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';

/** A voice that may speak: somebody agreed to that. */
export interface AgreedVoice {
  id: string;
  /** How the speech model knows it. */
  name: string;
  agreed_at: string;
}

/** A persona has few voices; of more, the newest are looked at. */
const MAX_VOICES = 20;

/** The voice that a persona's configuration names, else the newest, if somebody agreed to its being used. */
export async function agreedVoice(
  { media }: Pick<DocumentStore, 'media'>,
  scope: Scope,
  { voice_id, speech_voice }: Record<string, unknown>,
): Promise<AgreedVoice | null> {
  const named = typeof voice_id === 'string' ? await media.get(scope, voice_id) : null;
  const found = named
    ? [named]
    : await media.find(scope, {
        where: { deleted_at: null, kind: 'voice' },
        orderBy: 'id',
        direction: 'desc',
        limit: MAX_VOICES,
      });
  const agreed = found.find((one) => one.kind === 'voice' && one.deleted_at === null && one.consent);
  if (!agreed?.consent) return null;
  const name = typeof speech_voice === 'string' && speech_voice !== '' ? speech_voice : agreed.id;
  return { id: agreed.id, name, agreed_at: agreed.consent.agreed_at };
}

const READ_BATCH_SIZE = 200;
/** Some servers take a name in any case. */
const nameOf = (voice: unknown): string | null =>
  typeof voice === 'string' ? voice.trim().toLowerCase() : null;

/** The personas whose own voice the speech model knows by this name. */
export async function personasOfVoice(
  { instances }: Pick<DocumentStore, 'instances'>,
  name: string,
): Promise<Instance[]> {
  const found: Instance[] = [];
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const rows = await instances.find(installScope, {
      where: { deleted_at: null },
      orderBy: 'id',
      after,
      limit: READ_BATCH_SIZE,
    });
    found.push(...rows.filter(({ configuration }) => nameOf(configuration['speech_voice']) === nameOf(name)));
    const last = rows.at(-1);
    if (!last || rows.length < READ_BATCH_SIZE) return found;
    after = { value: last.id, id: last.id };
  }
}
