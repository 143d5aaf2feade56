import { replyOf } from '@persona/client';
import { pageStatuses } from '../state/page-statuses.ts';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { useChanges } from '../state/live.ts';
import { personaId } from '../state/personas.ts';
import { ACCEPTED, readFile, type PageInput } from '../state/read-files.ts';
import { change, linkTo, route } from '../state/route.ts';
import { storePages } from '../state/store-pages.ts';
import {
  Action,
  Badge,
  Dialog,
  Empty,
  ErrorNote,
  Loading,
  Progress,
  Time,
  number,
  CancelOr,
} from '../ui/basics.tsx';
import { DropFiles } from '../ui/drop-files.tsx';
import { usePages } from '../ui/pager.ts';
import { tell } from '../ui/toast.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';
import { KnowledgePage } from './knowledge-page.tsx';
import { TONES, type RowStatus } from './row-status.ts';

/** What the list needs of a page: not its text, of which a hundred thousand would fill the memory. */
interface Row {
  id: string;
  title: string;
  status: RowStatus;
  source: string;
  updated_at: string;
}

const FIRST_BATCH_SIZE = 100;
const BATCH_SIZE = 1000;
const ROW_HEIGHT = 64;
const TYPING_DELAY_MS = 250;

export function Knowledge() {
  const { q, status, source, page: opened, add } = route.value.params;
  const instance_id = personaId.value;
  const [text, setText] = useState(q ?? '');
  useEffect(() => {
    const timer = setTimeout(() => change({ q: text }), TYPING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);

  const list = usePages<Row>(JSON.stringify([instance_id, q, status, source]), async (cursor, signal) => {
    const known = pageStatuses.find((one) => one === status);
    const { training_data, next_cursor } = await replyOf(
      api.GET('/api/kb/training-data', {
        params: {
          query: {
            limit: cursor === undefined ? FIRST_BATCH_SIZE : BATCH_SIZE,
            ...(instance_id === '' ? {} : { instance_id }),
            ...(cursor === undefined ? {} : { cursor }),
            ...(q ? { q } : {}),
            ...(known ? { status: known } : {}),
            ...(source ? { source } : {}),
          },
        },
        signal,
      }),
    );
    const rows = training_data.map((one) => ({
      id: one.id,
      title: one.title,
      status: one.status,
      source: one.source,
      updated_at: one.updated_at,
    }));
    return { rows, next: next_cursor };
  });
  // While a person is far down in the list it is not read again from its beginning; and what is being loaded
  // is not cut off, or in an import nothing would ever come.
  useChanges(['page'], () => {
    if (list.isLoading) return false;
    if (list.rows.length <= FIRST_BATCH_SIZE) list.reload();
    return true;
  });
  const isFiltered = Boolean(q || status || source);

  return (
    <>
      <div class="page-head">
        <h1>{t.value.knowledge}</h1>
        <button type="button" class="primary" onClick={() => change({ add: '1' }, { replace: false })}>
          {t.value.addFiles}
        </button>
      </div>
      <div class="filters row" role="search">
        <input
          type="search"
          aria-label={t.value.search}
          placeholder={t.value.search}
          value={text}
          dir="auto"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <select
          aria-label={t.value.status}
          value={status ?? ''}
          onChange={({ currentTarget }) => change({ status: currentTarget.value })}
        >
          <option value="">{t.value.all}</option>
          {pageStatuses.map((one) => (
            <option key={one} value={one}>
              {t.value[one]}
            </option>
          ))}
        </select>
        {source && (
          <button type="button" onClick={() => change({ source: '' })}>
            {source} ×
          </button>
        )}
        <span class="soft small" role="status">
          {number(list.rows.length)}
          {list.next !== null && '+'}
        </span>
      </div>
      {list.error && <ErrorNote error={list.error} retry={list.reload} />}
      {list.rows.length > 0 ? (
        <VirtualList
          rows={list.rows}
          rowHeight={ROW_HEIGHT}
          label={t.value.knowledge}
          keyOf={({ id }) => id}
          onEnd={list.more}
        >
          {(row) => (
            <a
              class="page-row"
              href={linkTo('knowledge', { ...route.value.params, page: row.id })}
              aria-current={row.id === opened ? 'true' : undefined}
            >
              <span class="page-title" dir="auto">
                {row.title}
              </span>
              <span class="soft small page-source" dir="auto">
                {row.source} · <Time at={row.updated_at} />
              </span>
              <Badge tone={TONES[row.status]}>{t.value[row.status]}</Badge>
            </a>
          )}
        </VirtualList>
      ) : list.isLoading ? (
        <Loading />
      ) : (
        !list.error && (
          <Empty title={isFiltered ? t.value.nothingFound : t.value.noPages}>
            <p>{isFiltered ? t.value.otherFilter : t.value.noPagesHint}</p>
          </Empty>
        )
      )}
      {opened && (
        <KnowledgePage
          key={opened}
          id={opened}
          onClose={() => change({ page: '' })}
          onChanged={list.reload}
          onDeleted={(id) => list.change((rows) => rows.filter((row) => row.id !== id))}
        />
      )}
      {add && <AddPages onClose={() => change({ add: '' })} onStored={list.reload} />}
    </>
  );
}

function AddPages({ onClose, onStored }: { onClose: () => void; onStored: () => void }) {
  const [pages, setPages] = useState<readonly PageInput[]>([]);
  const [stored, setStored] = useState<number>();
  const [isReview, setIsReview] = useState(false);
  const add = async (files: readonly File[]) => {
    for (const file of files) {
      const read = await readFile(file);
      if (read.isUnreadable) tell(t.value.fileUnread(file.name));
      setPages((before) => [...before, ...read.pages]);
    }
  };
  const store = async () => {
    setStored(0);
    const { warnings } = await storePages(personaId.value, pages, { review: isReview, onStored: setStored });
    for (const warning of warnings) tell(warning);
    onStored();
    tell(isReview ? t.value.sentToReview : t.value.stored(number(pages.length)));
    onClose();
  };
  return (
    <Dialog title={t.value.addFiles} onClose={onClose}>
      <DropFiles accept={ACCEPTED} hint={t.value.fileTypes} onFiles={(files) => void add(files)} />
      {pages.length > 0 && (
        <ul class="files list">
          {pages.slice(0, 50).map(({ title, content }, n) => (
            <li key={n}>
              <span dir="auto">{title}</span>
              <span class="soft small">{t.value.characters(number(content.length))}</span>
            </li>
          ))}
        </ul>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={isReview}
          onChange={({ currentTarget }) => setIsReview(currentTarget.checked)}
        />
        {t.value.throughReview}
      </label>
      {stored !== undefined && <Progress done={stored} total={pages.length} label={t.value.addFiles} />}
      <CancelOr onCancel={onClose}>
        <Action kind="primary" disabled={pages.length === 0} run={store}>
          {t.value.storePages(number(pages.length))}
        </Action>
      </CancelOr>
    </Dialog>
  );
}
