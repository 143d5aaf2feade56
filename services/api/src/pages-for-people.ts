import { createHash } from 'node:crypto';
import { escapeHtml } from './escape-html.ts';

const PAGE_STYLE = ':root{color-scheme:light dark}body{margin:0}';
const DEMO_STYLE = `:root{color-scheme:light dark}body{max-width:44rem;margin:0 auto;padding:3rem 1.25rem 8rem;font:1.0625rem/1.65 Georgia,serif;color:light-dark(#26221c,#e6e1d8);background:light-dark(#faf7f1,#1a1815)}
h1{font-size:2rem;line-height:1.2}h2{margin-top:2.5rem}code,pre,input,button{font:.9rem/1.5 ui-monospace,monospace}pre{padding:1rem;overflow:auto;background:light-dark(#efe9dd,#26231e);border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere}
form{display:flex;flex-wrap:wrap;gap:.5rem}label{flex-basis:100%}input,button{box-sizing:border-box;min-height:44px;padding:0 .75rem;border:1px solid light-dark(#8d8371,#8d8371);border-radius:8px;color:inherit;background:transparent}input{flex:1;min-width:0}button{cursor:pointer}`;

/** What anybody is told of a persona before anything is said, for a page that need not ask for it again. */
export interface ShownPersona {
  /** The widget key that the page speaks with. */
  key: string;
  profile: { name: string };
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded from elsewhere, and nothing runs but the widget, which makes no markup of text. */
const policyOf = (style: string, form: string, files: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src 'self'${files}`,
    `media-src 'self'${files}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    `form-action ${form}`,
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

/** `files` is where files are played from beside this gateway, with a space before it. */
export const personaPagePolicy = (files: string): string => policyOf(PAGE_STYLE, "'none'", files);
export const demoPagePolicy = (files: string): string => policyOf(DEMO_STYLE, "'self'", files);

/** The page of a persona, for those who have no website: the conversation and nothing else. */
export const renderPersonaPage = (shown: ShownPersona, base: string): string => `<!doctype html>
<html lang="en"><head>${head(shown.profile.name, PAGE_STYLE)}
${script(shown, base, ' data-page')}</head>
<body><noscript>${escapeHtml(shown.profile.name)}: this page needs JavaScript.</noscript></body></html>
`;

/** The page where there is no persona, or none that is for everybody. */
export const renderNoPage = (): string => `<!doctype html>
<html lang="en"><head>${head('No page', DEMO_STYLE)}</head>
<body><main><h1>There is no page here</h1>
<p>Whoever owns a persona can show it here to everybody: with <code>"public_page": true</code> in its configuration.</p></main></body></html>
`;

/**
 * A page as a site could be, with the widget on it, and the line that puts it on another. `key` is what was
 * asked for; `shown` is null where no widget key is called so.
 */
export function renderDemoPage(
  key: string,
  shown: ShownPersona | null,
  base: string,
  address: string,
): string {
  const line = `<script src="${address}/widget.js"\n  data-key="${shown?.key ?? 'wk_…'}" async></script>`;
  const found =
    key === ''
      ? 'Give the widget key of a persona, and it is on this page.'
      : 'There is no such widget key, or it has ended.';
  return `<!doctype html>
<html lang="en"><head>${head('The widget on a page', DEMO_STYLE)}
${shown ? script(shown, base, '') : ''}</head>
<body><main><h1>${shown ? `${escapeHtml(shown.profile.name)} on your website` : 'A persona on your website'}</h1>
<p>${shown ? 'This could be a page of yours. The round button in the corner is all that the widget adds; nothing of the page moves or looks different.' : found}</p>
${shown ? '' : `<form><label for="key">Widget key</label><input id="key" name="key" value="${escapeHtml(key)}" placeholder="wk_…" spellcheck="false" autocomplete="off"><button>Show</button></form>`}
<h2>One line</h2>
<p>It goes anywhere on a page of an origin that the key names:</p>
<pre tabindex="0"><code>${escapeHtml(line)}</code></pre>
<p>A key is made with <code>POST /api/admin/widget-keys</code> <code>{"instance_id": "ins_…", "origins": ["https://www.example"]}</code>.</p>
</main></body></html>
`;
}

const head = (title: string, style: string): string =>
  `<meta charset="utf-8"><meta name="viewport" content="width=device-width, interactive-widget=resizes-content"><title>${escapeHtml(title)}</title><style>${style}</style>`;

const script = ({ key, profile }: ShownPersona, base: string, more: string): string =>
  `<script src="${base}widget.js" data-key="${escapeHtml(key)}" data-profile="${escapeHtml(JSON.stringify(profile))}"${more} async></script>`;
