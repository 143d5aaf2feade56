/** The few lines that a person at the terminal reads. */
export interface Terminal {
  /** A line of its own; the same line is left out when it repeats within a few seconds. */
  say(line: string): void;
  /**
   * A step and its state, under one label: on a terminal each call replaces the last one, elsewhere only the
   * last one is written.
   */
  progress(label: string, text: string, done?: boolean): void;
}

const SAME_LINE_TTL_MS = 10_000;
const LABEL_WIDTH = 11;

export function createTerminal(output: NodeJS.WriteStream = process.stdout): Terminal {
  const said = new Map<string, number>();
  let openLine = false;
  // The reader may be gone (a closed terminal, a pipe into head); Persona goes on.
  output.on('error', () => {});
  return {
    say: (line) => {
      const now = Date.now();
      for (const [old, at] of said) if (now - at > SAME_LINE_TTL_MS) said.delete(old);
      if (line !== '' && said.has(line)) return;
      said.set(line, now);
      output.write(`${openLine ? '\n' : ''}${line}\n`);
      openLine = false;
    },
    progress: (label, text, done = false) => {
      const line = `  ${label.padEnd(LABEL_WIDTH)}${text}`;
      if (output.isTTY) {
        output.write(`\r\u001B[K${line}${done ? '\n' : ''}`);
        openLine = !done;
      } else if (done) output.write(`${line}\n`);
    },
  };
}

/** A text as one word of a POSIX shell. */
export function shellQuote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
