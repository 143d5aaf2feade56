import plugin from 'fastify-plugin';

/** Adds to every successful JSON object the persona that it was about and the warnings. */
export const replyExtras = plugin(
  async (app) => {
    app.addHook('preSerialization', async (request, reply, payload) => {
      if (reply.statusCode >= 400 || typeof payload !== 'object' || payload === null) return payload;
      const body = payload as { instance_id?: unknown; warnings?: string[] };
      const extras: Record<string, unknown> = {};
      if (request.instanceId !== null && body.instance_id === undefined)
        extras['instance_id'] = request.instanceId;
      if (request.warnings.length > 0) extras['warnings'] = [...request.warnings, ...(body.warnings ?? [])];
      return { ...payload, ...extras };
    });
  },
  { name: 'reply-extras', dependencies: ['observe'] },
);
