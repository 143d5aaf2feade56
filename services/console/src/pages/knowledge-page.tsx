import { replyOf } from '@persona/client';
import type { TrainingDatum } from '@persona/contracts';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { useChanges } from '../state/live.ts';
import { personaId } from '../state/personas.ts';
import { change, linkTo, route } from '../state/route.ts';
import {
  Action,
  Badge,
  Confirm,
  Dialog,
  ErrorNote,
  Shown,
  Tabs,
  Time,
  number,
  CancelOr,
} from '../ui/basics.tsx';
import { useLoad } from '../ui/load.ts';
import { Marked } from '../ui/marked.tsx';
import { tell, tellError } from '../ui/toast.tsx';
import { TONES } from './row-status.ts';
import { Versions } from './versions.tsx';

const views = ['text', 'passages', 'versions', 'facts'] as const;

/** One page of the knowledge: what it says, how it was cut, and its changes. */
export function KnowledgePage({
  id,
  onClose,
  onChanged,
  onDeleted,
}: {
  id: string;
  onClose: () => void;
  onChanged: () => void;
  onDeleted: (id: string) => void;
}) {
  const [draft, setDraft] = useState<{ title: string; content: string }>();
  const [isDeleting, setIsDeleting] = useState(false);
  const view = views.find((one) => one === route.value.params['view']) ?? 'text';
  const page = useLoad(id, async (signal) => {
    const params = { path: { id } };
    return (await replyOf(api.GET('/api/kb/training-data/{id}', { params, signal }))).training_data;
  });
  useChanges(['page'], page.reload);

  const write = async (version: number, training_data: { title: string; content: string }) => {
    const body = { training_data: { ...training_data, version } };
    await api.PUT('/api/kb/training-data/{id}', { params: { path: { id } }, body });
    page.reload();
    onChanged();
  };
  const save = async ({ version, title, content }: TrainingDatum) => {
    if (!draft) return;
    await write(version, draft);
    setDraft(undefined);
    const undo = () => {
      write(version + 1, { title, content }).catch(tellError);
    };
    tell(t.value.saved, { label: t.value.undo, run: undo });
  };
  const remove = async ({ title, content, metadata, source }: TrainingDatum) => {
    await api.DELETE('/api/kb/training-data/{id}', { params: { path: { id } } });
    onDeleted(id);
    onClose();
    const again = { title, content, metadata, ...(source === '' ? {} : { source }) };
    const undo = async () => {
      const body = { instance_id: personaId.value, pages: [again] };
      await replyOf(api.POST('/api/kb/store-pages', { body }));
      onChanged();
    };
    tell(t.value.deleted(title), { label: t.value.undo, run: () => void undo().catch(tellError) });
  };

  return (
    <Dialog title={page.data?.title ?? t.value.loading} kind="side" onClose={onClose}>
      <Shown of={page}>
        {(data) =>
          draft ? (
            <form class="stack" onSubmit={(event) => event.preventDefault()}>
              <label class="field">
                <span>{t.value.title}</span>
                <input
                  value={draft.title}
                  dir="auto"
                  onInput={({ currentTarget }) => setDraft({ ...draft, title: currentTarget.value })}
                />
              </label>
              <label class="field">
                <span>{t.value.text}</span>
                <textarea
                  rows={16}
                  value={draft.content}
                  dir="auto"
                  onInput={({ currentTarget }) => setDraft({ ...draft, content: currentTarget.value })}
                />
              </label>
              <CancelOr onCancel={() => setDraft(undefined)}>
                <Action kind="primary" run={() => save(data)}>
                  {t.value.save}
                </Action>
              </CancelOr>
            </form>
          ) : (
            <>
              <div class="row">
                <Badge tone={TONES[data.status]}>{t.value[data.status]}</Badge>
                <span class="soft small">
                  {t.value.version} {number(data.version)} · <Time at={data.updated_at} />
                </span>
              </div>
              {data.error && <ErrorNote error={new Error(data.error.message)} />}
              {data.warnings.map(({ code, message }) => (
                <p key={code} class="note">
                  {message}
                </p>
              ))}
              <Tabs
                label={data.title}
                tabs={views.map(
                  (name) => [name, t.value[name === 'passages' ? 'passages_tab' : name]] as const,
                )}
                selected={view}
                onSelect={(name) => change({ view: name })}
              />
              <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${view}`} tabIndex={0} class="stack">
                {view === 'text' && <Marked content={data.content} />}
                {view === 'passages' && <Passages key={data.live_version} id={id} />}
                {view === 'versions' && (
                  <Versions
                    key={data.version}
                    id={id}
                    onReverted={() => {
                      page.reload();
                      onChanged();
                    }}
                  />
                )}
                {view === 'facts' && <Facts page={data} />}
              </div>
              <div class="actions">
                <Action kind="danger" run={() => setIsDeleting(true)}>
                  {t.value.delete}
                </Action>
                <button
                  type="button"
                  class="primary"
                  onClick={() => setDraft({ title: data.title, content: data.content })}
                >
                  {t.value.edit}
                </button>
              </div>
              {isDeleting && (
                <Confirm
                  title={t.value.delete}
                  text={t.value.deletePage(data.title)}
                  action={t.value.delete}
                  run={() => remove(data)}
                  onClose={() => setIsDeleting(false)}
                />
              )}
            </>
          )
        }
      </Shown>
    </Dialog>
  );
}

/** How the page was cut: what is found, shown and quoted is one of these. */
function Passages({ id }: { id: string }) {
  const passages = useLoad(`passages ${id}`, async (signal) => {
    const params = { path: { id }, query: { limit: 1000 } };
    return replyOf(api.GET('/api/kb/training-data/{id}/passages', { params, signal }));
  });
  return (
    <Shown of={passages}>
      {({ passages: all, total }) => (
        <>
          <p class="soft small">{t.value.passageCount(number(total))}</p>
          <ol class="passages">
            {all.map(({ n, text, headings, kind, start, end }) => (
              <li key={n}>
                <p class="soft small" dir="auto">
                  {number(n + 1)} · {kind} · {number(start)}–{number(end)}
                  {headings.length > 0 && ` · ${headings.join(' › ')}`}
                </p>
                <p class="reader" dir="auto">
                  {text}
                </p>
              </li>
            ))}
          </ol>
        </>
      )}
    </Shown>
  );
}

function Facts({ page }: { page: TrainingDatum }) {
  const facts: [string, string | null][] = [
    ['id', page.id],
    [t.value.from, page.source],
    ['external_id', page.external_id],
    [t.value.language, page.language],
    [t.value.version, `${number(page.version)} (${t.value.live}: ${number(page.live_version)})`],
    [t.value.passageCountLabel, number(page.chunk_count)],
    ...Object.entries(page.metadata).map(([key, value]): [string, string] => [key, JSON.stringify(value)]),
  ];
  return (
    <>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== null && value !== '')
          .map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
      </dl>
      <a href={linkTo('knowledge', { source: page.source })}>{t.value.sameSource}</a>
    </>
  );
}
