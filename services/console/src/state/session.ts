import { replyOf } from '@persona/client';
import type { SessionReply } from '@persona/contracts';
import { signal } from '@preact/signals';
import type { Static } from 'typebox';
import { api } from './api.ts';
import { loadPersonas } from './personas.ts';

export type Session = Static<typeof SessionReply>;

/** Undefined until it is known. */
export const session = signal<Session | undefined>(undefined);

export const may = (scope: Session['scopes'][number]): boolean =>
  session.value?.scopes.some((one) => one === scope || one === 'admin') ?? false;

/** Whether it reaches the whole install: all personas, for anybody. */
export const isWhole = (): boolean => session.value?.instance_ids === null && session.value.user_id === null;

export async function loadSession(): Promise<void> {
  await take(await replyOf(api.GET('/api/session')));
}

/** Throws what the gateway answers to a wrong key or an ended link. */
export async function signIn(credential: { key: string } | { code: string }): Promise<void> {
  await take(await replyOf(api.POST('/api/session', { body: credential })));
}

export async function signOut(): Promise<void> {
  await api.DELETE('/api/session');
  session.value = { ...session.value!, signed_in: false };
}

/** The session ended while the page was open: what is shown stays, behind the sign-in. */
export function sessionEnded(): void {
  if (session.value?.signed_in) session.value = { ...session.value, signed_in: false };
}

async function take(now: Session): Promise<void> {
  if (now.signed_in) await loadPersonas();
  session.value = now;
}
