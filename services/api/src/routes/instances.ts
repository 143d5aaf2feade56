import {
  AppError,
  CreateInstanceBody,
  CreateInstanceForOwnerBody,
  CreateInstanceReply,
  DeleteInstanceBody,
  DeleteInstanceReply,
  InstanceReply,
  ListInstancesQuery,
  ListInstancesReply,
  MAX_CONFIGURATION_BYTES,
  UpdateInstanceBody,
  UpdateInstanceReply,
  IdParams,
  isId,
  type Instance,
  type InstanceView,
  installScope,
} from '@persona/contracts';
import type { VoiceGrant } from '@persona/domain';
import { Type } from 'typebox';
import { isWithin } from '../keys/caller.ts';
import { isWidgetKey } from '../keys/key-store.ts';
import { readId, readInstanceId, readOptionalId } from '../ids.ts';
import { onceId } from '../edge/idempotency.ts';
import type { Kit } from '../kit.ts';
import { emptyList, listPage } from '../paging.ts';
import { preferJob } from '../prefer.ts';
import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';
import type { Request } from '../types.ts';

const IdQuery = Type.Object({ id: Type.Optional(Type.String()), instance_id: Type.Optional(Type.String()) });

/** A hundred years. */
const MAX_RETENTION_DAYS = 36_500;

