import { t } from '../i18n/index.ts';

/** The button that brings a list's next rows, while there are any. */
export function MoreRows({ list: { next, more } }: { list: { next: string | null; more: () => void } }) {
  return (
    next !== null && (
      <div class="actions">
        <button type="button" onClick={more}>
          {t.value.more}
        </button>
      </div>
    )
  );
}
