const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Elements whose content no reader sees. */
export const hiddenElements = set(
  'script style template svg annotation annotation-xml head iframe object select textarea noembed noframes canvas audio video datalist rp rt',
);

/** Elements that begin and end a line. */
export const lineElements = set(
  'address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre section summary table tbody tfoot thead tr ul',
);

/** Elements that belong to the site rather than to the page. */
export const chromeElements = set('nav footer form button menu');

const knownElements = set(
  'a abbr acronym address area article aside audio b base basefont bdi bdo big blockquote body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script search section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp',
);

/**
 * Whether what looks like a start tag is a gap that somebody has left to be filled: `<name>`, `<your city>`.
 * No element is called so, it has no attribute with a value, and nothing closes it.
 */
export function isPlaceholder(tag: string, isClosed: (name: string) => boolean): boolean {
  const name = /^<(\p{L}[\p{L}\p{N}-]*)(?: [\p{L}\p{N} -]*)?>$/u.exec(tag)?.[1]?.toLowerCase();
  return name !== undefined && !knownElements.has(name) && !isClosed(name);
}
