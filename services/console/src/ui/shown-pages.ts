import { views } from '../pages/views.ts';
import { pages, type PageName } from '../state/route.ts';
import { may } from '../state/session.ts';

/** The pages that the session opens, in the order of the navigation. */
export const shownPages = (): PageName[] =>
  pages.filter((page) => {
    const scope = views[page]?.scope;
    return scope === null || (scope !== undefined && may(scope));
  });
