import type { FastifyAdapter } from '@bull-board/fastify';
import type { Queue } from 'bullmq';

/**
 * A Fastify plugin that serves a page, and the requests of that page, below the path it was made for. It has
 * no access check of its own.
 */
export type QueueBoard = ReturnType<FastifyAdapter['registerPlugin']>;

/**
 * Opens a read-only page that shows the queues and their jobs, for the path at which browsers find it. Its
 * packages are imported on demand, because workers never need them.
 */
export async function openBoard(queues: readonly Queue[], path: string): Promise<QueueBoard> {
  const [{ createBullBoard }, { BullMQAdapter }, { FastifyAdapter: Adapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/fastify'),
  ]);
  const serverAdapter = new Adapter().setBasePath(path);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false })),
    serverAdapter,
    options: { uiConfig: { boardTitle: 'Persona', hideDocsLink: true } },
  });
  return serverAdapter.registerPlugin();
}
