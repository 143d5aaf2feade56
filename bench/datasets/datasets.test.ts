import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { tempFolder } from '@persona/testing';
import { describe, expect, test } from 'vitest';
import { datasetOfCranfield } from './cranfield.ts';
import { checksumOf, filesOf } from './dataset.ts';
import { getData } from './get-data.ts';
import { datasetOfRedisDocs } from './redis-docs.ts';
import type { Source } from './sources.ts';
import { datasetOfSquad } from './squad.ts';

const squad = {
  version: 'v2.0',
  data: [
    {
      title: 'Skerrow_Head',
      paragraphs: [
        {
          context: 'The light was built in 1871. ',
          qas: [
            {
              id: 'a1',
              question: 'When was it built?',
              is_impossible: false,
              answers: [
                { text: 'in 1871', answer_start: 20 },
                { text: '1871', answer_start: 23 },
                { text: '1871', answer_start: 23 },
              ],
            },
            { id: 'a2', question: 'Who built it?', is_impossible: true, answers: [] },
          ],
        },
        { context: 'Nobody asks about the hens.', qas: [] },
        {
          context: 'The light was built in 1871. ',
          qas: [{ id: 'a3', question: 'What was built?', answers: [{ text: 'The light', answer_start: 0 }] }],
        },
      ],
    },
  ],
};
const ofSquad = {
  pages: [
    { id: 'p0', title: 'Skerrow Head', text: 'The light was built in 1871. ' },
    { id: 'p1', title: 'Skerrow Head', text: 'Nobody asks about the hens.' },
  ],
  queries: [
    { id: 'a1', text: 'When was it built?', answers: ['1871', 'in 1871'] },
    { id: 'a3', text: 'What was built?', answers: ['The light'] },
  ],
  judgements: [
    ['a1', 'p0'],
    ['a3', 'p0'],
  ],
};

