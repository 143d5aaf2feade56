import { StoreDamagedError } from '@persona/contracts';

export interface Finding {
  part: string;
  state: 'ok' | 'note' | 'wrong';
  text: string;
  /** What to do about it. */
  todo?: string;
}

export const ok = (part: string, text: string): Finding => ({ part, state: 'ok', text });
export const note = (part: string, text: string, todo?: string): Finding => ({
  part,
  state: 'note',
  text,
  ...(todo !== undefined && { todo }),
});
export const wrong = (part: string, text: string, todo?: string): Finding => ({
  ...note(part, text, todo),
  state: 'wrong',
});

/** A check that fails is a finding, and not the end of the report. */
export async function guarded(part: string, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    return failedCheck(part, error);
  }
}

export async function* guardedAll(part: string, checks: AsyncGenerator<Finding>): AsyncGenerator<Finding> {
  try {
    yield* checks;
  } catch (error) {
    yield failedCheck(part, error);
  }
}

const failedCheck = (part: string, error: unknown): Finding =>
  wrong(
    part,
    `could not be looked at: ${(error as Error).message}`,
    error instanceof StoreDamagedError ? RESTORE : 'look at what else is wrong here, and into the logs',
  );

export const RESTORE =
  'stop Persona, keep a copy of the data folder, and restore the last back-up into an empty one (npm run persona -- restore)';
