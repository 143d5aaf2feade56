import { deadlineSeconds, outputBytes, type MediaLimits } from './limits.ts';
import { sandboxOptions, type MediaTools } from './tools.ts';

export interface Confinement {
  tools: MediaTools;
  limits: MediaLimits;
  /** The job's folder: `source`, the file that was sent, and `out`, where the program runs and writes. */
  folder: string;
  /** Length of the recording, from which processor time follows; 0 where it is not known yet. */
  mediaSeconds: number;
}

/** The names the sandbox gives to the job's folder; `../source` means the same within and without. */
const INSIDE = { source: '/job/source', out: '/job/out' };

/**
 * The command that runs a program held in: least priority, limits on memory, processor time, file size and open files, and a file system with the one
 * input and the job's own folder. Pure; what the machine lacks is left out. Without a sandbox the program still dies with this process (setpriv).
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
      // A little over what ffmpeg is told itself (-fs), which then ends in order.
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
