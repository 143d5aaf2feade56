import { AppError, type Media, type Scope } from '@persona/contracts';
import type { Deps } from '../deps.ts';
import type { GivenConsent } from './media-actions.ts';

export async function recordConsent(
  { documents }: Deps,
  scope: Scope,
  voiceId: string,
  { statement, actor, recordedBy }: GivenConsent,
): Promise<Media> {
  const voice = await documents.media.get(scope, voiceId);
  const now = new Date().toISOString();
  const consent = {
    statement,
    actor,
    agreed_at: now,
    sample_sha256: voice?.original.sha256 ?? '',
    recorded_by: recordedBy,
  };
  const recorded = await documents.media.update(scope, voiceId, {
    where: { kind: 'voice', deleted_at: null },
    set: { consent, updated_at: now },
  });
  if (!recorded)
    throw new AppError('not_found', `There is no voice "${voiceId}" that this key can reach.`, {
      param: 'id',
    });
  return recorded;
}
