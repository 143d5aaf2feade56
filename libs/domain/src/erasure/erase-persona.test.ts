import { INSTALL, type Instance, installScope, type Scope } from '@persona/contracts';
import { describeWithServer } from '@persona/testing';
import { beforeEach, expect, test } from 'vitest';
import { openDomain } from '../testing/open-domain.ts';

await describeWithServer('redis', 'deleteInstance', (redis) => {
  const { documents, domain, newScope } = openDomain(redis);
  let scope: Scope;
  beforeEach(() => {
    scope = newScope();
  });

  test('a deleted persona is a tombstone without texts and has a purge job', async () => {
    const now = new Date().toISOString();
    const instance: Instance = {
      id: scope,
      instance_id: INSTALL,
      version: 1,
      created_at: now,
      updated_at: now,
      name: 'Ada',
      description: 'secret',
      configuration: { a: 'secret' },
      owner_key_id: 'key_a',
      deleted_at: null,
      purged_at: null,
      purge_job_id: null,
    };
    await documents.instances.insert(installScope, [instance]);
    const first = await domain.deleteInstance(scope, 'key_a');
    expect(first).toEqual({ result: 'deleted', job_id: expect.stringMatching(/^job_/) });
    expect(await domain.deleteInstance(scope, 'key_a')).toEqual({ ...first, result: 'already_deleted' });
    expect(await domain.deleteInstance('ins_none', 'key_a')).toBeNull();
    expect(JSON.stringify(await documents.instances.get(installScope, scope))).not.toMatch(/Ada|secret/);
    expect(await domain.explainJob(scope, first?.job_id ?? '')).toMatchObject({
      state: 'active',
      reason: 'no_worker',
    });
  });
});
