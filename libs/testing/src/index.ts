export { ageIndexes } from './age-indexes.ts';
export {
  describeWithBrowser,
  findBrowser,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from './browser.ts';
export { eventually } from './eventually.ts';
export {
  startModelServer,
  type BytesReply,
  type ChatReply,
  type CutReply,
  type FailureReply,
  type JsonReply,
  type ModelRequest,
  type ModelServer,
} from './model-server.ts';
export { mediaRow } from './media-row.ts';
export { keptReply } from './kept-reply.ts';
export { interrupted, Killed, mortal, watch, type Mortal, type Watched } from './mortal.ts';
export { listProcesses } from './processes.ts';
export { newPrefix, startRedis, type RedisServer } from './redis.ts';
export { accepts, freePort, startServerProcess, type ServerProcess } from './server-process.ts';
export { databaseUrl, describeWithServerShape, findServerShape, type ServerShape } from './server-shape.ts';
export {
  describeWithFound,
  describeWithServer,
  findServer,
  isRequired,
  type ServerKind,
  type TestServer,
} from './servers.ts';
export { tempFolder, type TempFolder } from './temp-folder.ts';
export { toneWav } from './tone-wav.ts';
