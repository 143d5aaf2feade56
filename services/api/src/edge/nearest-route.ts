import type { RouteAddress } from './allowed-methods.ts';

/** The documented route most similar to a mistyped one, as `METHOD /path`, or null when none is near. */
export function nearestRoute(routes: readonly RouteAddress[], method: string, path: string): string | null {
  const asked = path.slice(0, 100).replace(/\/+$/, '').toLowerCase();
  let best: { text: string; distance: number } | null = null;
  for (const { method: own, url } of routes) {
    const distance = editDistance(asked, url.toLowerCase()) + (own === method ? 0 : 0.5);
    if (!best || distance < best.distance) best = { text: `${own} ${url}`, distance };
  }
  return best && best.distance <= Math.max(2, asked.length * 0.3) ? best.text : null;
}

/** The Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
