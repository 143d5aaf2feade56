import {
  AppError,
  INSTALL,
  newId,
  grantScope,
  installScope,
  type Instance,
  type Scope,
} from '@persona/contracts';
import type { CollectionName, DocumentStore } from '@persona/documents';
import { readInstanceId } from './ids.ts';
import { hasScope, type Caller } from './keys/caller.ts';
import type { Request } from './types.ts';

/** That a caller may touch a persona, and the scope for it: what the functions below have found, and routes can't make themselves. */
export interface Access {
  readonly scope: Scope;
  /** Null for what belongs to no persona yet: media of a key that no persona was attached to. */
  readonly instance: Instance | null;
}

/** The access of a request that is about a persona for certain. */
export type PersonaAccess = Access & { readonly instance: Instance };

/**
 * The one place where a route gets a scope (contract §4). Personas that don't exist, were deleted or belong to others are all `not_found`.
 * What it finds is noted on the request and echoed in its reply.
 */
export interface AccessControl {
  /** The persona of a write or a chat; creates "Default persona" with a warning when there is none at all. */
  persona(request: Request): Promise<PersonaAccess>;
  /** The persona of a read; null when none exists and none was named: the list is empty. */
  personaIfAny(request: Request): Promise<PersonaAccess | null>;
  /** The persona with this id. */
  instance(request: Request, instanceId: string, options?: { evenDeleted?: boolean }): Promise<PersonaAccess>;
  /**
   * The scope in which a bare id (`td_`, `cht_`, `job_`, `rev_`, `voi_`, …) lives. With `evenDeleted` also that of a deleted persona,
   * for following the job that purges it.
   */
  of(
    request: Request,
    collection: OwnedCollection,
    id: string,
    options?: { evenDeleted?: boolean },
  ): Promise<Access>;
  /** As `of`, the scope alone: neither bound to the persona the request names nor noted on it, for what is about to change its owner. */
  ownerOf(request: Request, collection: OwnedCollection, id: string): Promise<Scope>;
  /** Where media go that were sent before any persona: the persona when the request names one or one is settled, else the key itself. */
  personaOrKey(request: Request): Promise<Access>;
  /** Personas the key reaches, first created first; with `name` only those of that name. */
  reachable(request: Request, limit: number, name?: string): Promise<Instance[]>;
  /** What the calling key sent and no persona was given yet. */
  ownKey(request: Request): Access;
  /** Where a file lives that the caller holds a signed address of: the signature, made by us, is the right to it. Null when it is gone. */
  signed(collection: 'media', id: string): Promise<Access | null>;
  /** The persona of requests that name none; null when there is none or it is not settled. */
  defaultInstanceId(): Promise<string | null>;
  makeDefault(instanceId: string): Promise<void>;
  /** Notes the first persona of the install as its default; later ones change nothing. */
  firstCreated(instanceId: string): Promise<void>;
}

type OwnedCollection = Exclude<CollectionName, 'instances' | 'keys' | 'idempotency' | 'settings'>;

/** Which persona is the default: one setting, so that it moves in one write. */
const DEFAULT_INSTANCE = 'default_instance';

