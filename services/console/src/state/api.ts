import { createPersonaClient } from '@persona/client';
import { SESSION_HEADER } from './session-header.ts';

/** Where the gateway is: beside this page, under whatever path. */
export const baseUrl = new URL('.', location.href.split('#', 1)[0]).href.replace(/\/$/, '');

/** The console's client: the session is in a cookie, and the header says that our own page asks. */
export const client = createPersonaClient({ baseUrl, headers: { [SESSION_HEADER]: '1' } });
export const { api } = client;
