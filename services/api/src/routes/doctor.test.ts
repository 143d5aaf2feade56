import type { DoctorFinding } from '@persona/contracts';
import { expect, onTestFinished, test } from 'vitest';
import { openTestGateway } from '../testing/gateway.ts';

test('keys of the whole install are told what is wrong with it and what to do, and no other is', async () => {
  const gateway = await openTestGateway();
  onTestFinished(() => gateway.close());
  const limited = await gateway.newKey({ instance_ids: [await gateway.newPersona()] });
  const pinned = await gateway.newKey({ user_id: 'ann' });
  const { token: other } = await gateway.newKey({ scopes: ['kb', 'instances', 'audit'] });
  for (const url of ['/api/admin/doctor', '/api/admin/doctor/events']) {
    for (const key of [limited.token, pinned.token, other]) {
      const refused = await gateway.call('GET', url, undefined, { key });
      expect([refused.status, refused.body.error?.code], url).toEqual([403, 'scope_missing']);
    }
    expect((await gateway.call('GET', url, undefined, { key: null })).status).toBe(401);
  }

  const { status, body } = await gateway.call<{ findings: DoctorFinding[]; wrong: number }>(
    'GET',
    '/api/admin/doctor',
  );
  expect(status).toBe(200);
  const found = new Map(body.findings.map((one) => [one.part, one]));
  expect(found.get('documents')).toMatchObject({ state: 'ok', text: expect.stringContaining('1 personas') });
  // No launcher, and no settings that name a Redis.
  expect(found.get('redis')).toMatchObject({ state: 'wrong', text: expect.stringContaining('REDIS_URL') });
  expect(body.wrong).toBe(body.findings.filter(({ state }) => state === 'wrong').length);

  const events = (await gateway.call('GET', '/api/admin/doctor/events')).text;
  const names = Array.from(events.matchAll(/^event: (\w+)$/gm), ([, name]) => name);
  expect([names[0], names.at(-1), names.length]).toEqual(['start', 'done', body.findings.length + 2]);
  expect(events).toContain(`data: ${JSON.stringify(found.get('redis'))}`);
}, 60_000);
