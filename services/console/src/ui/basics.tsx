import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { PersonaError } from '@persona/client';
import { language, t } from '../i18n/index.ts';
import { nextTask } from './next-task.ts';
import { tellError } from './toast.tsx';

/** A button that shows that it works, and cannot be pressed meanwhile. */
export function Action({
  run,
  children,
  kind = 'plain',
  disabled = false,
  label,
}: {
  run: () => unknown;
  children: ComponentChildren;
  kind?: 'plain' | 'primary' | 'danger' | 'link';
  disabled?: boolean;
  label?: string;
}) {
  const [isBusy, setIsBusy] = useState(false);
  const press = async () => {
    setIsBusy(true);
    try {
      await run();
    } catch (error) {
      tellError(error);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <button
      type="button"
      class={kind}
      disabled={disabled || isBusy}
      aria-busy={isBusy}
      aria-label={label}
      onClick={() => void press()}
    >
      {children}
    </button>
  );
}

/** A box over the page, which keeps the focus and closes with Escape. */
export function Dialog({
  title,
  onClose,
  children,
  kind = 'box',
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  kind?: 'box' | 'side';
}) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = element;
    current?.showModal();
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={element}
      class={kind}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === element.current && onClose()}
    >
      <div class="dialog-body">
        <header>
          <h2 dir="auto">{title}</h2>
          <button type="button" class="icon" aria-label={t.value.close} onClick={onClose}>
            ×
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** What closes a dialog or form: a way back, and what is done in it. */
export const CancelOr = ({ onCancel, children }: { onCancel: () => void; children: ComponentChildren }) => (
  <div class="actions">
    <button type="button" onClick={onCancel}>
      {t.value.cancel}
    </button>
    {children}
  </div>
);

/** Nothing is here yet, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

export const Loading = () => (
  <div class="loading" role="status">
    <span class="visually-hidden">{t.value.loading}</span>
    <span class="bar" />
    <span class="bar" />
    <span class="bar" />
  </div>
);

/** What failed, in the gateway's own words, which name the remedy. */
export function ErrorNote({ error, retry }: { error: Error; retry?: () => void }) {
  const isUnreachable = error instanceof PersonaError && error.code === 'unreachable';
  return (
    <div class="error-note" role="alert">
      <p dir="auto">{isUnreachable ? t.value.unreachable : error.message}</p>
      {retry && (
        <button type="button" onClick={retry}>
          {t.value.tryAgain}
        </button>
      )}
    </div>
  );
}

/** What was loaded, or why it is not there. */
export function Shown<T>({
  of,
  children,
}: {
  of: { data: T | undefined; error: Error | undefined; isLoading: boolean; reload: () => void };
  children: (data: T) => ComponentChildren;
}) {
  if (of.data !== undefined)
    return (
      <>
        {of.error && <ErrorNote error={of.error} retry={of.reload} />}
        {children(of.data)}
      </>
    );
  if (of.error) return <ErrorNote error={of.error} retry={of.reload} />;
  return <Loading />;
}

/** Formats by what they are for: to make one takes as long as a whole row of a list. */
const formats = new Map<string, unknown>();
function format<T>(name: string, make: (language: string) => T): T {
  const key = `${language.value} ${name}`;
  const made = (formats.get(key) as T | undefined) ?? make(language.value);
  formats.set(key, made);
  return made;
}

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

const wholeTime = (at: string): string =>
  format('whole', (of) => new Intl.DateTimeFormat(of, { dateStyle: 'long', timeStyle: 'medium' })).format(
    new Date(at),
  );

/**
 * Whether a browser's words for times are loaded, which takes it as long as the rest of a page: in a task of
 * their own, behind the first page that shows a time.
 */
const hasTimes = signal(false);
const startTimes = async (): Promise<void> => {
  await nextTask();
  relativeTime();
  hasTimes.value = true;
};
const relativeTime = () => format('relative', (of) => new Intl.RelativeTimeFormat(of, { numeric: 'auto' }));

/** A time as people say it, with the whole of it for who points at it. */
export function Time({ at }: { at: string }) {
  const isReady = hasTimes.value;
  useEffect(() => {
    if (!isReady) void startTimes();
  }, [isReady]);
  const seconds = (Date.parse(at) - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return (
    <time dateTime={at} onPointerEnter={(event) => (event.currentTarget.title = wholeTime(at))}>
      {isReady && relativeTime().format(Math.round(seconds / size), unit)}
    </time>
  );
}

export const clock = (at: string): string =>
  format('clock', (of) => new Intl.DateTimeFormat(of, { timeStyle: 'medium' })).format(new Date(at));
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  // These look the same in all languages but Arabic, and a browser's first format takes as long as a page.
  const isPlain = Number.isInteger(value) && value >= 0 && value < 1000 && Object.keys(options).length === 0;
  if (isPlain && language.value !== 'ar') return String(value);
  return format(JSON.stringify(options), (of) => new Intl.NumberFormat(of, options)).format(value);
}
export const percent = (share: number): string =>
  number(share, { style: 'percent', maximumFractionDigits: 0 });
export const bytes = (count: number): string =>
  count < 1_000_000
    ? number(count / 1000, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 })
    : number(count / 1_000_000, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });

export type Tone = 'good' | 'busy' | 'bad' | 'quiet';

export const Badge = ({ tone, children }: { tone: Tone; children: ComponentChildren }) => (
  <span class={`badge ${tone}`}>{children}</span>
);

export function Progress({ done, total, label }: { done: number; total: number; label: string }) {
  return <progress value={done} max={Math.max(total, 1)} aria-label={label} />;
}

/** Text that can be taken along with one press. */
export function Copyable({ text, label }: { text: string; label: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 2000);
  };
  return (
    <div class="copyable">
      <pre tabIndex={0} aria-label={label}>
        <code>{text}</code>
      </pre>
      <Action run={copy} label={`${t.value.copy}: ${label}`}>
        {isCopied ? t.value.copied : t.value.copy}
      </Action>
    </div>
  );
}

/** Views of one thing, one at a time; arrow keys go from one to the next. */
export function Tabs<Name extends string>({
  label,
  tabs,
  selected,
  onSelect,
}: {
  label: string;
  tabs: readonly (readonly [Name, string])[];
  selected: Name;
  onSelect: (name: Name) => void;
}) {
  const move = (event: KeyboardEvent) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (way === undefined) return;
    const { currentTarget } = event;
    const at = tabs.findIndex(([name]) => name === selected);
    const next = tabs[(at + way + tabs.length) % tabs.length]?.[0];
    if (next === undefined) return;
    onSelect(next);
    requestAnimationFrame(() =>
      (currentTarget as HTMLElement | null)?.querySelector<HTMLElement>('[aria-selected=true]')?.focus(),
    );
  };
  return (
    <div role="tablist" aria-label={label} class="tabs" onKeyDown={move}>
      {tabs.map(([name, text]) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-controls="tab-panel"
          aria-selected={name === selected}
          tabIndex={name === selected ? 0 : -1}
          onClick={() => onSelect(name)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

/** Asks before what cannot be undone. */
export function Confirm({
  title,
  text,
  action,
  run,
  onClose,
}: {
  title: string;
  text: string;
  action: string;
  run: () => Promise<unknown>;
  onClose: () => void;
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <CancelOr onCancel={onClose}>
        <Action
          kind="danger"
          run={async () => {
            await run();
            onClose();
          }}
        >
          {action}
        </Action>
      </CancelOr>
    </Dialog>
  );
}
