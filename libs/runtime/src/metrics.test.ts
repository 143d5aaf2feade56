import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('counts requests by status, and tells how long they took by class of status only', async () => {
  const { observeRequest, registry } = createMetrics('test');
  for (const status of [200, 400, 404, 429]) observeRequest({ method: 'GET', route: '/a', status }, 0.01);
  const text = await registry.metrics();
  const labelled = (name: string) => [
    ...text.matchAll(new RegExp(`^${name}\\{.*status_code="(.*?)".*\\} (\\d+)$`, 'gm')),
  ];
  expect(labelled('http_requests_total').map(([, status, count]) => [status, count])).toEqual([
    ['200', '1'],
    ['400', '1'],
    ['404', '1'],
    ['429', '1'],
  ]);
  expect(labelled('http_request_duration_seconds_count').map(([, status, n]) => [status, n])).toEqual([
    ['2xx', '1'],
    ['4xx', '3'],
  ]);
});
