/** How often other work of this process got a turn while `work` was done. */
export async function countTurns(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let running = true;
  const next = (): void => {
    turns++;
    if (running) setImmediate(next);
  };
  setImmediate(next);
  await work();
  running = false;
  return turns;
}
