import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModelCheck } from '@persona/contracts';
import { expect, onTestFinished, test } from 'vitest';
import { openTestGateway } from '../testing/gateway.ts';

test('the models are tried for keys of the whole install, and for no other', async () => {
  const models: ModelCheck[] = [
    { role: 'chat', model: 'm', server: 'http://models', duration_ms: 3, problem: { text: 'a', todo: 'b' } },
  ];
  const asked: (string | undefined)[] = [];
  const service = createServer((request, response) => {
    asked.push(request.url);
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ models }));
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void service.close());
  const { port } = service.address() as AddressInfo;
  const gateway = await openTestGateway({ chatUrl: `http://127.0.0.1:${port}` });
  onTestFinished(() => gateway.close());
  expect((await gateway.call('GET', '/api/admin/models')).body).toMatchObject({ status: 'success', models });
  const limited = await gateway.newKey({ instance_ids: [await gateway.newPersona()] });
  const pinned = await gateway.newKey({ user_id: 'ann' });
  for (const { token: key } of [limited, pinned]) {
    const refused = await gateway.call('GET', '/api/admin/models', undefined, { key });
    expect([refused.status, refused.body.error?.code]).toEqual([403, 'scope_missing']);
  }
  expect(asked).toEqual(['/internal/model-checks']);
});
