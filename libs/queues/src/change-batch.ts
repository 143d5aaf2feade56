import type { Change } from '@persona/contracts';

/** So many changes of one type and kind in one persona are told one by one; more by their count alone. */
const MAX_TOLD_CHANGES = 20;
/** A batch has no more than this; what changed besides is told by its count. */
const MAX_BATCH_CHANGES = 200;

/** Changes that wait to be told together: of each thing the newest. */
export interface ChangeBatch {
  add(change: Change): void;
  /** What is to be told, in the order of the newest changes; nothing waits afterwards. */
  take(): Change[];
}

export function createChangeBatch(): ChangeBatch {
  let groups = new Map<string, Group>();
  return {
    add(change) {
      const key = `${change.type} ${change.kind ?? ''} ${change.instance_id}`;
      let group = groups.get(key);
      if (!group) groups.set(key, (group = { last: change, byId: new Map(), count: 0 }));
      group.last = change;
      group.count++;
      const id = change.id ?? '';
      if (group.byId.has(id)) group.byId.delete(id);
      // Of what is told by its count alone no more is kept.
      if (group.byId.size <= MAX_TOLD_CHANGES) group.byId.set(id, change);
    },
    take() {
      const taken: Change[] = [];
      for (const { byId, last, count } of groups.values()) {
        const isMany = byId.size > MAX_TOLD_CHANGES || taken.length + byId.size > MAX_BATCH_CHANGES;
        const { type, instance_id, kind, at } = last;
        if (isMany)
          taken.push({ type, instance_id, id: null, ...(kind === undefined ? {} : { kind }), count, at });
        else taken.push(...byId.values());
      }
      groups = new Map();
      return taken;
    },
  };
}

interface Group {
  last: Change;
  byId: Map<string, Change>;
  count: number;
}
