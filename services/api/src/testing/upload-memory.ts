/**
 * A gateway in a process of its own, so that a test can measure how much memory uploads take: prints its
 * address, then its peak memory on request.
 */
import { openTestGateway } from './gateway.ts';

const gateway = await openTestGateway();
const address = await gateway.app.listen({ port: 0, host: '127.0.0.1' });
process.on('message', () => process.send?.(process.resourceUsage().maxRSS * 1024));
process.once('SIGTERM', () => void gateway.close().finally(() => process.exit(0)));
process.send?.({ address, key: gateway.admin });
