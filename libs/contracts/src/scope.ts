import { INSTALL } from './entities.ts';

declare const granted: unique symbol;
/**
 * The right to touch what belongs to one persona: its id, as a type that no string is by itself. Every port
 * takes one. What belongs to no persona yet has the scope of the key that sent it; what belongs to none at
 * all has `installScope`.
 */
export type Scope = string & { readonly [granted]: true };

/**
 * The only place where a Scope is made. Callers: the gateway's access check after it has found the persona
 * open to the key, the queue for the persona that a job names, the chat service for the persona that the
 * gateway named, sweeps and the operator's commands for each persona they come to. A route handler asks the
 * access check.
 */
export const grantScope = (instanceId: string): Scope => instanceId as Scope;

/** The scope of personas themselves, keys, idempotency records and settings. */
export const installScope: Scope = grantScope(INSTALL);

declare const kept: unique symbol;
/**
 * The key of one file: `blobKey` makes it from a scope, and whoever may read a document may read the files
 * that it names. Their owner is who they were first put for, also when the document has moved to another
 * persona since.
 */
export type BlobKey = string & { readonly [kept]: true };
