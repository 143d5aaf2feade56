/**
 * What driver and readers of one run know about a page during the run: enough to recognise a wrong answer at
 * once.
 */
interface PageNow {
  /** The highest edition that any reader has been answered with. */
  floor: number;
  /** Every edition up to this one was deleted, and the delete acknowledged. */
  deletedUpTo: number;
  /** Whether it has answered since it was last created. */
  seen: boolean;
  /** A delete of it was sent, so it may exist or not. */
  leaving: boolean;
}

export interface Board {
  page(key: string): PageNow;
  /** Keys that were sent at least once. */
  readonly keys: readonly string[];
}

export function createBoard(): Board {
  const pages = new Map<string, PageNow>();
  const keys: string[] = [];
  return {
    keys,
    page(key) {
      let page = pages.get(key);
      if (!page) {
        page = { floor: 0, deletedUpTo: 0, seen: false, leaving: false };
        pages.set(key, page);
        keys.push(key);
      }
      return page;
    },
  };
}
