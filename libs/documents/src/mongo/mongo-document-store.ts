import { randomUUID } from 'node:crypto';
import type { Connection, Model } from 'mongoose';
import { StartupError } from '@persona/contracts';
import { catalogue } from '../catalogue.ts';
import {
  checkSweep,
  parseFilter,
  parseGroup,
  parseQuery,
  type ParsedQuery,
  type Predicate,
} from '../conditions.ts';
import type {
  Change,
  Collection,
  CollectionName,
  DocumentStore,
  Entity,
  InsertResult,
} from '../document-store.ts';
import { DATA_VERSION, newerThanThis } from '../data-version.ts';
import { fieldsOf } from '../fields.ts';
import { duplicates, markedWith, refusedOf, type Sent } from './bulk.ts';
import { connect, refused } from './connect.ts';
import { codeOf, isRefusal, NOT_IMPLEMENTED, toStoreError } from './errors.ts';
import { createModel, indexesOf, MARK, shapeOf, toFilter, toFind, type Stored } from './shape.ts';
import { placeTaken, storeNotReady } from '../store-errors.ts';
import { createAuditAppender } from '../audit-appender.ts';
import { checkDocument, parseChange, type ParsedChange } from '../writes.ts';

const collections = Object.keys(catalogue) as CollectionName[];

/**
 * The document store in MongoDB. Each write concerns a single document and is acknowledged by the majority
 * and its journal, so that one server and a replica set behave alike. Rejects with `not_ready` while no
 * server answers, and with a StartupError when it refuses the URL or the user.
 */
export async function createMongoDocumentStore({
  url,
  onCommand,
}: {
  url: string;
  /** Told the name of each command that is sent. */
  onCommand?: (name: string) => void;
}): Promise<DocumentStore> {
  const connection = await connect(url, onCommand !== undefined);
  if (onCommand) connection.getClient().on('commandStarted', ({ commandName }) => onCommand(commandName));
  const models = new Map(collections.map((name) => [name, createModel(connection, name)]));
  try {
    await claimDataVersion(connection);
    for (const [name, model] of models) await buildIndexes(name, model);
  } catch (error) {
    await connection.close();
    if (error instanceof StartupError) throw error;
    throw isRefusal(error) ? refused() : toStoreError(error);
  }
  let closed: Promise<void> | undefined;
  const pending = new Set<Promise<unknown>>();
  const run: Run = async (command) => {
    if (closed) throw storeNotReady();
    const running = command();
    pending.add(running);
    try {
      return await running;
    } catch (error) {
      throw toStoreError(error);
    } finally {
      pending.delete(running);
    }
  };
  const createdCollections = Object.fromEntries(
    [...models].map(([name, model]) => [name, createCollection(name, model, run)]),
  ) as unknown as { [N in CollectionName]: DocumentStore[N] };

  return {
    ...createdCollections,
    appendAudit: createAuditAppender(createdCollections.auditBlocks),
    async ready() {
      // A write that finds nothing is acknowledged like any other: by a primary, with its majority.
      await run(() => modelOf(models, 'settings').updateOne({ _id: '' }, { $set: { value: '' } }));
    },
    verify: () => Promise.resolve([]),
    async compact() {
      // MongoDB reuses the space of removed documents in its own time.
      await run(async () => {});
    },
    close() {
      closed ??= Promise.allSettled(pending).then(() => connection.close());
      return closed;
    },
  };
}

type Settled<T> = { value: T | null | { conflict: string } } | { error: unknown };

type Run = <R>(command: () => Promise<R>) => Promise<R>;

const modelOf = (models: ReadonlyMap<CollectionName, Model<Stored>>, name: CollectionName): Model<Stored> => {
  const model = models.get(name);
  if (!model) throw new TypeError(`There is no collection ${name}`);
  return model;
};

/** Refuses a database of a newer version, before anything in it is changed, and marks a new one. */
async function claimDataVersion(connection: Connection): Promise<void> {
  const versions = connection.collection<{ _id: string; version: number }>('meta');
  const there = await versions.findOne({ _id: 'data' });
  if (there && there.version > DATA_VERSION)
    throw new StartupError(newerThanThis(`The database ${connection.name} of DOCUMENTS_URL`));
  if (!there)
    await versions.updateOne({ _id: 'data' }, { $setOnInsert: { version: DATA_VERSION } }, { upsert: true });
}

