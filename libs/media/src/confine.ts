import { deadlineSeconds, outputBytes, type MediaLimits } from './limits.ts';
import { sandboxOptions, type MediaTools } from './tools.ts';

export interface Confinement {
  tools: MediaTools;
  limits: MediaLimits;
  /**
   * The job's folder: `source` is the file that was sent, `out` the place where the program runs and writes.
   */
  folder: string;
  /** Length of the recording, from which the limit on processor time follows; 0 while it is unknown. */
  mediaSeconds: number;
}

/** The sandbox's names for the job's folder; `../source` means the same inside and outside. */
const INSIDE = { source: '/job/source', out: '/job/out' };

/**
 * Builds the command that runs a program confined: lowest priority, limits on memory, processor time, file
 * size and open files, and a file system with only the input and the job's own folder. Pure. Tools that the
 * machine lacks are left out; without a sandbox the program still ends with this process (setpriv).
 */
export function confine(
  { tools, limits, folder, mediaSeconds }: Confinement,
  program: string,
  programArguments: readonly string[],
): string[] {
  const command: string[] = [];
  if (tools.nice) command.push(tools.nice, '-n', '10');
  if (tools.prlimit) {
    command.push(
      tools.prlimit,
      `--as=${limits.memoryBytes}`,
      `--cpu=${Math.ceil(deadlineSeconds(limits, mediaSeconds) * limits.threads)}`,
      // Slightly above ffmpeg's own limit (-fs), at which ffmpeg ends in order.
      `--fsize=${outputBytes(mediaSeconds) + 16 * 1024 * 1024}`,
      '--nofile=128',
      '--core=0',
      '--',
    );
  }
  if (tools.bwrap) {
    command.push(tools.bwrap, ...sandboxOptions(tools));
    command.push(
      '--bind',
      `${folder}/out`,
      INSIDE.out,
      '--ro-bind',
      `${folder}/source`,
      INSIDE.source,
      '--chdir',
      INSIDE.out,
      '--',
    );
  } else if (tools.setpriv) {
    command.push(tools.setpriv, '--pdeathsig', 'KILL', '--no-new-privs', '--');
  }
  return [...command, program, ...programArguments];
}
