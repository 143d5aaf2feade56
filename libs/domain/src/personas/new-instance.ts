import { INSTALL, type Instance } from '@persona/contracts';

/** A persona's first row. */
export function newInstance(
  fields: Pick<Instance, 'id' | 'name' | 'description' | 'configuration' | 'owner_key_id'>,
): Instance {
  const now = new Date().toISOString();
  return {
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
