import {
  AppError,
  ChangeEventsQuery,
  changeTypes,
  toAppError,
  type Change,
  type ChangeType,
  type Job,
  type Scope,
} from '@persona/contracts';
import type { App } from '@persona/runtime';
import { scopesOfChanges, tellChanges } from '../change-events.ts';
import { identify } from '../edge/authenticate.ts';
import { hasScope, type Caller } from '../keys/caller.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import { MAX_PENDING_CHANGE_BYTES, sse } from '../sse.ts';
import { scopesOfKinds } from './jobs.ts';

/** What changes, as it changes: one stream of events for everything that a key may see. */
export function eventRoutes(
  app: App,
  { changes, config, documents }: Resources,
  { access, keys }: Kit,
): void {
  app.get(
    '/api/events',
    {
      config: { scope: ['kb', 'review', 'media', 'instances', 'history'], load: 'events' },
      schema: {
        tags: ['Events'],
        summary: 'Follow jobs, pages, reviews, chats and media as server-sent events',
        description:
          '`ready` at the beginning; `change` for each change, with ids and states and no words; `reset` where some may have been missed: then read again what is shown. After a break `Last-Event-ID` goes on behind that event.',
        querystring: ChangeEventsQuery,
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const types = typesOf(request.query.types);
      let { caller } = request;
      if (!types.some((type) => mayKnow(caller, { type })))
        throw new AppError('scope_missing', 'This key lacks the scope that these types of events need.', {
          param: 'types',
        });
      const { instance_id } = request.query;
      const named = instance_id === undefined ? null : (await access.instance(request, instance_id)).scope;
      const reached = new Map<string, Scope | null>();
      /** Whether the persona is open to the key, and of chats the one that has changed. */
      const reaches = async ({ instance_id: owner, type, id }: Change): Promise<boolean> => {
        const scope = reached.get(owner) ?? (await access.reaches(caller, owner));
        reached.set(owner, scope);
        if (scope === null) return false;
        if (caller.userId === null || type !== 'chat') return true;
        const chat = id === null ? null : await documents.chats.get(scope, id);
        return chat?.user_id === caller.userId;
      };
      const last = request.headers['last-event-id'];
      return sse(
        reply,
        (send, signal) =>
          tellChanges(
            changes,
            {
              lastEventId: typeof last === 'string' && last !== '' ? last : undefined,
              maySee: async (change) =>
                types.includes(change.type) &&
                (named === null || change.instance_id === named) &&
                mayKnow(caller, change) &&
                (await reaches(change)),
              check: async () => {
                reached.clear();
                try {
                  caller = await identify(request, { config, keys });
                } catch (error) {
                  // A store that does not answer now says nothing of the key.
                  if (toAppError(error).code !== 'not_ready') throw error;
                }
              },
            },
            send,
            signal,
          ),
        (error) => {
          const { code, message } = toAppError(error);
          return { event: 'error', data: { code, message } };
        },
        MAX_PENDING_CHANGE_BYTES,
      );
    },
  );
}

function typesOf(text: string | undefined): readonly ChangeType[] {
  if (text === undefined) return changeTypes;
  const names = text.split(',').map((name) => name.trim());
  const known = changeTypes.filter((type) => names.includes(type));
  if (known.length === new Set(names).size) return known;
  throw new AppError('validation_error', `types is a list of ${changeTypes.join(', ')}, with commas.`, {
    param: 'types',
  });
}

/** Whether the key's scopes open what has changed. */
function mayKnow(caller: Caller, { type, kind }: Pick<Change, 'type' | 'kind'>): boolean {
  const scopes =
    type !== 'job'
      ? scopesOfChanges[type]
      : kind === undefined
        ? Object.values(scopesOfKinds).flat()
        : (scopesOfKinds[kind as Job['kind']] ?? []);
  return scopes.some((scope) => hasScope(caller, scope));
}
