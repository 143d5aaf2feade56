import type { FastifyAdapter } from '@bull-board/fastify';
import type { Queue } from 'bullmq';

/** A Fastify plugin that serves a page of its own below the path it was made for, and what the page asks for. It has no guard of its own. */
export type QueueBoard = ReturnType<FastifyAdapter['registerPlugin']>;

/** The page that shows the queues and their jobs, and can change nothing. Loaded when it is wanted: workers never do. */
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
