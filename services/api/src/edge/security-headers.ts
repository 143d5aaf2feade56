import plugin from 'fastify-plugin';

/**
 * For answers that are data: a browser that is made to open one as a page runs nothing of it, and shows it in
 * no frame.
 */
const DATA_CSP = "default-src 'none'; frame-ancestors 'none'";
const YEAR_S = 365 * 24 * 60 * 60;

/** Of every answer, also where no hook has run. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': DATA_CSP,
  // Addresses hold ids of chats and users.
  'referrer-policy': 'no-referrer',
  // Pages of allowed origins read answers by CORS, which this does not concern.
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Sets what browsers must know before anything else of an answer is made, so that a route may replace it: our
 * own pages by a policy that lets them work, files by one that lets other sites show them. HTTPS is asked for
 * only of clients that use it: many installs are plain HTTP in a network of their own.
 */
export const securityHeaders = plugin(
  async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      reply.headers(SECURITY_HEADERS);
      if (request.protocol === 'https') reply.header('strict-transport-security', `max-age=${YEAR_S}`);
    });
  },
  { name: 'security-headers' },
);
