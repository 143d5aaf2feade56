import type { FastifyReply, FastifyRequest } from 'fastify';

type Asked = Pick<FastifyRequest, 'host' | 'protocol' | 'cookies'>;

/** Browsers share cookies among the ports of a host, on each of which an install may be. */
const nameFor = ({ host }: Pick<Asked, 'host'>): string => {
  const [, port] = /:(\d+)$/.exec(host) ?? [];
  return port === undefined ? 'persona_session' : `persona_session_${port}`;
};

/** No script reads it, and no page of another site makes a browser send it. */
const optionsFor = ({ protocol }: Pick<Asked, 'protocol'>) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: protocol === 'https' }) as const;

export const sessionCookieOf = (request: Asked): string | undefined => request.cookies[nameFor(request)];

export const setSessionCookie = (
  request: Asked,
  reply: FastifyReply,
  { token, expiresAt }: { token: string; expiresAt: string },
): FastifyReply =>
  reply.setCookie(nameFor(request), token, { ...optionsFor(request), expires: new Date(expiresAt) });

export const clearSessionCookie = (request: Asked, reply: FastifyReply): FastifyReply =>
  reply.clearCookie(nameFor(request), optionsFor(request));