describe('converters', () => {
  test('SQuAD: distinct paragraphs, answerable questions, distinct answers in order', () => {
    expect(datasetOfSquad(squad)).toEqual(ofSquad);
  });

  test('Cranfield: titles cut off the texts, queries numbered by their place, no page of no interest', () => {
    const documents = `.I 1
.T
flow past a
flat plate .
.A
ting-yili
.B
troy, n.y.
.W
flow past a
flat plate .
  the flow is studied at
.W
low speed .
.I 2
.T
.A
.B
.W
an abstract without a title .
`;
    const queries = '.I 001\n.W\nwhat flows\npast a plate .\n.I 004\n.W\nwhat has no title .\n';
    const expected = {
      pages: [
        { id: '1', title: 'flow past a flat plate .', text: 'the flow is studied at .W low speed .' },
        { id: '2', title: '', text: 'an abstract without a title .' },
      ],
      queries: [
        { id: '1', text: 'what flows past a plate .' },
        { id: '2', text: 'what has no title .' },
      ],
      judgements: [
        ['1', '1'],
        ['2', '2'],
      ],
    };
    const judgements = '1 1 2 \n1 2 -1\n2 2 4\n';
    expect(datasetOfCranfield({ documents, queries, judgements })).toEqual(expected);
    const withReturns = documents.replaceAll('\n', '\r\n');
    expect(datasetOfCranfield({ documents: withReturns, queries, judgements })).toEqual(expected);
  });

  test('Redis: titles from front matter or the command, and no summary that stands in its page', () => {
    const files = new Map([
      ['docs/lists.md', '---\r\ntitle: "Redis lists"\r\nweight: 1\r\n---\r\n\r\nLists are linked.\r\n'],
      ['commands/acl-cat.md', 'Shows the categories.\n'],
      ['commands/swapdb.md', 'This command swaps two Redis databases, so that clients see the other.\n'],
      ['docs/bare.md', 'title: not in front matter\n'],
    ]);
    const commands = {
      SWAPDB: { summary: 'Swaps two Redis databases.' },
      'ACL CAT': { summary: 'Lists the ACL categories.' },
      GONE: { summary: 'Has no page.' },
    };
    const { pages, queries, judgements } = datasetOfRedisDocs(files, commands);
    expect(pages.map(({ id, title }) => [id, title])).toEqual([
      ['commands/acl-cat.md', 'ACL CAT'],
      ['commands/swapdb.md', 'SWAPDB'],
      ['docs/bare.md', ''],
      ['docs/lists.md', 'Redis lists'],
    ]);
    expect(pages[3]?.text).not.toContain('\r');
    expect(queries).toEqual([{ id: 'ACL-CAT', text: 'Lists the ACL categories.' }]);
    expect(judgements).toEqual([['ACL-CAT', 'commands/acl-cat.md']]);
  });
});

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A server that has one download, and a source that takes it from there. */
async function serve(file: string, bytes: Buffer, source: Pick<Source, 'convert' | 'checksum' | 'pages'>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${file}`;
  const close = () => new Promise((resolve) => server.close(resolve));
  const description = 'a sample';
  const served: Source = {
    ...source,
    url,
    file,
    collection: 'sample',
    description,
    licence: 'none',
    sha256: sha256Of(bytes),
  };
  return { source: served, asked, close };
}

describe('getData', () => {
  const convert: Source['convert'] = (files) =>
    datasetOfSquad(JSON.parse(files.values().next().value?.toString() ?? '') as typeof squad);
  const checksum = checksumOf(datasetOfSquad(squad));

  test('downloads once, checks, converts and writes', async () => {
    using folder = tempFolder();
    const bytes = gzipSync(JSON.stringify(squad));
    const { source, asked, close } = await serve('sample.json.gz', bytes, { convert, checksum });
    expect(await getData(folder.path, [source])).toEqual([]);
    expect(await getData(folder.path, [source])).toEqual([]);
    await close();
    expect(asked).toEqual(['/sample.json.gz']);
    for (const [name, content] of Object.entries(filesOf(datasetOfSquad(squad))))
      expect(readFileSync(path.join(folder.path, 'retrieval/sample', name), 'utf8')).toBe(content);
  });

  test('says what to download by hand and where to put it, and takes it from there', async () => {
    using folder = tempFolder();
    const bytes = Buffer.from(JSON.stringify(squad));
    const { source, close } = await serve('sample.json', bytes, { convert, checksum });
    await close();
    const file = path.join(folder.path, 'downloads', 'sample.json');
    const [problem, ...others] = await getData(folder.path, [source]);
    expect(others).toEqual([]);
    expect(problem).toContain(`Download ${source.url} by hand, save it as ${file}`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    expect(await getData(folder.path, [source])).toEqual([]);
  });

  test('takes no other bytes and no other collection than the figures were measured on', async () => {
    using folder = tempFolder();
    const bytes = Buffer.from(JSON.stringify(squad));
    const { source, close } = await serve('sample.json', bytes, { convert, checksum });
    const otherBytes = await getData(folder.path, [{ ...source, sha256: 'f'.repeat(64) }]);
    expect(otherBytes).toEqual([expect.stringContaining('is another version or was cut off')]);
    const otherPages = await getData(folder.path, [{ ...source, checksum: 'f'.repeat(64) }]);
    expect(otherPages).toEqual([expect.stringContaining('is not what the figures were measured on')]);
    await close();
    expect(() => readFileSync(path.join(folder.path, 'retrieval/sample/corpus.jsonl'))).toThrow(/ENOENT/);
  });

  test('reads an archive without its outer folder and keeps the pages that are asked for', async () => {
    using folder = tempFolder();
    using packed = tempFolder();
    mkdirSync(path.join(packed.path, 'top/docs'), { recursive: true });
    writeFileSync(path.join(packed.path, 'top/squad.json'), JSON.stringify(squad));
    writeFileSync(path.join(packed.path, 'top/docs/page.md'), 'A page.');
    execFileSync('tar', ['-czf', 'sample.tar.gz', 'top'], { cwd: packed.path });
    const bytes = readFileSync(path.join(packed.path, 'sample.tar.gz'));
    const seen: string[][] = [];
    const { source, close } = await serve('sample.tar.gz', bytes, {
      convert: (files) => {
        seen.push([...files.keys()].toSorted());
        return datasetOfSquad(JSON.parse(files.get('squad.json')?.toString() ?? '') as typeof squad);
      },
      checksum,
      pages: { folder: 'sample', isPage: (name) => name.endsWith('.md') },
    });
    expect(await getData(folder.path, [source])).toEqual([]);
    await close();
    expect(seen).toEqual([['docs/page.md', 'squad.json']]);
    expect(readFileSync(path.join(folder.path, 'pages/sample/docs/page.md'), 'utf8')).toBe('A page.');
  });
});
