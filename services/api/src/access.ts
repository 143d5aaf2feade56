import { AppError, INSTALL, grantScope, installScope, type Instance, type Scope } from '@persona/contracts';
import type { CollectionName, DocumentStore, Query } from '@persona/documents';
import type { Domain } from '@persona/domain';
import { readInstanceId } from './ids.ts';
import { hasScope, type Caller } from './keys/caller.ts';
import type { Request } from './types.ts';

/**
 * The right of a caller to touch a persona, with its scope. Only the functions below make one; routes can't.
 */
export interface Access {
  readonly scope: Scope;
  /** Null for what belongs to no persona yet: media of a key that were not attached to a persona. */
  readonly instance: Instance | null;
}

/** The access of a request that certainly concerns a persona. */
export type PersonaAccess = Access & { readonly instance: Instance };

/**
 * The only place where a route gets a scope (contract §4). Personas that don't exist, were deleted or belong
 * to others are all `not_found`. The persona it finds is recorded on the request and echoed in its reply.
 */
export interface AccessControl {
  /** The persona of a write or a chat; creates "Default persona" with a warning when there is none at all. */
  persona(request: Request): Promise<PersonaAccess>;
  /** The persona of a read; null when none exists and none was named: the list is empty. */
  personaIfAny(request: Request): Promise<PersonaAccess | null>;
  /** The persona with this id. */
  instance(request: Request, instanceId: string, options?: { evenDeleted?: boolean }): Promise<PersonaAccess>;
  /**
   * The scope that a bare id (`td_`, `cht_`, `job_`, `rev_`, `voi_`, …) belongs to. With `evenDeleted` also
   * that of a deleted persona, for following the job that purges it.
   */
  of(
    request: Request,
    collection: OwnedCollection,
    id: string,
    options?: { evenDeleted?: boolean },
  ): Promise<Access>;
  /**
   * Like `of`, but returns only the scope: not restricted to the persona that the request names, and not
   * recorded on it, because the owner is about to change.
   */
  ownerOf(request: Request, collection: OwnedCollection, id: string): Promise<Scope>;
  /**
   * The owner of media that may be sent before any persona exists: the persona that the request names or that
   * is determined for it, else the key itself.
   */
  personaOrKey(request: Request): Promise<Access>;
  /** Personas that the key can reach, in order of their creation; with `name` only those of that name. */
  reachable(request: Request, limit: number, name?: string): Promise<Instance[]>;
  /** The persona that the request names, which the key must reach; else every one that it reaches. */
  everyPersona(request: Request): Promise<AsyncIterable<PersonaAccess>>;
  /** The scope of a persona that the caller may touch, also a deleted one, or of its own key; else null. */
  reaches(caller: Caller, owner: string): Promise<Scope | null>;
  /** What the calling key sent and no persona has been given yet. */
  ownKey(request: Request): Access;
  /**
   * The owner of what the caller has a signed address for; the signature is the right to it.
   * Null when it is gone.
   */
  signed(collection: 'media' | 'pages', id: string): Promise<Access | null>;
  /**
   * A persona that is shown to whoever asks, because its owner made its page public or gave a site a widget
   * key of it, which the caller has checked. Null when it is gone.
   */
  shown(instanceId: string): Promise<PersonaAccess | null>;
}

type OwnedCollection = Exclude<
  CollectionName,
  'instances' | 'keys' | 'usage' | 'idempotency' | 'auditBlocks' | 'settings'
>;

/** Personas that are read at a time where every one is looked through. */
const READ_BATCH_SIZE = 200;

const NOUNS: Record<OwnedCollection, string> = {
  pages: 'training data',
  pageBodies: 'text',
  streams: 'stream',
  streamBatches: 'batch',
  submissions: 'submission',
  chats: 'chat',
  messages: 'message',
  explanations: 'explanation',
  media: 'voice or video',
  jobs: 'job',
};

/**
 * The one refusal of an id: the same whether nothing has it, or what has it is another persona's or another
 * user's, or the key's scopes do not open it.
 */
