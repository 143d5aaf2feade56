import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataFolder, markdownPages } from '../../bench/collections.ts';
import type { Client } from '../chaos/client.ts';

/** Questions of a reader of Redis' documentation, and the page that answers each; null: no page does. */
const questions: readonly (readonly [question: string, page: string | null])[] = [
  ['How many bits does ACL GENPASS emit by default?', 'commands/acl-genpass.md'],
  ['What are the advantages of RDB persistence?', 'docs/management/persistence.md'],
  ['What happens when BLPOP is called and the list is empty?', 'commands/blpop.md'],
  ['What does the allkeys-lru eviction policy do?', 'docs/reference/eviction/index.md'],
  [
    'On which port does a Redis Cluster node listen for the cluster bus?',
    'docs/management/scaling.md or docs/reference/cluster-spec.md',
  ],
  [
    'On how many instances must a client acquire the lock in the Redlock algorithm?',
    'docs/manual/patterns/distributed-locks.md',
  ],
  ['How large can a single Redis string be?', 'docs/data-types/strings.md'],
  [
    'What standard error does the HyperLogLog implementation provide?',
    'docs/data-types/probabilistic/hyperloglogs.md',
  ],
  ['What does Sentinel do when a master is not working as expected?', 'docs/management/sentinel.md'],
  ['What does GETDEL return?', 'commands/getdel.md'],
  ['How long should I roast a chicken in the oven?', null],
];

interface Reply {
  answer_type: string;
  citations: { quote: string; metadata: { external_id: string } }[];
}

/**
 * Streams the pages, asks, and returns the result of each question and whether it is right: the page cited,
 * each quote verbatim.
 */
export async function askAboutRedis(client: Client): Promise<{ line: string; right: boolean }[]> {
  const pages = markdownPages(path.join(dataFolder, 'pages', 'redis-doc'));
  const contents = new Map(pages.map(({ content, metadata }) => [metadata.external_id, content]));
  // Everything is sent again when a store was too slow to acknowledge a line.
  while ((await client.stream('redis-doc', pages)).size < pages.length) await sleep(1000);
  for (let live = 0; live < pages.length;) {
    const { ending } = await client.insist<{ indexed: number; failed: number }>(
      'GET',
      '/api/kb/streams/redis-doc',
    );
    if (ending.kind !== 'done') throw new Error('The stream is not there.');
    live = ending.body.indexed + ending.body.failed;
    await sleep(200);
  }
  const results: { line: string; right: boolean }[] = [];
  for (const [question, page] of questions) {
    const chat_data = { user_id: 'reader', message: question };
    const { ending } = await client.insist<Reply>('POST', '/api/kb/v2/chat', { chat_data });
    if (ending.kind !== 'done') throw new Error('The persona is not there.');
    const { answer_type, citations } = ending.body;
    const cited = citations.map(({ metadata }) => metadata.external_id);
    const verbatim = citations.every(({ quote, metadata }) =>
      contents.get(metadata.external_id)?.includes(quote),
    );
    const found = page === null ? answer_type === 'no_answer' : cited.some((one) => page.includes(one));
    results.push({ line: `${question} ${answer_type}: ${cited.join(', ')}`, right: found && verbatim });
  }
  return results;
}
