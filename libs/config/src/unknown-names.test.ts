import { writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { tempFolder } from '@persona/testing';
import { describe, expect, test } from 'vitest';
import { loadConfig } from './config.ts';
import { loadEnvFile, readEnvFile } from './env-file.ts';
import { unknownNames } from './unknown-names.ts';

describe('names that nobody reads', () => {
  test.each([
    ['PORTT', 'PORT'],
    ['CHAT_MODLE', 'CHAT_MODEL'],
    ['PERSONA_DATADIR', 'PERSONA_DATA_DIR'],
    ['TRUST_PROXIES', 'TRUST_PROXY'],
    ['port', 'PORT'],
    ['RATE_LIMIT_PER_MIN', 'RATE_LIMIT_PER_MINUTE'],
    ['COLOUR', null],
  ])('%s in .env is told, with the nearest right one', (name, nearest) => {
    expect(unknownNames({ [name]: '1' }, {})).toEqual([{ name, nearest }]);
  });

  test('of the environment only those that are a slip away; right ones and those of compose are not told', () => {
    const env = {
      PATH: '/bin',
      HOSTNAME: 'x',
      CHAT_MODLE: 'm',
      PORTT: '1',
      LANG: 'C',
      CHAT_URLS: 'x',
      COLOUR: 'y',
    };
    expect(unknownNames({ PORT: '1', MONGODB_PASSWORD: 'x' }, { ...env, PORT: '1' })).toEqual([
      { name: 'CHAT_MODLE', nearest: 'CHAT_MODEL' },
      { name: 'PORTT', nearest: 'PORT' },
      { name: 'CHAT_URLS', nearest: 'CHAT_URL' },
    ]);
  });
});

describe('.env as editors and shells write it', () => {
  const text = 'PORT=4000\r\nCHAT_MODEL="a model"\r\nHOST=\'127.0.0.1\'\r\n# a note\r\nMAX_PAGE_MB=4';
  test.each([
    ['with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['in UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['with CRLF', Buffer.from(text)],
    ['with LF', Buffer.from(text.replaceAll('\r', ''))],
  ])('%s', (_name, bytes) => {
    using folder = tempFolder();
    const file = path.join(folder.path, '.env');
    writeFileSync(file, bytes);
    const env: NodeJS.ProcessEnv = { HOST: 'localhost' };
    loadEnvFile(file, env);
    expect(loadConfig(env)).toMatchObject({
      PORT: 4000,
      CHAT_MODEL: 'a model',
      HOST: 'localhost',
      MAX_PAGE_MB: 4,
    });
    expect(readEnvFile(path.join(folder.path, 'absent'))).toEqual({});
  });
});

describe('values', () => {
  test('in quotes that a program has passed on are read without them', () => {
    expect(loadConfig({ PORT: '"4000"', CHAT_MODEL: `'m'`, TRUST_PROXY: '""' })).toMatchObject({
      PORT: 4000,
      CHAT_MODEL: 'm',
      TRUST_PROXY: [],
    });
  });

  test.each(['127.0.0.1', '10.0.0.0/8, fd00::/8', 'loopback,192.168.1.5', '::1'])(
    'TRUST_PROXY=%s is right',
    (TRUST_PROXY) => {
      expect(loadConfig({ TRUST_PROXY }).TRUST_PROXY.length).toBeGreaterThan(0);
    },
  );
  test.each(['banana', '10.0.0.0/33', '10.0.0', 'true', '1', '10.0.0.1/8/8', '::/129', '10.0.0.1 10.0.0.2'])(
    'TRUST_PROXY=%s is refused with what it must look like',
    (TRUST_PROXY) => {
      expect(() => loadConfig({ TRUST_PROXY })).toThrow(
        /TRUST_PROXY must be addresses or networks like .*, but is "/,
      );
    },
  );

  test('~ is the home of this user, as in a shell; of somebody else it is refused', () => {
    const config = loadConfig({
      PERSONA_DATA_DIR: '~/persona',
      DOCUMENTS_URL: 'sqlite:~/d.db',
      BACKUP_DIR: '~',
    });
    expect(config).toMatchObject({
      PERSONA_DATA_DIR: path.join(homedir(), 'persona'),
      DOCUMENTS_URL: `sqlite:${path.join(homedir(), 'd.db')}`,
      BACKUP_DIR: homedir(),
    });
    expect(() => loadConfig({ PERSONA_DATA_DIR: '~ada/persona' })).toThrow(
      /PERSONA_DATA_DIR must be a folder/,
    );
  });

  test('BASE_PATH is the path of PUBLIC_URL where it is not given, and never another', () => {
    expect(loadConfig({ PUBLIC_URL: 'https://x.example/persona/' })).toMatchObject({
      BASE_PATH: '/persona',
      PUBLIC_URL: 'https://x.example/persona',
    });
    expect(loadConfig({ PUBLIC_URL: 'https://x.example', BASE_PATH: '/a/b/' })).toMatchObject({
      BASE_PATH: '/a/b',
      PUBLIC_URL: 'https://x.example/a/b',
    });
    expect(loadConfig({})).toMatchObject({ BASE_PATH: '', PUBLIC_URL: undefined });
    expect(() => loadConfig({ PUBLIC_URL: 'https://x.example/a', BASE_PATH: '/b' })).toThrow(/the same path/);
    expect(() => loadConfig({ BASE_PATH: 'persona' })).toThrow(/BASE_PATH must look like/);
  });

  test.each([{ TRUST_PROXY: '127.0.0.1' }, { PUBLIC_URL: 'https://x.example' }])(
    'PERSONA_AUTH=off and what is for others exclude each other',
    (more) => {
      expect(() => loadConfig({ PERSONA_AUTH: 'off', ...more })).toThrow(
        /PERSONA_AUTH=off is for this machine alone/,
      );
    },
  );
});
