import { replyOf } from '@persona/client';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api, baseUrl } from '../state/api.ts';
import { loadPersonas, persona, personaId } from '../state/personas.ts';
import { Action, Badge, Confirm, Copyable, Empty, Shown } from '../ui/basics.tsx';
import { useLoad } from '../ui/load.ts';
import { tell } from '../ui/toast.tsx';

/** Puts the persona on a website with one line, or on a page of its own. */
export function Widget() {
  const [origins, setOrigins] = useState('');
  const [isRevoking, setIsRevoking] = useState<string>();
  const instance_id = personaId.value;
  const keys = useLoad(`widget ${instance_id}`, async (signal) => {
    const params = { query: { limit: 1000 } };
    const { keys: all } = await replyOf(api.GET('/api/admin/keys', { params, signal }));
    return all.filter(
      ({ kind, revoked_at, instance_ids }) =>
        kind === 'widget' && revoked_at === null && instance_ids?.includes(instance_id),
    );
  });
  if (persona.value === null) return <Empty title={t.value.noPersona} />;
  const { name, configuration, version } = persona.value;
  const isPublic = configuration['public_page'] === true;
  const make = async () => {
    const body = { instance_id, name: `Widget of ${name}`.slice(0, 256), origins: listOf(origins) };
    await api.POST('/api/admin/widget-keys', { body });
    setOrigins('');
    keys.reload();
  };
  const publish = async () => {
    const body = { configuration: { ...configuration, public_page: !isPublic }, version };
    await api.PATCH('/api/instance/{id}', { params: { path: { id: instance_id } }, body });
    await loadPersonas();
    tell(isPublic ? t.value.pageIsOff : t.value.pageIsOn);
  };
  return (
    <>
      <div class="page-head">
        <h1>{t.value.widget}</h1>
      </div>
      <div class="stack">
        <section class="card stack">
          <h2>{t.value.onWebsite(name)}</h2>
          <p class="soft">{t.value.widgetIntro}</p>
          <form class="stack" onSubmit={(event) => event.preventDefault()}>
            <label class="field">
              <span>{t.value.origins}</span>
              <input
                value={origins}
                placeholder="https://www.example.org"
                onInput={({ currentTarget }) => setOrigins(currentTarget.value)}
              />
              <small>{t.value.originsHint}</small>
            </label>
            <div class="actions">
              <Action kind="primary" disabled={listOf(origins).length === 0} run={make}>
                {t.value.makeLine}
              </Action>
            </div>
          </form>
        </section>
        <Shown of={keys}>
          {(all) => (
            <>
              {all.map(({ key_id, origins: named }) => (
                <section key={key_id} class="card stack">
                  <p class="row">
                    {named?.map((origin) => (
                      <Badge key={origin} tone="quiet">
                        {origin}
                      </Badge>
                    ))}
                  </p>
                  <Copyable
                    label={t.value.line}
                    text={`<script src="${baseUrl}/widget.js" data-key="${key_id}" async></script>`}
                  />
                  <div class="actions">
                    <Action kind="danger" run={() => setIsRevoking(key_id)}>
                      {t.value.revoke}
                    </Action>
                    <a
                      class="button"
                      href={`${baseUrl}/widget-demo?key=${encodeURIComponent(key_id)}`}
                      target="_blank"
                      rel="noreferrer"
                    >
                      {t.value.tryIt} ↗
                    </a>
                  </div>
                </section>
              ))}
            </>
          )}
        </Shown>
        <section class="card stack">
          <h2>{t.value.ownPage}</h2>
          <p class="soft">{t.value.ownPageIntro}</p>
          {isPublic && (
            <p>
              <a href={`${baseUrl}/p/${instance_id}`} target="_blank" rel="noreferrer">
                {`${baseUrl}/p/${instance_id}`} ↗
              </a>
            </p>
          )}
          <div class="actions">
            <Action kind={isPublic ? 'danger' : 'primary'} run={publish}>
              {isPublic ? t.value.unpublish : t.value.publish}
            </Action>
          </div>
        </section>
      </div>
      {isRevoking !== undefined && (
        <Confirm
          title={t.value.revoke}
          text={t.value.revokeWidgetText}
          action={t.value.revoke}
          run={async () => {
            await api.DELETE('/api/admin/keys/{id}', { params: { path: { id: isRevoking } } });
            keys.reload();
          }}
          onClose={() => setIsRevoking(undefined)}
        />
      )}
    </>
  );
}

const listOf = (text: string): string[] => text.split(/[\s,]+/).filter((one) => one !== '');
