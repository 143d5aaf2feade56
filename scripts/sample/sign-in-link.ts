import type { Client } from './client.ts';

/** The address that signs a browser in to the console at `address`, once and within a minute. */
export async function signInLink(client: Client, address: string): Promise<string> {
  const { code } = await client.call<{ code: string }>('POST', '/api/session/links');
  return `${address}/#/sign-in?code=${code}`;
}
