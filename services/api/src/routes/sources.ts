import { createHash } from 'node:crypto';
import { AppError, bodyId } from '@persona/contracts';
import type { App } from '@persona/runtime';
import { Type } from 'typebox';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import { SOURCES_PATH, readSourceLink } from '../source-links.ts';

/** Characters shown before and behind a quote: enough to understand it, not the page. */
const SURROUNDINGS = 700;

const STYLE =
  'body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif;color:#222;background:#fff}p{white-space:pre-wrap;overflow-wrap:anywhere}mark{background:#ffe9a8}footer{color:#666;font-size:.875rem}@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}mark{color:#161616}footer{color:#999}a{color:#9bf}}';
const CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * The page behind a citation: the quote where it stands in its source, to whoever holds the signed link, for
 * as long as that version of the page answers.
 */
export function sourceRoutes(app: App, { documents, sources }: Resources, { access }: Kit): void {
  app.get(
    `${SOURCES_PATH}/:instance_id/:td_id/:place`,
    {
      config: { public: true },
      schema: {
        tags: ['Chat'],
        summary: 'A quote in its source, as a page for people, to a signed address',
        params: SourceParams,
        produces: ['text/html'],
      },
    },
    async (request, reply) => {
      const place = readSourceLink(sources, request.url);
      if (!place)
        throw new AppError(
          'invalid_key',
          'This address has expired or was changed; ask the persona again for a new one.',
        );
      const { instance_id, td_id, version, start, end } = place;
      const granted = await access.signed('pages', td_id);
      const page = granted && (await documents.pages.get(granted.scope, td_id));
      const isLive =
        page?.instance_id === instance_id && page.deleted_at === null && page.live_version === version;
      const body = isLive ? await documents.pageBodies.get(granted!.scope, bodyId(td_id, version)) : null;
      if (!page || !body)
        throw new AppError('not_found', 'This source was deleted or changed since it was cited.');
      reply.headers({
        'content-security-policy': CSP,
        'cache-control': 'private, no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex',
      });
      return reply
        .type('text/html; charset=utf-8')
        .send(render({ ...body, start, end, url: page.url, language: page.language })) as never;
    },
  );
}

const SourceParams = Type.Object({
  instance_id: Type.String(),
  td_id: Type.String(),
  place: Type.String({ description: 'The version of the page, and where the quote begins and ends in it.' }),
});

function render({
  title,
  content,
  start,
  end,
  url,
  language,
}: {
  title: string;
  content: string;
  start: number;
  end: number;
  url: string | null;
  language: string | null;
}): string {
  const from = atWord(content, Math.max(0, start - SURROUNDINGS));
  const to = Math.min(content.length, end + SURROUNDINGS);
  const before = `${from > 0 ? '… ' : ''}${content.slice(from, start)}`;
  const after = `${content.slice(end, to)}${to < content.length ? ' …' : ''}`;
  const lang = language && language !== 'und' ? ` lang="${escape(language)}"` : '';
  const link =
    url && /^https?:/i.test(url)
      ? `<footer><a href="${escape(url)}" rel="noreferrer nofollow">${escape(url)}</a></footer>`
      : '';
  return `<!doctype html>
<html${lang}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style></head>
<body><h1>${escape(title)}</h1>
<p dir="auto">${escape(before)}<mark id="quote">${escape(content.slice(start, end))}</mark>${escape(after)}</p>
${link}</body></html>
`;
}

/** The beginning of the next word, so that none is shown in half. */
function atWord(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, at + 40).search(/\s/);
  return at + (space < 0 ? 0 : space + 1);
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string =>
  text.toWellFormed().replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