/** Personas: create, list, read, change, delete. */
export function instanceRoutes(app: App, resources: Resources, { access }: Kit): void {
  const { documents, domain } = resources;
  const tags = ['Personas'];
  const config = { scope: 'instances' } as const;
  const updateConfig = { ...config, audit: 'persona.update' } as const;
  const removeConfig = { ...config, audit: 'persona.delete' } as const;

  /**
   * The voice that a configuration names, if the key can reach it. A value that is no `voi_` id is the
   * caller's own setting and stays as it is.
   */
  const voiceOf = async (
    request: Request,
    configuration: Record<string, unknown>,
  ): Promise<VoiceGrant | null> => {
    const id = configuration['voice_id'];
    if (typeof id !== 'string' || !isId('voi', id)) return null;
    return { id, owner: await access.ownerOf(request, 'media', id) };
  };

  const create = async (
    request: Request,
    data: { name: string; description: string; configuration: Record<string, unknown> },
    owner: string,
  ) => {
    checkConfiguration(data.configuration);
    const id = onceId(request, 'ins');
    const { warnings } = await domain.createInstance({
      id,
      name: data.name,
      description: data.description,
      configuration: data.configuration,
      owner_key_id: owner,
      voice: await voiceOf(request, data.configuration),
    });
    request.warnings.push(...warnings);
    request.instanceId = id;
    return {
      status: 'success' as const,
      message: 'Instance created successfully',
      instance_id: id,
    };
  };

  app.post(
    '/api/instance',
    {
      config: { ...config, audit: 'persona.create' },
      schema: {
        tags,
        summary: 'Create a persona, owned by the calling key',
        body: CreateInstanceBody,
        response: { 200: CreateInstanceReply },
      },
    },
    (request) => create(request, request.body.instance_data, request.caller.keyId),
  );

  app.post(
    '/api/admin/instance',
    {
      config: { ...config, audit: 'persona.create' },
      schema: {
        tags,
        summary: 'Create a persona for any owner',
        body: CreateInstanceForOwnerBody,
        response: { 200: CreateInstanceReply },
      },
    },
    async (request) => {
      const { owner_key_id: owner = request.caller.keyId, ...data } = request.body.instance_data;
      const key = owner === request.caller.keyId ? null : await documents.keys.get(installScope, owner);
      if (owner !== request.caller.keyId && !(key && !isWidgetKey(key) && isWithin(request.caller, key)))
        throw new AppError('not_found', `There is no key "${owner}" that this key can reach.`, {
          param: 'instance_data.owner_key_id',
        });
      return create(request, data, owner);
    },
  );

  const views = async (instances: readonly Instance[]): Promise<InstanceView[]> => {
    const standard = await domain.defaultInstanceId();
    return instances.map((instance) => viewOf(instance, standard));
  };
  const one = async (request: Request, id: string) => {
    const { instance } = await access.instance(request, id);
    const [view] = await views([instance]);
    return view!;
  };

  app.get(
    '/api/instance',
    {
      config,
      schema: {
        tags,
        summary: 'List personas, or read one by ?id=',
        querystring: ListInstancesQuery,
        response: { 200: ListInstancesReply },
      },
    },
    async (request) => {
      const id = readOptionalId(request, ['instance_id', 'id']);
      if (id !== undefined) {
        const instance = await one(request, id);
        return {
          status: 'success' as const,
          instances: [instance],
          has_more: false,
          next_cursor: null,
          instance,
        };
      }
      const { rows, ...paging } = await listInstances(request);
      return { status: 'success' as const, instances: await views(rows), ...paging };
    },
  );

  /** All personas for a key without limits; a limited key has few, which are listed at once. */
  const listInstances = async (request: Request & { query: { limit?: number; cursor?: string } }) => {
    const { caller } = request;
    if (caller.instanceIds === null)
      return listPage(
        'instances',
        documents.instances,
        installScope,
        { where: { deleted_at: null }, orderBy: 'created_at' },
        request.query,
      );
    const [named, owned] = await Promise.all([
      documents.instances.getMany(installScope, caller.instanceIds),
      documents.instances.find(installScope, { where: { owner_key_id: caller.keyId }, limit: 1000 }),
    ]);
    const rows = [...new Map([...named, ...owned].map((row) => [row.id, row])).values()]
      .filter((row) => row.deleted_at === null)
      .sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
    return { ...emptyList, rows };
  };

  app.get(
    '/api/instance/:id',
    {
      config,
      schema: { tags, summary: 'Read a persona', params: IdParams, response: { 200: InstanceReply } },
    },
    async (request) => ({ status: 'success' as const, instance: await one(request, request.params.id) }),
  );

  const update = async (request: Request & { body: UpdateInstanceBody }) => {
    const { body } = request;
    const id = idOf(request);
    const { instance } = await access.instance(request, id);
    if (body.default && request.caller.instanceIds !== null)
      throw new AppError(
        'scope_missing',
        'A key that is limited to personas cannot choose the default of the install.',
        { param: 'default' },
      );
    const given = {
      name: body.instance_data?.name ?? body.name,
      description: body.instance_data?.description ?? body.description,
      configuration: body.instance_data?.configuration ?? body.configuration,
    };
    const set = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<Pick<Instance, 'name' | 'description' | 'configuration'>>;
    if (set.configuration) checkConfiguration(set.configuration);
    if (Object.keys(set).length === 0 && !body.default)
      throw new AppError(
        'validation_error',
        'Nothing to change: send name, description, configuration or "default": true.',
      );
    if (body.version !== undefined && body.version !== instance.version) throw stale(instance);
    let changed: Instance = instance;
    if (Object.keys(set).length > 0) {
      const written = await domain.updateInstance(id, {
        set,
        version: body.version,
        voice: await voiceOf(request, set.configuration ?? instance.configuration),
      });
      if (!written) throw stale((await access.instance(request, id)).instance);
      changed = written.instance;
      request.warnings.push(...written.warnings);
    }
    if (body.default) await domain.setDefaultInstance(id);
    const [view] = await views([changed]);
    return { status: 'success' as const, message: 'Instance updated successfully', instance: view! };
  };
  const updateSchema = {
    tags,
    summary: 'Change a persona, or make it the default',
    body: UpdateInstanceBody,
    response: { 200: UpdateInstanceReply },
  };
  app.patch(
    '/api/instance',
    { config: updateConfig, schema: { ...updateSchema, querystring: IdQuery } },
    (request) => update(request),
  );
  app.patch(
    '/api/instance/:id',
    { config: updateConfig, schema: { ...updateSchema, params: IdParams } },
    (request) => update(request),
  );

  const remove = async (request: Request, reply: Parameters<typeof preferJob>[2]) => {
    const id = idOf(request);
    await access.instance(request, id, { evenDeleted: true });
    const result = await domain.deleteInstance(id, request.caller.keyId);
    if (!result) throw new AppError('not_found', `There is no persona "${id}" that this key can reach.`);
    const scope = await access.instance(request, id, { evenDeleted: true });
    await preferJob(resources, request, reply, scope, result.job_id);
    return {
      status: 'success' as const,
      message: 'Instance deleted successfully',
      job_id: result.job_id,
      ...(result.result === 'already_deleted' ? { already_deleted: true } : {}),
    };
  };
  const removeSchema = {
    tags,
    summary: 'Delete a persona and everything of it',
    body: DeleteInstanceBody,
    response: { 200: DeleteInstanceReply, 202: DeleteInstanceReply },
  };
  app.delete(
    '/api/instance',
    { config: removeConfig, schema: { ...removeSchema, querystring: IdQuery } },
    remove,
  );
  app.delete(
    '/api/instance/:id',
    { config: removeConfig, schema: { ...removeSchema, params: IdParams } },
    remove,
  );
}

