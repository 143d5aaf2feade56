import { AppError, type ApiKey } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { describe, expect, test } from 'vitest';
import { attack, type AttackOptions, type Findings } from './isolation/attack.ts';
import { openInstall } from './isolation/open-install.ts';

async function attackOn(
  view: ((documents: DocumentStore) => DocumentStore) | undefined,
  options: AttackOptions,
) {
  const install = await openInstall(view);
  try {
    const report = await attack(install, options);
    const { leaks, oracles, changes, admissions, faults } = report;
    const found: Findings = { leaks, oracles, changes, admissions, faults };
    return {
      report,
      found,
      kinds: Object.entries(found).flatMap(([kind, { length }]) => (length ? kind : [])),
    };
  } finally {
    await install.close();
  }
}

test('no key reaches what is somebody else’s, or learns that it exists', async () => {
  const { report, found } = await attackOn(undefined, { attempts: 500, seed: 7 });
  expect(found).toEqual({ leaks: [], oracles: [], changes: [], admissions: [], faults: [] });
  expect(report.operations).toBeGreaterThan(50);
  expect(report.statuses[200]).toBeGreaterThan(50);
});

test.each(['', '/api/persona/messages', '/api/persona/chats', '/v2/chat'])(
  'a browser token reaches nothing but the chats of its own user: %s',
  async (only) => {
    const { report, found } = await attackOn(undefined, {
      attempts: 100,
      seed: 7,
      by: 'browser token',
      only,
    });
    expect(found).toEqual({ leaks: [], oracles: [], changes: [], admissions: [], faults: [] });
    if (only.includes('chat')) expect(report.statuses[200]).toBeGreaterThan(5);
  },
);

describe('the attack finds', () => {
  const withKeys =
    (fields: Partial<ApiKey>) =>
    (documents: DocumentStore): DocumentStore => ({
      ...documents,
      keys: {
        ...documents.keys,
        get: async (scope, id) => {
          const key = await documents.keys.get(scope, id);
          return key && { ...key, ...fields };
        },
      },
    });

  test('keys whose limits are not looked at', async () => {
    const found = [];
    for (const method of ['GET', 'DELETE']) {
      const { kinds } = await attackOn(withKeys({ instance_ids: null }), {
        attempts: 150,
        seed: 7,
        by: 'limited',
        only: `${method} /api/kb/training-data`,
      });
      found.push(...kinds);
    }
    expect(new Set(found)).toEqual(new Set(['leaks', 'oracles', 'changes']));
  });

  test('users that are not looked at', async () => {
    const { kinds } = await attackOn(withKeys({ user_id: null }), {
      attempts: 50,
      seed: 7,
      only: '/api/persona/chats',
    });
    expect(kinds).toContain('leaks');
  });

  test('tokens that still open when their key is revoked', async () => {
    const { kinds } = await attackOn(withKeys({ revoked_at: null }), {
      attempts: 30,
      seed: 7,
      by: 'revoked key',
      only: '/api/persona/',
    });
    expect(kinds).toContain('admissions');
  });

  test('keys that have ended and still open', async () => {
    const ended = { revoked_at: null, expires_at: null };
    const { kinds } = await attackOn(withKeys(ended), { attempts: 50, seed: 7, only: 'GET /api/jobs' });
    expect(kinds).toEqual(['admissions']);
  });

  test('a refusal that tells what exists', async () => {
    const tell = (documents: DocumentStore): DocumentStore => ({
      ...documents,
      media: {
        ...documents.media,
        locate: async (id) => {
          const owner = await documents.media.locate(id);
          if (owner === null) return null;
          throw new AppError('scope_missing', 'This is not for you.');
        },
      },
    });
    const { kinds } = await attackOn(tell, { attempts: 50, seed: 7, only: '/api/admin/voice' });
    expect(kinds).toEqual(['oracles']);
  });
});
