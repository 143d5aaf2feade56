import { purgeInstance, purgePages } from '@persona/domain';
import type { Handlers } from '@persona/queues';
import { embedInstance } from './embed-instance.ts';
import { indexPages } from './index-pages.ts';
import type { Resources } from './resources.ts';

/** The handler of each job of the ingest queue. */
export const createHandlers = (resources: Resources): Handlers<'ingest'> => ({
  'page.index': (job) => indexPages(resources, job),
  'page.purge': (job) => purgePages(resources, job),
  'instance.embed': (job) => embedInstance(resources, job),
  'instance.purge': (job) => purgeInstance(resources, job),
});
