import { StoreDamagedError, type DoctorFinding } from '@persona/contracts';

export const ok = (part: string, text: string): DoctorFinding => ({ part, state: 'ok', text });
export const note = (part: string, text: string, todo?: string): DoctorFinding => ({
  part,
  state: 'note',
  text,
  ...(todo !== undefined && { todo }),
});
export const wrong = (part: string, text: string, todo?: string): DoctorFinding => ({
  ...note(part, text, todo),
  state: 'wrong',
});

/** A check that fails is a finding, and not the end of the report. */
export async function guarded(part: string, check: () => Promise<DoctorFinding>): Promise<DoctorFinding> {
  try {
    return await check();
  } catch (error) {
    return failedCheck(part, error);
  }
}

export async function* guardedAll(
  part: string,
  checks: AsyncGenerator<DoctorFinding>,
): AsyncGenerator<DoctorFinding> {
  try {
    yield* checks;
  } catch (error) {
    yield failedCheck(part, error);
  }
}

const failedCheck = (part: string, error: unknown): DoctorFinding =>
  wrong(
    part,
    `could not be looked at: ${(error as Error).message}`,
    error instanceof StoreDamagedError ? RESTORE : 'look at what else is wrong here, and into the logs',
  );

export const RESTORE =
  'stop Persona, keep a copy of the data folder, and restore the last back-up into an empty one (npm run persona -- restore)';
