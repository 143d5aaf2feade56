import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tempFolder } from '@persona/testing';
import { expect, test } from 'vitest';
import { ConfigError } from './config.ts';
import { requireDocuments } from './require-documents.ts';

test.each(['admin.key', 'documents.db-wal', 'search/ins_A-0.sqlite', 'blobs/ins_A/voi_B/original.bin'])(
  'missing documents beside %s are not replaced by empty ones',
  (trace) => {
    using folder = tempFolder();
    const file = path.join(folder.path, 'documents.db');
    const config = { PERSONA_DATA_DIR: folder.path, DOCUMENTS_URL: `sqlite:${file}` };
    // A new folder, and what a first start makes before it makes the documents.
    for (const made of ['search', 'blobs/.writing', 'redis', 'logs', 'run'])
      mkdirSync(path.join(folder.path, made), { recursive: true });
    requireDocuments(config);
    mkdirSync(path.dirname(path.join(folder.path, trace)), { recursive: true });
    writeFileSync(path.join(folder.path, trace), '');
    expect(() => requireDocuments(config)).toThrow(ConfigError);
    expect(() => requireDocuments(config)).toThrow(/documents\.db is missing.*restore.*empty folder/);
    expect(existsSync(file)).toBe(false);
    requireDocuments({ ...config, DOCUMENTS_URL: 'mongodb://db/persona' });
    writeFileSync(file, '');
    requireDocuments(config);
  },
);
