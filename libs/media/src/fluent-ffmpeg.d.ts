/**
 * The part of fluent-ffmpeg 2.1.3 that run.ts uses. The package has no types and is archived, so this will
 * not change.
 */
declare module 'fluent-ffmpeg' {
  interface Lines {
    get(): string;
  }
  export type EndOfProcess = (error: Error | null | undefined, stdout?: Lines, stderr?: Lines) => void;

  export interface FfmpegCommand {
    input(file: string): this;
    inputOptions(...options: string[]): this;
    output(file: string): this;
    outputOptions(...options: string[]): this;
    once(event: 'end', listener: () => void): this;
    once(event: 'error', listener: (error: Error) => void): this;
    run(): this;
    /** Private in the package: the one place where it starts a process. */
    _spawnFfmpeg(
      programArguments: string[],
      options: { captureStdout?: boolean },
      onStart: unknown,
      onEnd?: EndOfProcess,
    ): void;
  }

  export default function ffmpeg(options?: { stdoutLines?: number }): FfmpegCommand;
}
