/**
 * Loads what a start loads, without starting it, so that Node keeps its compiled form (NODE_COMPILE_CACHE).
 * Otherwise each process of the first start would compile all of it, and would hold the compiler of
 * TypeScript, 14 MB a thread, for as long as it lives.
 */
export async function compile(): Promise<void> {
  const { onlyLoadServices } = await import('@persona/runtime');
  const { services, threads } = await import('./programs.ts');
  onlyLoadServices();
  for (const load of Object.values(services)) await load();
  for (const load of threads) await load().catch(() => undefined);
}
