import { diffWordsWithSpace } from 'diff';
import { useMemo } from 'preact/hooks';
import { t } from '../i18n/index.ts';

/** What a text would change: words that go and words that come. */
export function WordDiff({ before, after }: { before: string; after: string }) {
  const parts = useMemo(() => diffWordsWithSpace(before, after), [before, after]);
  return (
    <p class="reader diff" dir="auto">
      {parts.map(({ value, added, removed }, n) =>
        added ? (
          <ins key={n}>
            <span class="visually-hidden">{t.value.comes}</span>
            {value}
          </ins>
        ) : removed ? (
          <del key={n}>
            <span class="visually-hidden">{t.value.goes}</span>
            {value}
          </del>
        ) : (
          value
        ),
      )}
    </p>
  );
}
