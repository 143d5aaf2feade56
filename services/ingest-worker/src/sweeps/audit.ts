import { cutAudit } from '@persona/domain';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';
import { before } from './walk.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes the end of the audit that is older than its entries are kept. */
export function createAuditSweep({
  documents,
  auditRetentionDays: days = 0,
}: Pick<Resources, 'documents' | 'auditRetentionDays'>): Sweep {
  return {
    name: 'audit',
    intervalMs: 60 * 60_000,
    run: async () => (days > 0 ? cutAudit(documents, before(days * DAY_MS)) : 0),
  };
}