export function createAccessControl(documents: DocumentStore): AccessControl {
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

  /** The personas a request without an id may be about: at most two are looked for, since two are too many. */
  const candidates = async (caller: Caller): Promise<Instance[]> => {
    const query = { orderBy: 'created_at', limit: 2 } as const;
    if (caller.instanceIds === null)
      return documents.instances.find(installScope, { where: { deleted_at: null }, ...query });
    const [named, owned] = await Promise.all([
      documents.instances.getMany(installScope, caller.instanceIds),
      documents.instances.find(installScope, {
        where: { owner_key_id: caller.keyId, deleted_at: null },
        limit: 3,
      }),
    ]);
    const both = new Map([...named, ...owned].map((one) => [one.id, one]));
    return [...both.values()].filter((one) => one.deleted_at === null);
  };

  const settle = async (request: Request): Promise<PersonaAccess | null> => {
    const { caller } = request;
    const explicit = readInstanceId(request);
    if (explicit !== undefined) return instance(request, explicit);
    const setting = await documents.settings.get(installScope, DEFAULT_INSTANCE);
    const standard = setting && (await alive(setting.value));
    // A key's only persona comes before the install's default.
    if (caller.instanceIds === null && standard) return grant(request, standard);
    const open = await candidates(caller);
    const [first] = open;
    if (first && open.length === 1) return grant(request, first);
    if (standard && mayTouch(caller, standard)) return grant(request, standard);
    // Before any default was noted it is the first created; a crash may have come between the two.
    if (first && !setting && caller.instanceIds === null) {
      await firstCreated(first.id);
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

  const firstCreated: AccessControl['firstCreated'] = async (id) => {
    await documents.settings.insert(installScope, [settingRow(DEFAULT_INSTANCE, id)]);
  };

  /** Two first writes at once make one persona: the setting names its id before it exists, and whoever sees the name may create it. */
  const createDefault = async (request: Request): Promise<PersonaAccess> => {
    const { caller } = request;
    if (caller.instanceIds !== null)
      throw missing(
        'persona left, and a key that is limited to personas creates none by itself; so there is none',
      );
    const mine = newId('ins');
    const before = await documents.settings.get(installScope, DEFAULT_INSTANCE);
    let id = mine;
    if (!before) {
      const [taken] = await documents.settings.insert(installScope, [settingRow(DEFAULT_INSTANCE, mine)]);
      if (taken !== 'inserted')
        id = (await documents.settings.get(installScope, DEFAULT_INSTANCE))?.value ?? mine;
    } else if ((await documents.instances.get(installScope, before.value))?.deleted_at) {
      const moved = await documents.settings.update(installScope, DEFAULT_INSTANCE, {
        where: { value: before.value },
        set: { value: mine, updated_at: new Date().toISOString() },
        inc: { version: 1 },
      });
      if (!moved) id = (await documents.settings.get(installScope, DEFAULT_INSTANCE))?.value ?? mine;
    } else id = before.value;
    await documents.instances.insert(installScope, [
      newInstance(id, {
        name: 'Default persona',
        description: '',
        configuration: {},
        owner_key_id: caller.keyId,
      }),
    ]);
    const created = await alive(id);
    if (!created) return persona(request);
    request.warnings.push(`No persona existed, so "Default persona" was created (${id}).`);
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
    const none = new AppError('not_found', `There is no "${id}" that this key can reach.`, { param: 'id' });
    if (owner === null || owner === INSTALL || (named !== undefined && named !== owner)) throw none;
    if (owner.startsWith('key_')) {
      if (owner !== request.caller.keyId && !isUnlimitedAdmin(request.caller)) throw none;
      return accessTo(owner, null);
    }
    try {
      return await instance(request, owner, options);
    } catch (error) {
      // Not the persona was asked for but what lives in it; the message says no more than for an unknown id.
      throw error instanceof AppError && error.code === 'not_found' ? none : error;
    }
  };

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
      const [named, owned] = await Promise.all([
        documents.instances.getMany(installScope, caller.instanceIds),
        documents.instances.find(installScope, { where: { owner_key_id: caller.keyId }, limit }),
      ]);
      return [...new Map([...named, ...owned].map((one) => [one.id, one])).values()]
        .filter((one) => one.deleted_at === null && (name === undefined || one.name === name))
        .sort((a, b) => (a.created_at < b.created_at ? -1 : 1))
        .slice(0, limit);
    },
    ownKey,
    signed: async (collection, id) => {
      const owner = await documents[collection].locate(id);
      if (owner === null) return null;
      if (owner.startsWith('key_')) return accessTo(owner, null);
      const persona = await alive(owner);
      return persona && accessTo(owner, persona);
    },
    defaultInstanceId: async () => {
      const setting = await documents.settings.get(installScope, DEFAULT_INSTANCE);
      if (setting) return (await alive(setting.value))?.id ?? null;
      const [first] = await documents.instances.find(installScope, {
        where: { deleted_at: null },
        orderBy: 'created_at',
        limit: 1,
      });
      return first?.id ?? null;
    },
    makeDefault: async (id) => {
      const [taken] = await documents.settings.insert(installScope, [settingRow(DEFAULT_INSTANCE, id)]);
      if (taken === 'inserted') return;
      await documents.settings.update(installScope, DEFAULT_INSTANCE, {
        set: { value: id, updated_at: new Date().toISOString() },
        inc: { version: 1 },
      });
    },
    firstCreated,
  };
}

/** The one place of the gateway where a scope is made: of a persona that was found open to the caller, or of a key for what has none. */
const accessTo = <I extends Instance | null>(owner: string, instance: I) => ({
  scope: grantScope(owner),
  instance,
});

/** A persona as it begins. */
export function newInstance(
  id: string,
  fields: Pick<Instance, 'name' | 'description' | 'configuration' | 'owner_key_id'>,
): Instance {
  const now = new Date().toISOString();
  return {
    id,
    instance_id: INSTALL,
    version: 1,
    created_at: now,
    updated_at: now,
    deleted_at: null,
    purged_at: null,
    purge_job_id: null,
    ...fields,
  };
}

const settingRow = (id: string, value: string) => {
  const now = new Date().toISOString();
  return { id, instance_id: INSTALL, version: 1, created_at: now, updated_at: now, value };
};

/** A key that is not limited may touch every persona; a limited one those it names and those it owns. */
const mayTouch = (caller: Caller, instance: Instance): boolean =>
  caller.instanceIds === null ||
  caller.instanceIds.includes(instance.id) ||
  instance.owner_key_id === caller.keyId;

const isUnlimitedAdmin = (caller: Caller): boolean =>
  caller.instanceIds === null && hasScope(caller, 'admin');
