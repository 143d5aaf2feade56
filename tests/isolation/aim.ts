// What is asked for in a place, and what stands in the others.
import type { Random } from '../chaos/random.ts';
import type { Operation } from '../openapi/operations.ts';
import type { Place } from '../openapi/places.ts';
import type { Attacker } from './attackers.ts';
import type { Estate, Handle } from './furnish.ts';

/** Half of the time something of the kind that belongs in the place, else anything. */
export function pickHandle(
  { foreign }: Attacker,
  operation: Operation,
  place: Place,
  random: Random,
): Handle {
  const name = place.name.split(/[ .]/).at(-1) ?? '';
  const kind = kindOf(operation.path, name);
  const fitting = foreign.filter((one) => one.kind === kind);
  return fitting.length > 0 && random.chance(0.5) ? random.pick(fitting) : random.pick(foreign);
}

/** The kind of thing that a name means on a route, as far as it says. */
function kindOf(path: string, name: string): string {
  const plain = name.replace(/^owner_|_id$/g, '');
  const known: Record<string, string> = {
    instance: 'persona',
    model: 'persona',
    'x-instance-id': 'persona',
    td: 'page',
    articles: 'page',
    '0': 'page',
    path: 'file',
    external: 'external_id',
    'last-event-id': 'message row',
    'idempotency-key': 'repeat',
  };
  if (plain !== 'id') return known[plain] ?? plain;
  const byPath: [string, string][] = [
    ['/instance', 'persona'],
    ['training-data', 'page'],
    ['review-data', 'submission'],
    ['/jobs', 'job'],
    ['/streams', 'stream'],
    ['/keys', 'key'],
    ['/voice', 'voice'],
    ['/video', 'video'],
    ['/messages/{id}/', 'message row'],
    ['/persona/', 'chat'],
  ];
  return byPath.find(([part]) => path.includes(part))?.[1] ?? '';
}

/** What stands in the other places of a request: the attacker's own. */
export function ownText(
  own: Estate,
  { keyId }: Attacker,
  { path }: Operation,
  name: string,
  random: Random,
): string | undefined {
  if (name === 'owner_key_id' || (name === 'key_id' && path.includes('/instance'))) return keyId;
  const kind = kindOf(path, name);
  const fitting = own.handles.filter((one) => one.kind === kind);
  if (fitting.length > 0) return random.pick(fitting).value;
  return name === 'id' ? random.pick(own.handles).value : undefined;
}
