import { createInterface } from 'node:readline';
import { grantScope } from '@persona/contracts';
import { encodePage } from '../encode/encode-page.ts';
import { createSqliteSearchIndex } from '../sqlite/sqlite-search-index.ts';

/**
 * A process that writes pages until it is killed and prints which are written: `node test-writer.ts folder
 * instance name`.
 */
const [folder = '', id = '', name = ''] = process.argv.slice(2);
const instance = grantScope(id);
const index = createSqliteSearchIndex({ folder });
const content = (n: number): string => `# One\n\nPlover ${n} first.\n\n# Two\n\nPlover ${n} second.`;

if (name === 'holder') {
  // Holds the file open and answers queries from standard input.
  for await (const query of createInterface({ input: process.stdin })) {
    const hits = await index.search(instance, { query, limit: 1_000 });
    process.stdout.write(`${hits.length}\n`);
  }
  await index.close();
} else
  for (let n = 0; ; n++) {
    const pages = [1, 2, 3].map((i) =>
      encodePage({ page_id: `td_${name}_${n}_${i}`, version: 1, title: '', content: content(n) }),
    );
    await index.put(instance, pages);
    process.stdout.write(`${n}\n`);
  }
