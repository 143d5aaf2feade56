import { replyOf } from '@persona/client';
import type { InstanceView } from '@persona/contracts';
import { computed, signal } from '@preact/signals';
import { api } from './api.ts';
import { route } from './route.ts';

/** The personas that the session reaches; empty also before they are loaded. */
export const personas = signal<readonly InstanceView[]>([]);

/** The one that the address names, else the default one, else the first; null: there is none. */
export const persona = computed(() => {
  const named = route.value.params['persona'];
  return (
    personas.value.find(({ instance_id }) => instance_id === named) ??
    personas.value.find((one) => one.default) ??
    personas.value[0] ??
    null
  );
});
/** Its id, or an empty text. */
export const personaId = computed(() => persona.value?.instance_id ?? '');

export async function loadPersonas(): Promise<void> {
  const query = { limit: 1000 };
  const { instances } = await replyOf(api.GET('/api/instance', { params: { query } })).catch(
    (error: unknown) => {
      // A key without the scope for this talks to the persona it is for, unseen.
      if ((error as { code?: string }).code === 'scope_missing') return { instances: [] };
      throw error;
    },
  );
  personas.value = instances;
}