/** The persona that a change concerns: it must be named, the default does not count. */
function idOf(request: Request): string {
  const named = readOptionalId(request, ['instance_id', 'id']);
  const header = readInstanceId(request);
  if (named !== undefined && header !== undefined && named !== header)
    throw new AppError('id_conflict', 'The request names two different values of instance_id; send one.', {
      param: 'instance_id',
    });
  return named ?? header ?? readId(request, 'instance_id', ['instance_id', 'id']);
}

const stale = (instance: Instance): AppError =>
  new AppError(
    'version_conflict',
    `The persona is at version ${instance.version} by now; read it again, then change it.`,
    { param: 'version', extra: { current_version: instance.version } },
  );

function checkConfiguration(configuration: Record<string, unknown>): void {
  const bytes = Buffer.byteLength(JSON.stringify(configuration));
  if (bytes > MAX_CONFIGURATION_BYTES)
    throw new AppError(
      'validation_error',
      `instance_data.configuration has ${bytes} bytes; at most ${MAX_CONFIGURATION_BYTES} are kept`,
      { param: 'instance_data.configuration' },
    );
  const { retention_days: days, public_page: isPublic, speech_voice: voice } = configuration;
  if (
    voice !== undefined &&
    voice !== null &&
    !(typeof voice === 'string' && /^[^\p{Cc}]{1,256}$/u.test(voice))
  )
    throw new AppError(
      'validation_error',
      'instance_data.configuration.speech_voice must be the name that the speech model has for the voice of the persona, up to 256 characters, or null',
      { param: 'instance_data.configuration.speech_voice' },
    );
  if (typeof isPublic !== 'boolean' && isPublic !== undefined && isPublic !== null)
    throw new AppError(
      'validation_error',
      'instance_data.configuration.public_page must be true (anybody may talk to the persona at /p/{instance_id}), false or null',
      { param: 'instance_data.configuration.public_page' },
    );
  if (days === undefined || days === null) return;
  if (typeof days !== 'number' || !Number.isInteger(days) || days < 1 || days > MAX_RETENTION_DAYS)
    throw new AppError(
      'validation_error',
      `instance_data.configuration.retention_days must be a whole number of days from 1 to ${MAX_RETENTION_DAYS}, or null`,
      { param: 'instance_data.configuration.retention_days' },
    );
}

const viewOf = (instance: Instance, standard: string | null): InstanceView => {
  const voice = instance.configuration['voice_id'];
  return {
    instance_id: instance.id,
    name: instance.name,
    description: instance.description,
    configuration: instance.configuration,
    default: instance.id === standard,
    owner_key_id: instance.owner_key_id,
    voice_id: typeof voice === 'string' ? voice : null,
    version: instance.version,
    created_at: instance.created_at,
    updated_at: instance.updated_at,
  };
};
