import { addExamples } from './examples.ts';
import { nameSchemas } from './named-schemas.ts';
import type { Document, Operation } from './document.ts';

const HEADERS = {
  RequestId: {
    description: 'The id of the request, as it was sent or made.',
    schema: { type: 'string' },
  },
  RetryAfter: {
    description: 'Seconds after which the same request may succeed.',
    schema: { type: 'integer', minimum: 0 },
  },
  Location: { description: 'Where the job is followed.', schema: { type: 'string' } },
  RateLimitRemaining: {
    description: 'How many requests the key has left; only where a rate is set.',
    schema: { type: 'integer' },
  },
};
const PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Sent again within 24 hours with the same body, the request gets the same reply.',
    schema: { type: 'string', minLength: 1, maxLength: 256 },
  },
  Prefer: {
    name: 'Prefer',
    in: 'header',
    description: '`respond-async`: 202 at once. `wait=20`: a reply when the work is done, or 202 after 20 s.',
    schema: { type: 'string' },
  },
  LastEventId: {
    name: 'Last-Event-ID',
    in: 'header',
    description: 'The events after this one are sent.',
    schema: { type: 'string' },
  },
};
const EVENTS = 'text/event-stream';

const saidOf: Record<string, { description: string }> = {
  [EVENTS]: { description: 'Server-sent events; the description of the operation lists them.' },
};

const header = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` });
const parameter = (name: keyof typeof PARAMETERS) => ({ $ref: `#/components/parameters/${name}` });

/**
 * What the schemas of the routes do not say: names of schemas, examples, headers, and which replies are
 * streams. `withOptionalBody` are the operations that do without their body.
 */
export function completeDocument(document: Document, withOptionalBody: ReadonlySet<string>): Document {
  for (const [path, operations] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(operations)) {
      completeReplies(operation);
      addParameters(operation, method);
      if (operation.requestBody && withOptionalBody.has(`${method.toUpperCase()} ${path}`))
        operation.requestBody.required = false;
    }
  addExamples(document);
  nameSchemas(document);
  document.components.headers = HEADERS;
  document.components.parameters = PARAMETERS;
  return document;
}

function completeReplies({ responses }: Operation): void {
  for (const [status, response] of Object.entries(responses)) {
    const { content } = response;
    const isError = Number(status) >= 400;
    // Errors are JSON, also where a success is a stream or a file.
    const [first] = Object.values(content ?? {});
    if (isError && first) response.content = { 'application/json': first };
    else
      for (const type of Object.keys(content ?? {}))
        if (content && type !== 'application/json')
          content[type] = { schema: { type: 'string', ...saidOf[type] } };
    response.headers = {
      'X-Request-Id': header('RequestId'),
      ...(status === '429' || status === '503' ? { 'Retry-After': header('RetryAfter') } : {}),
      ...(status === '202' ? { Location: header('Location') } : {}),
      ...(isError ? {} : { 'RateLimit-Remaining': header('RateLimitRemaining') }),
    };
  }
}

function addParameters(operation: Operation, method: string): void {
  const isStream = Object.values(operation.responses).some(({ content }) => content?.[EVENTS]);
  const more = [
    ...(method === 'post' ? [parameter('IdempotencyKey')] : []),
    ...(operation.responses['202'] ? [parameter('Prefer')] : []),
    ...(isStream ? [parameter('LastEventId')] : []),
  ];
  if (more.length > 0) operation.parameters = [...(operation.parameters ?? []), ...more];
}
