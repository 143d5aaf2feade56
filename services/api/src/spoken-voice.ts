import { AppError, type Instance } from '@persona/contracts';
import { agreedVoice, personasOfVoice } from '@persona/domain';
import { notFoundIn, type AccessControl } from './access.ts';
import type { Resources } from './resources.ts';
import type { Request } from './types.ts';

/**
 * Reads the `voice` that a caller asks the speech model for, and returns the model's name of it. The voice of
 * a persona, by the id of the persona or of the voice, or by the name that the model has for it, is used only
 * where somebody agreed to that; any other name is the model's own. Throws `not_found` or `consent_missing`.
 */
export function createVoiceReader(
  { documents }: Pick<Resources, 'documents'>,
  access: Pick<AccessControl, 'instance' | 'of' | 'reaches'>,
): (request: Request, voice: string) => Promise<string> {
  const agreed = async (persona: Instance, scope: Parameters<typeof agreedVoice>[1], asked?: string) => {
    const voice_id = asked ?? persona.configuration['voice_id'];
    return agreedVoice(documents, scope, { ...persona.configuration, voice_id });
  };

  return async (request, voice) => {
    if (voice.startsWith('ins_')) {
      const { instance, scope } = await access.instance(request, voice);
      const found = await agreed(instance, scope);
      if (!found) throw withoutConsent(voice);
      return found.name;
    }
    if (voice.startsWith('voi_')) {
      const { instance, scope } = await access.of(request, 'media', voice);
      const row = await documents.media.get(scope, voice);
      if (!row || row.deleted_at !== null || row.kind !== 'voice') throw notFoundIn('media', voice);
      if (!row.consent) throw withoutConsent(voice);
      return (instance && (await agreed(instance, scope, voice))?.name) ?? voice;
    }
    const owners = await personasOfVoice(documents, voice);
    if (owners.length === 0) return voice;
    for (const owner of owners) {
      const scope = await access.reaches(request.caller, owner.id);
      if (scope !== null && (await agreed(owner, scope))) return voice;
    }
    throw withoutConsent(voice);
  };
}

const withoutConsent = (voice: string): AppError =>
  new AppError(
    'consent_missing',
    `"${voice}" is the voice of a person, and no consent to its use is recorded that this key can reach; record it with POST /api/admin/voice/{id}/consent.`,
    { param: 'voice' },
  );
