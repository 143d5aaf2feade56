import { INSTALL } from '@persona/contracts';
import type { Scope } from './document-store.ts';

/**
 * The only place where a Scope is made. Callers: the gateway's access check after it has found the persona
 * open to the key, handlers for the persona that their job names, the chat service for the persona that the
 * gateway named, and the sweeper. A route handler that needs a scope asks the access check.
 */
export const grantScope = (instanceId: string): Scope => instanceId as Scope;

/** The scope of personas themselves, keys, idempotency records and settings. */
export const installScope: Scope = grantScope(INSTALL);
