import type { Dataset } from './dataset.ts';
import { datasetOfCranfield } from './cranfield.ts';
import { datasetOfRedisDocs, type Commands } from './redis-docs.ts';
import { datasetOfSquad, type SquadFile } from './squad.ts';

/** A download as its converter reads it: the files in it by path, or the one file under its own name. */
export type SourceFiles = ReadonlyMap<string, Buffer>;

export interface Source {
  /** What the collection is, for who has to find it again. */
  description: string;
  licence: string;
  url: string;
  /** The name under which the download is kept. */
  file: string;
  /** SHA-256 of the download; absent where the server packs it anew and promises no bytes. */
  sha256?: string;
  /** Name of the collection that it becomes. */
  collection: string;
  convert: (files: SourceFiles) => Dataset;
  /** Checksum of the collection (`checksumOf`) on which the figures in docs/ were measured. */
  checksum: string;
  /** Pages that are kept as they are too, by their path in the download; and the folder for them. */
  pages?: { folder: string; isPage: (path: string) => boolean };
}

const XQUAD =
  'https://raw.githubusercontent.com/google-deepmind/xquad/7d30520c717524000f0d9d2f9c10a069acd9d285';
const REDIS_DOC = '1044224477fceacc5af56a636b0a7495d19e533c';

export const sources: readonly Source[] = [
  {
    description: 'SQuAD 2.0, the development split of the course CS224n',
    licence: 'CC BY-SA 4.0',
    url: 'https://raw.githubusercontent.com/chrischute/squad/85623adeb9e6639f145081fea9cae2d8f3a26379/data/dev-v2.0.json',
    file: 'squad2-dev-cs224n.json',
    sha256: 'e67e5969b6dc6c1642154740806b79263b77fc048c7c11ee60d534eb48ef81e8',
    collection: 'squad2-dev-cs224n',
    convert: ofSquad,
    checksum: 'fd1cee4ec59f6b50a8ac239023d21606ff7a2584c89c11e74195d4679e6518ad',
  },
  {
    description: 'SQuAD-it, the test split',
    licence: 'CC BY-SA 4.0',
    url: 'https://raw.githubusercontent.com/crux82/squad-it/86a19baebed654d07c4e790c07d39a02ceb6b15f/SQuAD_it-test.json.gz',
    file: 'SQuAD_it-test.json.gz',
    sha256: '25986c617cc7d58e82e916755b8a5684e5efae69835332858a6534a304cd293c',
    collection: 'squad-it-test',
    convert: ofSquad,
    checksum: '7061477801e764e756e1bb7db6407285a5275c2146315964d5e91e1c1ffe9f57',
  },
  xquad(
    'en',
    'e4c57d1c9143aaa1c5d265ba5987a65f4e69528d2a98f29d6e75019b10344f29',
    'cd0fa24f3971b370a26487fb92e3a5a516a98ffab59a63ff1d480a9d4e205c8c',
  ),
  xquad(
    'de',
    '990b5d746746ed65ed4702ea5f35f99ffa4e2f1c390c07d003642acd937916f9',
    '466c099b789667a06735cda45c43b032995429b87fba77675f95376f65357118',
  ),
  xquad(
    'es',
    'dcbae93ec3a9f4b9e78fd834a171d6f96c1a875e10e15b7530b7e4ef4971e37e',
    'bf671097407f281da1a6a31e17b5a9c56f7fbb6af7c86a8135ff602bf1f990af',
  ),
  xquad(
    'hi',
    'df2cce3532b37e9beb8979704b5c9a4bf874358f105395a298b89427b43b9d24',
    'a1702a41e7449f759fab397cf3efaf9e58a45499f3af59d8a8faa4f8f6d725e5',
  ),
  xquad(
    'zh',
    '691d0b3359bc6b8faa8de931dfdfe21d50a65861ae348e32a0d1a0190b0c8835',
    '454176bac595d45a364a8f560ac4621ef964ca0fbdadb201e6dbaa8d5bc1e790',
  ),
  {
    description: 'the Cranfield collection',
    licence: 'public domain',
    url: 'http://ir.dcs.gla.ac.uk/resources/test_collections/cran/cran.tar.gz',
    file: 'cran.tar.gz',
    sha256: '8c48a8412e4a7e6e0dd5af99c959f8d75fdf88135602adc1a56aa22770652d64',
    collection: 'cranfield',
    convert: (files) =>
      datasetOfCranfield({
        documents: textOf(files, 'cran.all.1400'),
        queries: textOf(files, 'cran.qry'),
        judgements: textOf(files, 'cranqrel'),
      }),
    checksum: 'e4f5f26575ca3799e5dea86d02083ea9de7d4864627563c97c95554a7431b18d',
  },
  {
    description: 'the documentation of Redis as of June 2025',
    licence: 'CC BY-SA 4.0',
    url: `https://codeload.github.com/redis/redis-doc/tar.gz/${REDIS_DOC}`,
    file: 'redis-doc.tar.gz',
    collection: 'kb-redis',
    convert: (files) => {
      const pages = [...files].filter(([name]) => isRedisPage(name));
      return datasetOfRedisDocs(
        new Map(pages.map(([name, bytes]) => [name, bytes.toString()])),
        JSON.parse(textOf(files, 'commands.json')) as Commands,
      );
    },
    checksum: 'b45a7a8659369397a8ba620c37360e54da8f3513ad443125601ac59c6c9f3293',
    pages: { folder: 'redis-doc', isPage: isRedisPage },
  },
];

function xquad(language: string, sha256: string, checksum: string): Source {
  return {
    description: `XQuAD, ${language}`,
    licence: 'CC BY-SA 4.0',
    url: `${XQUAD}/xquad.${language}.json`,
    file: `xquad.${language}.json`,
    sha256,
    collection: `xquad-${language}`,
    convert: ofSquad,
    checksum,
  };
}

function ofSquad(files: SourceFiles): Dataset {
  const [name = ''] = files.keys();
  return datasetOfSquad(JSON.parse(textOf(files, name)) as SquadFile);
}

/** README.md tells how to work on the pages and is none. */
function isRedisPage(name: string): boolean {
  return name.endsWith('.md') && name !== 'README.md';
}

function textOf(files: SourceFiles, name: string): string {
  const bytes = files.get(name);
  if (!bytes)
    throw new Error(`There is no ${name} in it; there are ${[...files.keys()].slice(0, 9).join(', ')}.`);
  return bytes.toString();
}