export const notFoundIn = (collection: OwnedCollection, id: string): AppError =>
  new AppError('not_found', `There is no ${NOUNS[collection]} "${id}" that this key can reach.`, {
    param: collection === 'chats' ? 'chat_id' : 'id',
  });

export function createAccessControl(documents: DocumentStore, domain: Domain): AccessControl {
  const grant = (request: Request, instance: Instance): PersonaAccess => {
    request.instanceId = instance.id;
    return accessTo(instance.id, instance);
  };
  const missing = (what: string) =>
    new AppError('not_found', `There is no ${what} that this key can reach.`, { param: 'instance_id' });

  const instance: AccessControl['instance'] = async (request, id, options = {}) => {
    const found = await documents.instances.get(installScope, id);
    if (!found || !mayTouch(request.caller, found) || (found.deleted_at !== null && !options.evenDeleted))
      throw missing(`persona "${id}"`);
    return grant(request, found);
  };

  const alive = async (id: string): Promise<Instance | null> => {
    const found = await documents.instances.get(installScope, id);
    return found && found.deleted_at === null ? found : null;
  };

  /** The personas that a limited caller names, and of those it owns as many as are asked for. */
  const reached = async (
    caller: Caller,
    { where, limit }: Pick<Query<Instance>, 'where' | 'limit'>,
  ): Promise<Instance[]> => {
    const [named, owned] = await Promise.all([
      documents.instances.getMany(installScope, caller.instanceIds ?? []),
      caller.isToken
        ? []
        : documents.instances.find(installScope, { where: { ...where, owner_key_id: caller.keyId }, limit }),
    ]);
    return [...new Map([...named, ...owned].map((one) => [one.id, one])).values()];
  };

  /**
   * The personas that a request without an id may concern: at most two are looked for, because two are
   * ambiguous.
   */
  const candidates = async (caller: Caller): Promise<Instance[]> => {
    const query = { orderBy: 'created_at', limit: 2 } as const;
    if (caller.instanceIds === null)
      return documents.instances.find(installScope, { where: { deleted_at: null }, ...query });
    const both = await reached(caller, { where: { deleted_at: null }, limit: 3 });
    return both.filter((one) => one.deleted_at === null);
  };

  const settle = async (request: Request): Promise<PersonaAccess | null> => {
    const { caller } = request;
    const explicit = readInstanceId(request);
    if (explicit !== undefined) return instance(request, explicit);
    const { chosen, instance: standard } = await domain.defaultInstance();
    // A key's only persona comes before the installation's default.
    if (caller.instanceIds === null && standard) return grant(request, standard);
    const open = await candidates(caller);
    const [first] = open;
    if (first && open.length === 1) return grant(request, first);
    if (standard && mayTouch(caller, standard)) return grant(request, standard);
    // Before a default is recorded, it is the first persona created; a crash may have come between the two
    // writes.
    if (first && !chosen && caller.instanceIds === null) {
      await domain.suggestDefaultInstance(first.id);
      return grant(request, first);
    }
    if (first)
      throw new AppError(
        'instance_ambiguous',
        'Several personas exist and none is the default: name one with instance_id, or make one the default with PATCH /api/instance/{id} {"default":true}.',
        { param: 'instance_id' },
      );
    return null;
  };

  const createDefault = async (request: Request): Promise<PersonaAccess> => {
    const { caller } = request;
    if (caller.instanceIds !== null)
      throw missing(
        'persona left, and a key that is limited to personas creates none by itself; so there is none',
      );
    const created = await domain.createDefaultInstance(caller.keyId);
    if (!created) return persona(request);
    request.warnings.push(`No persona existed, so "Default persona" was created (${created.id}).`);
    return grant(request, created);
  };

  const of: AccessControl['of'] = (request, collection, id, options) =>
    ofOwner(request, collection, id, readInstanceId(request), options);

  const ofOwner = async (
    request: Request,
    collection: OwnedCollection,
    id: string,
    named: string | undefined,
    options?: { evenDeleted?: boolean },
  ): Promise<Access> => {
    const owner = await documents[collection].locate(id);
    const none = notFoundIn(collection, id);
    if (owner === null || owner === INSTALL || (named !== undefined && named !== owner)) throw none;
    if (owner.startsWith('key_')) {
      if ((owner !== request.caller.keyId || request.caller.isToken) && !isUnlimitedAdmin(request.caller))
        throw none;
      return accessTo(owner, null);
    }
    try {
      return await instance(request, owner, options);
    } catch (error) {
      // The request asked for something in the persona, so the message must be the one for an unknown id.
      throw error instanceof AppError && error.code === 'not_found' ? none : error;
    }
  };

  async function* all(named: PersonaAccess | null, caller: Caller): AsyncGenerator<PersonaAccess> {
    if (named) return yield named;
    if (caller.instanceIds !== null) {
      for (const one of await reached(caller, { limit: 10_000 }))
        if (one.deleted_at === null) yield accessTo(one.id, one);
      return;
    }
    let after: { value: string; id: string } | undefined;
    for (;;) {
      const found = await documents.instances.find(installScope, {
        where: { deleted_at: null },
        after,
        limit: READ_BATCH_SIZE,
      });
      for (const one of found) yield accessTo(one.id, one);
      const last = found.at(-1);
      if (!last) return;
      after = { value: last.id, id: last.id };
    }
  }

  const ownKey: AccessControl['ownKey'] = (request) => accessTo(request.caller.keyId, null);

  const persona: AccessControl['persona'] = async (request) =>
    (await settle(request)) ?? (await createDefault(request));

  return {
    persona,
    personaIfAny: settle,
    instance,
    of,
    ownerOf: async (request, collection, id) => {
      const noted = request.instanceId;
      try {
        return (await ofOwner(request, collection, id, undefined)).scope;
      } finally {
        request.instanceId = noted;
      }
    },
    personaOrKey: async (request) => (await settle(request)) ?? ownKey(request),
    reachable: async ({ caller }, limit, name) => {
      const where = { deleted_at: null, ...(name === undefined ? {} : { name }) };
      if (caller.instanceIds === null)
        return documents.instances.find(installScope, { where, orderBy: 'created_at', limit });
      return (await reached(caller, { limit }))
        .filter((one) => one.deleted_at === null && (name === undefined || one.name === name))
        .sort((a, b) => (a.created_at < b.created_at ? -1 : 1))
        .slice(0, limit);
    },
    everyPersona: async (request) => {
      const named = readInstanceId(request);
      return all(named === undefined ? null : await instance(request, named), request.caller);
    },
    reaches: async (caller, owner) => {
      if (owner.startsWith('key_'))
        return (owner === caller.keyId && !caller.isToken) || isUnlimitedAdmin(caller)
          ? accessTo(owner, null).scope
          : null;
      const found = await documents.instances.get(installScope, owner);
      return found && mayTouch(caller, found) ? accessTo(owner, found).scope : null;
    },
    ownKey,
    signed: async (collection, id) => {
      const owner = await documents[collection].locate(id);
      if (owner === null) return null;
      if (owner.startsWith('key_')) return accessTo(owner, null);
      const persona = await alive(owner);
      return persona && accessTo(owner, persona);
    },
    shown: async (instanceId) => {
      const persona = await alive(instanceId);
      return persona && accessTo(instanceId, persona);
    },
  };
}

/**
 * The only place of the gateway where a scope is made: of a persona that the caller may touch, or of a key
 * for what has no persona.
 */
const accessTo = <I extends Instance | null>(owner: string, instance: I) => ({
  scope: grantScope(owner),
  instance,
});

/**
 * A key without limits may touch every persona; a limited one those it names and those it owns; a token its
 * one.
 */
const mayTouch = (caller: Caller, instance: Instance): boolean =>
  caller.instanceIds === null ||
  caller.instanceIds.includes(instance.id) ||
  (instance.owner_key_id === caller.keyId && !caller.isToken);

export const isUnlimitedAdmin = (caller: Caller): boolean =>
  caller.instanceIds === null && hasScope(caller, 'admin');
