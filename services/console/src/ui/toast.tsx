import { signal } from '@preact/signals';
import { t } from '../i18n/index.ts';
import { noteSession } from './load.ts';

interface Toast {
  id: number;
  text: string;
  isError: boolean;
  action?: { label: string; run: () => void } | undefined;
}

const TOAST_TTL_MS = 7000;
const toasts = signal<readonly Toast[]>([]);
let count = 0;

/** Tells what was done, for some seconds; `action` may undo it. */
export function tell(text: string, action?: Toast['action']): void {
  show({ id: ++count, text, isError: false, action });
}

/** Tells what failed. */
export function tellError(error: unknown): void {
  noteSession(error);
  if (error instanceof Error && error.name !== 'AbortError')
    show({ id: ++count, text: error.message, isError: true });
}

function show(toast: Toast): void {
  toasts.value = [...toasts.value.slice(-2), toast];
  setTimeout(() => hide(toast.id), TOAST_TTL_MS);
}
function hide(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, isError, action }) => (
        <div key={id} class={`toast${isError ? ' is-error' : ''}`}>
          <span dir="auto">{text}</span>
          {action && (
            <button
              type="button"
              class="link"
              onClick={() => {
                hide(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <button type="button" class="icon" aria-label={t.value.close} onClick={() => hide(id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
