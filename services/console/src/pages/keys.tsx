import { replyOf } from '@persona/client';
import type { KeyView } from '@persona/contracts';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { persona } from '../state/personas.ts';
import { change, route } from '../state/route.ts';
import { session } from '../state/session.ts';
import { Action, Badge, Confirm, Copyable, Dialog, Shown, Time, CancelOr } from '../ui/basics.tsx';
import { useLoad } from '../ui/load.ts';
import { tell } from '../ui/toast.tsx';

const scopes = ['chat', 'history', 'kb', 'review', 'media', 'instances', 'audit', 'admin'] as const;
type Scope = (typeof scopes)[number];

export function Keys() {
  const [shown, setShown] = useState<string>();
  const keys = useLoad('keys', async (signal) => {
    const params = { query: { limit: 1000 } };
    const { keys: all } = await replyOf(api.GET('/api/admin/keys', { params, signal }));
    return all.filter(({ kind, revoked_at }) => kind === 'secret' && revoked_at === null);
  });
  return (
    <>
      <div class="page-head">
        <h1>{t.value.keys}</h1>
        <button type="button" class="primary" onClick={() => change({ add: '1' }, { replace: false })}>
          {t.value.newKey}
        </button>
      </div>
      <Shown of={keys}>
        {(all) => (
          <ul class="stack">
            {all.map((key) => (
              <Key key={key.key_id} of={key} onSecret={setShown} onChanged={keys.reload} />
            ))}
          </ul>
        )}
      </Shown>
      {route.value.params['add'] && (
        <NewKey
          onClose={() => change({ add: '' })}
          onMade={(secret) => {
            change({ add: '' });
            setShown(secret);
            keys.reload();
          }}
        />
      )}
      {shown !== undefined && (
        <Dialog title={t.value.yourKey} onClose={() => setShown(undefined)}>
          <p>{t.value.shownOnce}</p>
          <Copyable label={t.value.key} text={shown} />
        </Dialog>
      )}
    </>
  );
}

function Key({
  of: key,
  onSecret,
  onChanged,
}: {
  of: KeyView;
  onSecret: (secret: string) => void;
  onChanged: () => void;
}) {
  const [isRevoking, setIsRevoking] = useState(false);
  const { key_id, name, last_used_at, expires_at, instance_ids } = key;
  const path = { id: key_id };
  const isOwn = key_id === session.value?.key_id;
  return (
    <li class="card stack">
      <div class="row spread">
        <h2 dir="auto">{name || key_id}</h2>
        {isOwn && <Badge tone="good">{t.value.yours}</Badge>}
      </div>
      <p class="row">
        {key.scopes.map((scope) => (
          <Badge key={scope} tone="quiet">
            {scope}
          </Badge>
        ))}
        {instance_ids !== null && <Badge tone="busy">{t.value.limitedTo(String(instance_ids.length))}</Badge>}
      </p>
      <p class="soft small">
        {key_id} · {t.value.lastUsed}: {last_used_at === null ? t.value.never : <Time at={last_used_at} />}
        {expires_at !== null && (
          <>
            {' '}
            · {t.value.ends}: <Time at={expires_at} />
          </>
        )}
      </p>
      <div class="actions">
        <Action
          run={async () => {
            const made = await replyOf(
              api.POST('/api/admin/keys/{id}/rotate', { params: { path }, body: {} }),
            );
            onSecret(made.key);
            onChanged();
          }}
        >
          {t.value.rotate}
        </Action>
        <Action kind="danger" run={() => setIsRevoking(true)}>
          {t.value.revoke}
        </Action>
      </div>
      {isRevoking && (
        <Confirm
          title={t.value.revoke}
          text={t.value.revokeText(name || key_id)}
          action={t.value.revoke}
          run={async () => {
            await api.DELETE('/api/admin/keys/{id}', { params: { path } });
            tell(t.value.revoked);
            onChanged();
          }}
          onClose={() => setIsRevoking(false)}
        />
      )}
    </li>
  );
}

function NewKey({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Scope[]>(['chat']);
  const [isLimited, setIsLimited] = useState(true);
  const [ends, setEnds] = useState('');
  const make = async () => {
    const body = {
      name,
      scopes: [...chosen],
      ...(isLimited && persona.value ? { instance_ids: [persona.value.instance_id] } : {}),
      ...(ends === '' ? {} : { expires_at: new Date(ends).toISOString() }),
    };
    onMade((await replyOf(api.POST('/api/admin/keys', { body }))).key);
  };
  return (
    <Dialog title={t.value.newKey} onClose={onClose}>
      <label class="field">
        <span>{t.value.name}</span>
        <input value={name} dir="auto" onInput={({ currentTarget }) => setName(currentTarget.value)} />
      </label>
      <fieldset class="field">
        <legend>{t.value.scopes}</legend>
        {scopes.map((scope) => (
          <label key={scope} class="check">
            <input
              type="checkbox"
              checked={chosen.includes(scope)}
              onChange={({ currentTarget }) =>
                setChosen(currentTarget.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))
              }
            />
            <span>
              <strong>{scope}</strong> <span class="soft small">{t.value[`scope_${scope}`]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {persona.value && (
        <label class="check">
          <input
            type="checkbox"
            checked={isLimited}
            onChange={({ currentTarget }) => setIsLimited(currentTarget.checked)}
          />
          {t.value.onlyPersona(persona.value.name)}
        </label>
      )}
      <label class="field">
        <span>
          {t.value.ends} ({t.value.optional})
        </span>
        <input type="date" value={ends} onInput={({ currentTarget }) => setEnds(currentTarget.value)} />
      </label>
      <CancelOr onCancel={onClose}>
        <Action kind="primary" disabled={chosen.length === 0} run={make}>
          {t.value.newKey}
        </Action>
      </CancelOr>
    </Dialog>
  );
}
