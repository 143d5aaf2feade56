/** What driver and readers of one run know of a page while it goes on: enough to call an answer wrong the moment it is given. */
interface PageNow {
  /** The highest edition that anyone has been answered with. */
  floor: number;
  /** Everything up to this edition was deleted, and the delete acknowledged. */
  deletedUpTo: number;
  /** It has answered since it was last created. */
  seen: boolean;
  /** A delete of it was sent: it may be there or not. */
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
