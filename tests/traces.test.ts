// One trace follows a request through the queue into the worker, and through the gateway into the chat
// service and the model.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { eventually, startModelServer, type ModelServer } from '@persona/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInstall, type Install } from './install.ts';

interface Span {
  service: string;
  traceId: string;
  name: string;
  attributes: { key: string; value: unknown }[];
}
interface Export {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: Omit<Span, 'service'>[] }[];
  }[];
}

const spans: Span[] = [];
let collector: Server;
let model: ModelServer;
let install: Install;
beforeAll(async () => {
  const note = async (request: IncomingMessage): Promise<void> => {
    for (const { resource, scopeSpans } of ((await json(request)) as Export).resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      for (const one of scopeSpans) spans.push(...one.spans.map((span) => ({ ...span, service })));
    }
  };
  collector = createServer((request, response) => {
    void note(request).finally(() => response.end('{}'));
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  model = await startModelServer();
  install = await startInstall({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    OPENAI_BASE_URL: model.url,
    OPENAI_API_KEY: 'any',
    CHAT_MODEL: 'scripted',
  });
}, 120_000);
afterAll(async () => {
  await install.stop();
  await model.close();
  collector.close();
}, 60_000);

/** The services in the trace to which a span of the gateway for this route belongs. */
const through = (route: string): Set<string> => {
  const entry = spans.find(
    ({ service, attributes }) =>
      service === 'persona-api' &&
      attributes.some(({ key, value }) => key === 'http.route' && JSON.stringify(value).includes(route)),
  );
  return new Set(spans.filter(({ traceId }) => traceId === entry?.traceId).map(({ service }) => service));
};

test('a request is followed into the worker, the chat service and the model', async () => {
  await install.call('POST', '/api/instance', {
    instance_data: { name: 'Ada', description: 'A lighthouse keeper', configuration: {} },
  });
  const pages = [{ title: 'The lamp', content: 'The lamp burns whale oil, a secret of the keepers.' }];
  await install.call('POST', '/api/kb/store-pages', { pages }, { prefer: 'wait=30' });
  await install.call('POST', '/api/kb/v2/chat', {
    chat_data: { user_id: 'ann', message: 'What does the lamp burn?' },
  });

  await eventually(() => through('/api/kb/store-pages').has('persona-ingest-worker'), { timeoutMs: 120_000 });
  await eventually(() => through('/api/kb/v2/chat').has('persona-chat'), { timeoutMs: 120_000 });
  const toModel = () =>
    spans.some(
      ({ service, attributes }) =>
        service === 'persona-chat' && JSON.stringify(attributes).includes('/chat/completions'),
    );
  await eventually(toModel, { timeoutMs: 120_000 });

  const told = JSON.stringify(spans);
  for (const unsaid of ['whale oil', 'the lamp burn', install.key, 'pulse', 'getNextJob', '/readyz'])
    expect(told).not.toContain(unsaid);
}, 120_000);
