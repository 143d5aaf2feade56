import type { MediaView } from '@persona/contracts';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { Action, Dialog, Time, CancelOr } from '../ui/basics.tsx';
import { tell } from '../ui/toast.tsx';

/** Who agreed that a voice speaks for the persona; where nobody has, a way to say so. */
export function VoiceConsent({
  of: { id, consent },
  title,
  onChanged,
}: {
  of: Pick<MediaView, 'id' | 'consent'>;
  title: string;
  onChanged: () => void;
}) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div class="row spread">
      <p class="soft small" dir="auto">
        {consent ? (
          <>
            {t.value.consentOf(consent.actor)} · <Time at={consent.agreed_at} />
          </>
        ) : (
          t.value.noConsent
        )}
      </p>
      <Action run={() => setIsAsking(true)} label={`${t.value.consent}: ${title}`}>
        {t.value.consent}
      </Action>
      {isAsking && <ConsentForm id={id} onClose={() => setIsAsking(false)} onKept={onChanged} />}
    </div>
  );
}

function ConsentForm({ id, onClose, onKept }: { id: string; onClose: () => void; onKept: () => void }) {
  const [actor, setActor] = useState('');
  const [statement, setStatement] = useState<string>(t.value.consentWords);
  const keep = async () => {
    const params = { path: { id } };
    await api.POST('/api/admin/voice/{id}/consent', { params, body: { actor: actor.trim(), statement } });
    tell(t.value.consentKept);
    onKept();
    onClose();
  };
  return (
    <Dialog title={t.value.consent} onClose={onClose}>
      <label class="field">
        <span>{t.value.whoAgreed}</span>
        <input value={actor} dir="auto" onInput={({ currentTarget }) => setActor(currentTarget.value)} />
      </label>
      <label class="field">
        <span>{t.value.agreedWords}</span>
        <textarea
          rows={4}
          value={statement}
          dir="auto"
          onInput={({ currentTarget }) => setStatement(currentTarget.value)}
        />
      </label>
      <p class="soft small">{t.value.consentKeptWith}</p>
      <CancelOr onCancel={onClose}>
        <Action kind="primary" disabled={actor.trim() === '' || statement.trim() === ''} run={keep}>
          {t.value.keepConsent}
        </Action>
      </CancelOr>
    </Dialog>
  );
}
