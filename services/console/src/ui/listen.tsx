import { replyOf } from '@persona/client';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api, baseUrl } from '../state/api.ts';
import { personaId } from '../state/personas.ts';
import { tellError } from './toast.tsx';

/** An answer as it is heard, made when it is first asked for: of the persona's own recordings if it can. */
export function Listen({ messageId }: { messageId: string }) {
  const [isHeard, setIsHeard] = useState(false);
  const query = personaId.value === '' ? {} : { instance_id: personaId.value };
  // The player does not tell why it was given nothing.
  const explain = async () => {
    setIsHeard(false);
    try {
      const params = { path: { id: messageId }, query };
      await replyOf(api.GET('/api/persona/messages/{id}/audio', { params, parseAs: 'blob' }));
    } catch (error) {
      tellError(error);
    }
  };
  if (!isHeard)
    return (
      <button type="button" class="link" onClick={() => setIsHeard(true)}>
        {t.value.listen}
      </button>
    );
  const url = `${baseUrl}/api/persona/messages/${encodeURIComponent(messageId)}/audio`;
  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- what is heard stands above
    <audio
      controls
      autoplay
      aria-label={t.value.listen}
      src={`${url}?${new URLSearchParams(query)}`}
      onError={() => void explain()}
    />
  );
}
