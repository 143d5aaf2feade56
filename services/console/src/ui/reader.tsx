import { replyOf } from '@persona/client';
import type { Citation } from '@persona/contracts';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { linkTo } from '../state/route.ts';
import { may } from '../state/session.ts';
import { Dialog, Shown } from './basics.tsx';
import { useLoad } from './load.ts';
import { Marked } from './marked.tsx';
import { Recording } from './recording.tsx';

/** The page that an answer quotes, open at the quote. */
export function Reader({ citation, onClose }: { citation: Citation; onClose: () => void }) {
  const { td_id, title, quote, url } = citation;
  const page = useLoad(may('kb') ? td_id : null, async (signal) => {
    const { training_data } = await replyOf(
      api.GET('/api/kb/training-data/{id}', { params: { path: { id: td_id } }, signal }),
    );
    return training_data;
  });
  return (
    <Dialog title={t.value.source(String(citation.index), title)} kind="side" onClose={onClose}>
      {citation.locator?.media_id !== undefined && may('media') && (
        <Recording id={citation.locator.media_id} startMs={citation.locator.start_ms ?? 0} />
      )}
      {may('kb') ? (
        <Shown of={page}>{({ content, version }) => <Quoted {...{ content, version, citation }} />}</Shown>
      ) : (
        <blockquote class="quote" dir="auto">
          <mark>{quote}</mark>
        </blockquote>
      )}
      <p class="row">
        {may('kb') && <a href={linkTo('knowledge', { page: td_id })}>{t.value.openPage}</a>}
        {url !== undefined && (
          <a href={url} target="_blank" rel="noreferrer">
            {t.value.open} ↗
          </a>
        )}
      </p>
    </Dialog>
  );
}

function Quoted({ content, version, citation }: { content: string; version: number; citation: Citation }) {
  const { quote, locator } = citation;
  const isSame = version === citation.version && locator !== undefined;
  // The place of the quote in what it was quoted from; in a later version wherever it stands.
  const found = content.indexOf(quote);
  const start = isSame ? locator.start : found;
  const end = isSame ? locator.end : found + quote.length;
  if (start < 0)
    return (
      <>
        <p class="soft">{t.value.quoteGone}</p>
        <blockquote class="quote" dir="auto">
          <mark>{quote}</mark>
        </blockquote>
      </>
    );
  return <Marked content={content} place={{ start, end }} />;
}
