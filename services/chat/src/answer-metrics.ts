import type { Dropped } from '@persona/answers';
import type { Metrics } from '@persona/runtime';
import { Counter } from 'prom-client';

/** Counts kinds of answers, and the sentences of a model that nothing proves. */
export function createAnswerMetrics({ registry }: Metrics) {
  const answers = new Counter({
    name: 'persona_answers_total',
    help: 'Answers by type and by who wrote them.',
    labelNames: ['answer_type', 'model'],
    registers: [registry],
  });
  const dropped = new Counter({
    name: 'persona_sentences_dropped_total',
    help: 'Sentences of a model that no passage proves and that were not said, by reason.',
    labelNames: ['reason'],
    registers: [registry],
  });
  return {
    answered(answerType: string, model: string, sentences: Dropped): void {
      answers.inc({ answer_type: answerType, model });
      for (const [reason, count] of Object.entries(sentences)) dropped.inc({ reason }, count);
    },
  };
}
