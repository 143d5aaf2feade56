import type { UnsupportedReason } from '@persona/answers';
import type { Metrics } from '@persona/runtime';
import { Counter } from 'prom-client';

/** Counts kinds of answers, and the citations of a model that could not be verified. */
export function createAnswerMetrics({ registry }: Metrics) {
  const answers = new Counter({
    name: 'persona_answers_total',
    help: 'Answers by type and by who wrote them.',
    labelNames: ['answer_type', 'model'],
    registers: [registry],
  });
  const dropped = new Counter({
    name: 'persona_citations_dropped_total',
    help: 'Citations a model claimed that could not be proven, by reason.',
    labelNames: ['reason'],
    registers: [registry],
  });
  return {
    answered(
      answerType: string,
      model: string,
      droppedCitations: Partial<Record<UnsupportedReason, number>>,
    ): void {
      answers.inc({ answer_type: answerType, model });
      for (const [reason, count] of Object.entries(droppedCitations)) dropped.inc({ reason }, count);
    },
  };
}
