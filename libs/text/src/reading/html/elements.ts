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
