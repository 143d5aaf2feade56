import { INSTALL, installScope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { newSecret } from './new-secret.ts';

/** A secret that all processes of the install share; the first one that asks makes it. */
export async function installSecret({ settings }: DocumentStore, name: string): Promise<string> {
  const now = new Date().toISOString();
  const made = {
    id: name,
    instance_id: INSTALL,
    version: 1,
    created_at: now,
    updated_at: now,
    value: newSecret(),
  };
  const found = await settings.get(installScope, name);
  if (found) return found.value;
  await settings.insert(installScope, [made]);
  return (await settings.get(installScope, name))?.value ?? made.value;
}
