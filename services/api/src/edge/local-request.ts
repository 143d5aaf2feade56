import { isLoopback } from '@persona/config';
import type { FastifyRequest } from 'fastify';

/** What a proxy adds to the requests that it passes on. */
const FORWARDING = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'cf-connecting-ip',
  'true-client-ip',
];

/**
 * Whether a request comes from this machine itself, and not through a proxy that runs here: its connection
 * and its Host are loopback, it names no forwarding, and it is at least HTTP/1.1, which nginx speaks to what
 * is behind it only when it is told to. A Host alone says nothing: a client writes it.
 */
export function isLocalRequest({ raw, headers }: Pick<FastifyRequest, 'raw' | 'headers'>): boolean {
  const peer = raw.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  const host = /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(headers.host ?? '')?.[1] ?? '';
  return (
    isLoopback(peer) &&
    isLoopback(host) &&
    raw.httpVersionMajor * 10 + raw.httpVersionMinor >= 11 &&
    FORWARDING.every((name) => headers[name] === undefined)
  );
}
