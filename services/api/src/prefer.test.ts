import { grantScope, installScope } from '@persona/contracts';
import { eventually } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPrefer } from './prefer.ts';
import { openTestGateway, type TestGateway } from './testing/gateway.ts';
import type { Request } from './types.ts';

test('Prefer is read as RFC 7240 writes it', () => {
  const of = (prefer: string) => readPrefer({ headers: { prefer } } as unknown as Request);
  expect(of('respond-async')).toEqual({ respondAsync: true, waitSeconds: null });
  expect(of('Wait=20')).toEqual({ respondAsync: false, waitSeconds: 20 });
  expect(of('respond-async, wait="5"')).toEqual({ respondAsync: true, waitSeconds: 5 });
  expect(of('respond-asynchronously; waiter=3')).toEqual({ respondAsync: false, waitSeconds: null });
  expect(of('wait=999999')).toEqual({ respondAsync: false, waitSeconds: 120 });
});

describe('a request that starts a job', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openTestGateway();
  });
  afterAll(() => gateway.close());
  const remove = async (prefer?: string, after?: (id: string) => Promise<unknown>) => {
    const id = await gateway.newPersona();
    const answer = gateway.call('DELETE', `/api/instance/${id}`, undefined, {
      headers: prefer ? { prefer } : {},
    });
    await after?.(id);
    return answer;
  };

  test('is answered at once with 200, or with 202 and Location', async () => {
    expect((await remove()).status).toBe(200);
    const { status, headers, body } = await remove('respond-async');
    expect(status).toBe(202);
    expect(headers['location']).toBe(`/api/jobs/${body['job_id'] as string}`);
    expect(headers['preference-applied']).toBe('respond-async');
  });

  test('waits for the work, or until the time is up', async () => {
    const late = await remove('wait=0');
    expect([late.status, late.headers['location']]).toEqual([
      202,
      `/api/jobs/${late.body['job_id'] as string}`,
    ]);
    const done = await remove('wait=60', async (id) => {
      const { instances } = gateway.documents;
      await eventually(async () => (await instances.get(installScope, id))?.deleted_at);
      // As the worker reports it at the end of the purge.
      await instances.update(installScope, id, {
        set: { purged_at: new Date().toISOString() },
      });
    });
    expect(done.status).toBe(200);
    const job = await gateway.documents.jobs.get(
      grantScope(done.body['instance_id'] as string),
      done.body['job_id'] as string,
    );
    expect(job?.state).toBe('completed');
  });
});