async function buildIndexes(name: CollectionName, model: Model<Stored>): Promise<void> {
  const wanted = indexesOf(name);
  await model.createCollection();
  for (const { key, partialFilterExpression, ...options } of wanted) {
    const build = (filter: object) =>
      model.collection.createIndex(key as Record<string, 1>, { ...options, ...filter });
    if (!partialFilterExpression) await build({});
    else
      await build({ partialFilterExpression }).catch((error: unknown) => {
        // FerretDB 1.x has no partial indexes, and its indexes have no entry for a missing field.
        if (codeOf(error) !== NOT_IMPLEMENTED) throw error;
        return build({});
      });
  }
}

function createCollection<T extends Entity>(
  name: CollectionName,
  model: Model<Stored>,
  run: Run,
): Collection<T> {
  const fields = fieldsOf(name);
  const shape = shapeOf(name);
  const parse = (stored: unknown) => shape.fromStored(stored as Stored) as T;

  async function select(scope: string | undefined, query: ParsedQuery): Promise<T[]> {
    // To MongoDB a limit of 0 means no limit.
    if (query.limit === 0) return [];
    const { filter, sort } = toFind(scope, query, catalogue[name].unique);
    const found = await run(() => model.find(filter).sort(sort).limit(query.limit).lean().exec());
    return found.map(parse);
  }

  async function count(
    scope: string | undefined,
    predicates: readonly Predicate[],
    max: number,
  ): Promise<number> {
    if (max === 0) return 0;
    const limit = Number.isFinite(max) ? { limit: max } : {};
    return run(() => model.countDocuments(toFilter(scope, predicates), limit).exec());
  }

  /** The first place of `stored` that another document takes. Queried only after a conflict. */
  async function takenPlace(stored: Stored, ownId?: string): Promise<string | undefined> {
    for (const place of shape.places) {
      const wanted = place.fields.map((field) => [field, stored[field]] as const);
      // A null takes no place.
      if (wanted.some(([, value]) => value === undefined || value === null)) continue;
      const others = ownId === undefined ? [] : [{ _id: { $ne: ownId } }];
      const filter = { $and: [...wanted.map(([field, value]) => ({ [field]: { $eq: value } })), ...others] };
      if (await model.exists(filter)) return place.name;
    }
    return undefined;
  }

  async function insert(documents: readonly Stored[], again = true): Promise<InsertResult[]> {
    const results: InsertResult[] = documents.map(() => 'inserted');
    const failures = await model
      .insertMany(documents, { ordered: false, lean: true })
      .then(() => [], duplicates);
    for (const { index, errmsg } of failures) {
      const document = documents[index] as Stored;
      // MongoDB names the index; FerretDB 1.x does not.
      const named = / index: (\S+)/.exec(errmsg ?? '')?.[1];
      const place = shape.places.find((one) => one.index === named)?.name ?? (await takenPlace(document));
      if (place !== undefined) results[index] = { conflict: place };
      // A place that is free again belonged to a document that has been removed meanwhile.
      else if (again) [results[index]] = (await insert([document], false)) as [InsertResult];
      else throw new Error(`An insert into ${name} was refused, but by no index of the catalogue`);
    }
    return results;
  }

  async function updateOne(scope: string, change: ParsedChange): Promise<T | null | { conflict: string }> {
    const filter = filterOf(scope, change);
    const update = shape.toUpdate(change);
    if (!update) {
      const found = await model.findOne(filter).lean().exec();
      return found && parse(found);
    }
    try {
      const changed = await model.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean().exec();
      return changed && parse(changed);
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      // Queried instead of read from the error: FerretDB 1.x reports a taken place of a change as an internal
      // error.
      const before = await model
        .findOne({ _id: { $eq: change.id } })
        .lean()
        .exec();
      const place = before && (await takenPlace({ ...(before as Stored), ...change.set }, change.id));
      if (!place) throw error;
      return { conflict: place };
    }
  }

  /**
   * Many changes in one command. MongoDB says how many of them found their document, but not which, so each
   * leaves the mark of this call.
   */
  async function send(scope: string, changes: readonly ParsedChange[]): Promise<Sent> {
    const mark = randomUUID();
    const writes = changes.map((change) => ({
      updateOne: { filter: filterOf(scope, change), update: markedWith(mark, shape.toUpdate(change)) },
    }));
    return model.collection.bulkWrite(writes as never, { ordered: false }).then(
      ({ matchedCount }) => ({ mark, matched: matchedCount, isRefused: () => false }),
      (error: unknown) => ({ mark, ...refusedOf(error) }),
    );
  }

  /**
   * One look at what took effect. Where a later call has put its own mark over one, or removed the document,
   * the number shows that there is something that can't be told.
   */
  async function look(
    scope: string,
    changes: readonly ParsedChange[],
    { mark, matched, isRefused }: Sent,
  ): Promise<Settled<T>[]> {
    const filter = { _id: { $in: changes.map(({ id }) => id) }, instance_id: { $eq: scope } };
    const found = (await model.find(filter).lean().exec()).filter((stored) => stored[MARK] === mark);
    if (found.length < matched) throw storeNotReady();
    const marked = new Map(found.map((stored) => [stored._id, stored]));
    return Promise.all(
      changes.map(async (change, n): Promise<Settled<T>> => {
        const stored = marked.get(change.id);
        if (stored) return { value: parse(stored) };
        // Alone it is told which place is taken.
        return isRefused(n) ? settle(run(() => updateOne(scope, change))) : { value: null };
      }),
    );
  }

  function valuesOf(results: readonly Settled<T>[], changes: readonly ParsedChange[]): (T | null)[] {
    return results.map((result, n) => {
      if ('error' in result) throw result.error;
      const { value } = result;
      if (value && 'conflict' in value) throw placeTaken(changes[n]?.id ?? '', value.conflict);
      return value;
    });
  }

  const parseAll = (changes: readonly (Change<T> & { id: string })[]): ParsedChange[] =>
    changes.map(({ id, ...change }) => parseChange<T>(fields, id, change));

  const collection: Collection<T> = {
    async get(scope, id) {
      return (await collection.getMany(scope, [id]))[0] ?? null;
    },
    async getMany(scope, ids) {
      if (ids.length === 0) return [];
      const filter = toFilter(scope, [{ field: 'id', op: 'in', values: ids, orNull: false }]);
      const found = await run(() => model.find(filter).lean().exec());
      const byId = new Map(found.map((stored) => [stored._id, stored]));
      return ids.flatMap((id) => (byId.has(id) ? [parse(byId.get(id))] : []));
    },
    async locate(id) {
      const found = await run(() =>
        model
          .findOne({ _id: { $eq: id } }, { instance_id: 1 })
          .lean()
          .exec(),
      );
      return (found?.['instance_id'] as string | undefined) ?? null;
    },
    async insert(scope, documents) {
      for (const document of documents) checkDocument(fields, scope, document);
      if (documents.length === 0) return [];
      const stored = documents.map((document) => shape.toStored(document));
      return run(() => insert(stored));
    },
    async update(scope, id, change) {
      const [updated] = await collection.updateMany(scope, [{ ...change, id }]);
      return updated ?? null;
    },
    async updateMany(scope, changes) {
      const parsed = parseAll(changes);
      const results =
        parsed.length > 1
          ? await run(async () => look(scope, parsed, await send(scope, parsed)))
          : await Promise.all(parsed.map((change) => settle(run(() => updateOne(scope, change)))));
      return valuesOf(results, parsed);
    },
    async applyMany(scope, changes) {
      if (changes.length <= 1)
        return (await collection.updateMany(scope, changes)).map((changed) => changed !== null);
      const parsed = parseAll(changes);
      const sent = await run(() => send(scope, parsed));
      if (sent.matched === parsed.length) return parsed.map(() => true);
      return valuesOf(await run(() => look(scope, parsed, sent)), parsed).map((value) => value !== null);
    },
    async countBy(scope, field, where) {
      const group = parseGroup(fields, field);
      const filter = toFilter(scope, parseFilter(fields, where));
      const counted = await run(() =>
        model.aggregate<{ _id: string; count: number }>([
          { $match: filter },
          { $group: { _id: `$${group}`, count: { $sum: 1 } } },
        ]),
      );
      return new Map(counted.map(({ _id, count: number }) => [_id, number]));
    },
    async find(scope, query) {
      return select(scope, parseQuery(fields, query));
    },
    async count(scope, where, max = Infinity) {
      return count(scope, parseFilter(fields, where), max);
    },
    async remove(scope, ids) {
      if (ids.length === 0) return 0;
      const filter = toFilter(scope, [{ field: 'id', op: 'in', values: ids, orNull: false }]);
      return (await run(() => model.deleteMany(filter).exec())).deletedCount;
    },
    acrossScopes: {
      async find(query) {
        return select(undefined, parseQuery(fields, query, true));
      },
      async count(where, max = Infinity) {
        const predicates = parseFilter(fields, where);
        checkSweep(fields, predicates);
        return count(undefined, predicates, max);
      },
    },
  };
  return collection;
}

const filterOf = (scope: string, { id, predicates }: ParsedChange) =>
  toFilter(scope, [{ field: 'id', op: 'eq', value: id }, ...predicates]);

/** All operations of a call are carried out before the first failure is thrown. */
const settle = <R>(doing: Promise<R>): Promise<{ value: R } | { error: unknown }> =>
  doing.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
