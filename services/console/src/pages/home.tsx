import { replyOf } from '@persona/client';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { loadPersonas, persona, personaId, personas } from '../state/personas.ts';
import { ACCEPTED, readFile, type PageInput } from '../state/read-files.ts';
import { go, linkTo } from '../state/route.ts';
import { may } from '../state/session.ts';
import { followJob, storePages } from '../state/store-pages.ts';
import { Badge, Progress, number } from '../ui/basics.tsx';
import { DropFiles } from '../ui/drop-files.tsx';
import { tell, tellError } from '../ui/toast.tsx';
import { NeedsYou } from './needs-you.tsx';
import { TONES, type RowStatus } from './row-status.ts';

export function Home() {
  return (
    <div class="stack">
      <h1>{t.value.welcome}</h1>
      <p class="soft">{t.value.welcomeIntro}</p>
      <div class="home-grid">
        <div class="stack">
          {persona.value && <TalkCard />}
          {persona.value && <NeedsYou key={personaId.value} />}
        </div>
        {may('instances') && may('kb') && <MakePersona />}
      </div>
    </div>
  );
}

/** The first letter of a name. `Intl.Segmenter` would take longer than the rest of the page. */
const Face = ({ name }: { name: string }) => (
  <span class="face" aria-hidden="true">
    {(Array.from(name.trim())[0] ?? '?').toLocaleUpperCase()}
  </span>
);

function TalkCard() {
  const { name, description } = persona.value!;
  return (
    <section class="card stack">
      <div class="persona-card">
        <Face name={name} />
        <div>
          <h2 dir="auto">{name}</h2>
          <p class="soft small" dir="auto">
            {description}
          </p>
        </div>
      </div>
      <a class="button primary" href={linkTo('talk')}>
        {t.value.talkTo(name)}
      </a>
    </section>
  );
}

interface Row {
  id: string;
  title: string;
  status: RowStatus;
}
/** Rows that are shown one by one. */
const MAX_ROWS = 100;

function MakePersona() {
  const [name, setName] = useState('');
  const [sentence, setSentence] = useState('');
  const [pages, setPages] = useState<readonly PageInput[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const [made, setMade] = useState<{ id: string; rows: readonly Row[] }>();

  const add = async (files: readonly File[]) => {
    for (const file of files) {
      const { pages: found, isUnreadable } = await readFile(file);
      if (isUnreadable) tell(t.value.fileUnread(file.name));
      setPages((before) => [...before, ...found]);
    }
  };

  const make = async () => {
    setIsBusy(true);
    try {
      const instance_data = { name: name.trim(), description: sentence.trim(), configuration: {} };
      const { instance_id } = await replyOf(api.POST('/api/instance', { body: { instance_data } }));
      await loadPersonas();
      go('home', { persona: instance_id }, { replace: true });
      const rows = pages.map(({ title }, n): Row => ({ id: String(n), title, status: 'queued' }));
      setMade({ id: instance_id, rows });
      if (pages.length === 0) return;
      const stored = await storePages(instance_id, pages);
      for (const warning of stored.warnings) tell(warning);
      setMade({
        id: instance_id,
        rows: stored.pages.map(({ id, title }): Row => ({ id, title, status: 'queued' })),
      });
      const look = async () => {
        const { training_data } = await replyOf(
          api.GET('/api/kb/training-data', { params: { query: { instance_id, limit: 1000 } } }),
        );
        const found = new Map(training_data.map(({ id, status }) => [id, status]));
        setMade(
          (before) =>
            before && {
              ...before,
              rows: before.rows.map((row) => ({ ...row, status: found.get(row.id) ?? row.status })),
            },
        );
      };
      for (const job of stored.jobs) await followJob(job, () => void look().catch(tellError));
      await look();
    } catch (error) {
      tellError(error);
    } finally {
      setIsBusy(false);
    }
  };

  if (made) {
    const live = made.rows.filter(({ status }) => status === 'live').length;
    const { name = '' } = personas.value.find(({ instance_id }) => instance_id === made.id) ?? {};
    return (
      <section class="card stack">
        <div class="persona-card">
          <Face name={name} />
          <h2 dir="auto">{name}</h2>
        </div>
        <p role="status">{t.value.pagesLive(number(live), number(made.rows.length))}</p>
        <Progress done={live} total={made.rows.length} label={t.value.knowledge} />
        <ul class="files list">
          {made.rows.slice(0, MAX_ROWS).map(({ id, title, status }) => (
            <li key={id}>
              <span dir="auto">{title}</span>
              <Badge tone={TONES[status]}>{t.value[status]}</Badge>
            </li>
          ))}
        </ul>
        <a class="button primary" href={linkTo('talk', { persona: made.id })}>
          {t.value.firstQuestion}
        </a>
        <button type="button" onClick={() => setMade(undefined)}>
          {t.value.makeOwn}
        </button>
      </section>
    );
  }
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <h2>{t.value.makeOwn}</h2>
      <p class="soft">{t.value.makeOwnIntro}</p>
      <label class="field">
        <span>{t.value.personName}</span>
        <input
          name="name"
          required
          maxLength={256}
          value={name}
          autocomplete="off"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{t.value.sentence}</span>
        <input
          name="description"
          required
          maxLength={1000}
          placeholder={t.value.sentenceHint}
          value={sentence}
          autocomplete="off"
          onInput={({ currentTarget }) => setSentence(currentTarget.value)}
        />
      </label>
      <div class="field">
        <span>{t.value.files}</span>
        <DropFiles accept={ACCEPTED} hint={t.value.fileTypes} onFiles={(files) => void add(files)} />
      </div>
      {pages.length > 0 && (
        <ul class="files list">
          {pages.slice(0, MAX_ROWS).map(({ title, content }, n) => (
            <li key={n}>
              <span dir="auto">{title}</span>
              <span class="soft small">{t.value.characters(number(content.length))}</span>
            </li>
          ))}
        </ul>
      )}
      <button type="submit" class="primary" disabled={isBusy} aria-busy={isBusy}>
        {t.value.make}
      </button>
    </form>
  );
}
