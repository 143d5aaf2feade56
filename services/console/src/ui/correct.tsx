import { replyOf } from '@persona/client';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { may } from '../state/session.ts';
import { Action, Dialog, CancelOr } from './basics.tsx';
import { Icon } from './icon.tsx';
import { tell } from './toast.tsx';

/** Says whether an answer is good, or what it should have been: that waits in review. */
export function Correct({ messageId, answer }: { messageId: string; answer: string }) {
  const [text, setText] = useState<string>();
  const params = { path: { id: messageId } };
  const rate = async (rating: 'up' | 'down') => {
    await replyOf(api.POST('/api/persona/messages/{id}/feedback', { params, body: { rating } }));
    tell(t.value.thanks);
  };
  const send = async () => {
    const correction = text?.trim() ?? '';
    if (correction === '') return;
    const body = { rating: 'down' as const, correction };
    await replyOf(api.POST('/api/persona/messages/{id}/feedback', { params, body }));
    tell(t.value.correctionSent);
    setText(undefined);
  };
  return (
    <>
      <Action kind="link" label={t.value.helpful} run={() => rate('up')}>
        <Icon name="good" />
      </Action>
      <Action kind="link" label={t.value.notHelpful} run={() => rate('down')}>
        <Icon name="wrong" />
      </Action>
      {(may('kb') || may('review')) && (
        <button type="button" class="link" onClick={() => setText(answer)}>
          {t.value.correct}
        </button>
      )}
      {text !== undefined && (
        <Dialog title={t.value.correct} onClose={() => setText(undefined)}>
          <label class="field">
            <span>{t.value.correction}</span>
            <textarea
              rows={6}
              value={text}
              dir="auto"
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </label>
          <CancelOr onCancel={() => setText(undefined)}>
            <Action kind="primary" disabled={text.trim() === '' || text === answer} run={send}>
              {t.value.send}
            </Action>
          </CancelOr>
        </Dialog>
      )}
    </>
  );
}
