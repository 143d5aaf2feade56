// Keys, each with what lies behind a wall for it.
import { installScope, scopes } from '@persona/contracts';
import { createKeyStore, type TestGateway } from '../../services/api/src/testing/gateway.ts';
import { SITE, type Estate, type Handle } from './furnish.ts';

export interface Attacker {
  readonly name: string;
  readonly token: string | null;
  /** Its own key's id, where it has one. */
  readonly keyId: string;
  /** Opens nothing. */
  readonly isDead: boolean;
  /** Open to every route, so that only the wall itself can refuse it. */
  readonly isStrong: boolean;
  /** What it asks for and must not reach. */
  readonly foreign: readonly Handle[];
  /** What no reply to it may hold, unless it was sent. */
  readonly forbidden: readonly string[];
}

const CHAT_KINDS = new Set(['chat', 'user', 'message', 'message row']);

/** Every kind of key, over what is its own; `other` is somebody else's. */
export async function makeAttackers(gateway: TestGateway, own: Estate, other: Estate): Promise<Attacker[]> {
  const values = (handles: readonly Handle[]): string[] => handles.map(({ value }) => value);
  const everything = [...other.handles, ...other.neighbours];
  const beyondPersona = {
    foreign: everything,
    forbidden: [other.canary, other.userCanary, other.neighbourCanary, ...values(everything)],
  };
  const beyondUser = {
    foreign: [...everything, ...own.neighbours],
    forbidden: [...beyondPersona.forbidden, own.neighbourCanary, ...values(own.neighbours)],
  };
  const chats = [...everything.filter(({ kind }) => CHAT_KINDS.has(kind)), ...own.neighbours];
  const chatsAlone = {
    foreign: chats,
    // It reads the personas of all others, in which attackers before it may have stored what they sent.
    forbidden: [other.userCanary, other.neighbourCanary, own.neighbourCanary],
  };

  const make = async (
    name: string,
    fields: Parameters<TestGateway['newKey']>[0],
    reach: Pick<Attacker, 'foreign' | 'forbidden'>,
    isDead = false,
  ): Promise<Attacker> => {
    const { key, token } = await gateway.newKey({ scopes: ['admin'], name, ...fields });
    const isStrong = !isDead && key.scopes.includes('admin');
    return { name, token, keyId: key.id, isDead, isStrong, ...reach };
  };
  const limited = { instance_ids: [own.persona] };
  const pinned = { user_id: own.user };
  const past = new Date(Date.now() - 60_000).toISOString();
  const revoked = await make('revoked', limited, beyondPersona, true);
  await gateway.documents.keys.update(installScope, revoked.keyId, { set: { revoked_at: past } });
  const nobody = { keyId: own.keyId, isDead: true, isStrong: false, ...beyondPersona };

  return [
    ...(await tokensOf(gateway, own, beyondUser)),
    await make('limited', limited, beyondPersona),
    ...(await Promise.all(
      scopes.map((scope) => make(`limited ${scope}`, { ...limited, scopes: [scope] }, beyondPersona)),
    )),
    await make('pinned', { ...limited, ...pinned }, beyondUser),
    await make('pinned chat', { ...limited, ...pinned, scopes: ['chat'] }, beyondUser),
    await make('pinned history', { ...limited, ...pinned, scopes: ['history'] }, beyondUser),
    await make('pinned anywhere', { ...pinned, scopes: ['chat', 'history'] }, chatsAlone),
    await make('expired', { ...limited, expires_at: past }, beyondPersona, true),
    revoked,
    { name: 'guessed', token: `psk_${other.keyId.slice('key_'.length)}_${'0'.repeat(64)}`, ...nobody },
    { name: 'none', token: null, ...nobody },
  ];
}

/** Browser tokens: of the estate's user, of a visitor who has said nothing yet, and such as have ended. */
async function tokensOf(
  gateway: TestGateway,
  own: Estate,
  beyondUser: Pick<Attacker, 'foreign' | 'forbidden'>,
): Promise<Attacker[]> {
  const usersOwn = own.handles.filter(({ kind }) => CHAT_KINDS.has(kind));
  const beyondVisitor = {
    foreign: [...beyondUser.foreign, ...usersOwn],
    forbidden: [...beyondUser.forbidden, own.userCanary, ...usersOwn.map(({ value }) => value)],
  };
  const { tokens, ...keys } = createKeyStore(gateway.documents, () => undefined);
  const past = new Date(Date.now() - 60_000).toISOString();
  const subject = { keyId: own.widgetKey, instanceId: own.persona, userId: own.user };
  const sign = async (fields: Partial<typeof subject>, endsAt: string | null = null): Promise<string> =>
    (await tokens.sign({ ...subject, ...fields }, { isRefreshable: true, endsAt })).token;
  const gone = await keys.createWidgetKey({
    name: 'gone',
    scopes: ['chat'],
    instance_ids: [own.persona],
    user_id: null,
    expires_at: null,
    origins: [SITE],
  });
  await keys.revoke(gone);
  const token = { keyId: own.keyId, isStrong: false };
  return [
    {
      name: 'browser token',
      token: await sign({}),
      isDead: false,
      ...token,
      ...beyondUser,
    },
    {
      name: 'anonymous browser token',
      token: await sign({ userId: 'anon_0' }),
      isDead: false,
      ...token,
      ...beyondVisitor,
    },
    { name: 'ended browser token', token: await sign({}, past), isDead: true, ...token, ...beyondUser },
    {
      name: 'browser token of a revoked key',
      token: await sign({ keyId: gone.id }),
      isDead: true,
      ...token,
      ...beyondUser,
    },
  ];
}
