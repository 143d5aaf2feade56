import type { PageStatus } from '@persona/contracts';

export const pageStatuses: readonly PageStatus[] = ['queued', 'indexing', 'live', 'failed'];
