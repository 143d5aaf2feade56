import type { AuditAction, KeyScope } from '@persona/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from './keys/caller.ts';
import type { JsonList } from './edge/json-body.ts';
import type { LoadClass } from './edge/load.ts';

/** Any request or reply, whatever its route's schemas. */
export type Request = Pick<
  FastifyRequest,
  | 'id'
  | 'method'
  | 'headers'
  | 'raw'
  | 'routeOptions'
  | 'caller'
  | 'warnings'
  | 'instanceId'
  | 'bodySha256'
  | 'markLoop'
  | 'protocol'
  | 'host'
> & { query: unknown; params: unknown; body: unknown };
export type Reply = Pick<FastifyReply, 'raw' | 'server' | 'getHeader'> & {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
};

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * Where the request came from. `ip` is nothing any more once its caller has disconnected, and all of them
     * would be the same one.
     */
    address: string;
    /** The caller; set on every route that is not public. */
    caller: Caller;
    /** What was ignored, cleaned or decided for the caller; sent as `warnings` in the reply. */
    warnings: string[];
    /** The persona that the access check found; echoed in the reply. */
    instanceId: string | null;
    /** SHA-256 of the body as it was sent, when the request carries an Idempotency-Key. */
    bodySha256: string | null;
    /** Says that what holds the event loop from now on is this request; at each step of long work. */
    markLoop?: () => void;
    /** Counts bytes of the body that are about to be kept in memory; throws when too many are kept. */
    holdBytes: ((bytes: number) => void) | null;
  }
  interface FastifyContextConfig {
    /**
     * The scopes of which the caller's key must have at least one. Every route declares either this or
     * `public`.
     */
    scope?: KeyScope | readonly KeyScope[];
    /** Open to browser tokens, which open nothing else. */
    token?: boolean;
    /**
     * What it does, for the audit. Every route but a reading one declares this; null: it changes nothing.
     */
    audit?: AuditAction | null;
    /** Served without a key. */
    public?: boolean;
    /** A page for browsers: the key may be the password of HTTP Basic, for which browsers ask. */
    basic?: boolean;
    /** The limit of concurrent requests that it counts against. Default: `read` for GET, else `write`. */
    load?: LoadClass;
    /** The most object keys in a JSON body. */
    jsonKeys?: number;
    /** The list of a JSON body that is read element by element, because it may be long. */
    jsonList?: JsonList;
    /** What to do instead when a body is over `bodyLimit`; the end of the 413 message. */
    oversizeHint?: string;
    /**
     * Set where a repeat is made harmless by other means, so that no reply is kept for an Idempotency-Key.
     */
    ownIdempotency?: boolean;
  }
}
