import type { Evidence } from '../evidence.ts';
import type { Request } from '../question/read-request.ts';

export interface ExtractiveQuestion {
  question: string;
  /** Earlier questions that this one leans on; empty when it stands on its own. */
  background: string;
  /** ISO 639 code of the question, for the sentence that says that nothing is known. */
  language: string;
  /** Live passages of the persona, best first. More than are quoted: they also tell which words are rare. */
  evidence: readonly Evidence[];
  personaName: string;
  /** Other names that the persona has in transcripts. */
  aliases?: readonly string[] | undefined;
  /** What is asked for instead of a fact, or how. */
  request?: Request | null | undefined;
  /** Passages that sentences are taken from, at most. */
  passages?: number | undefined;
}
