import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { extractAnswer } from '../extract/extract.ts';
import { askedOfPersona } from './asked-of-persona.ts';

describe('askedOfPersona', () => {
  test('leaves out what the asker tells of themself', () => {
    expect(askedOfPersona('I sold my boat at thirty. Do you sail?', 'en')).toBe('Do I sail?');
    expect(askedOfPersona('They say you climbed it. How was it?', 'en')).toBe(
      'They say I climbed it. How was it?',
    );
    expect(askedOfPersona('My hives?', 'en')).toBe('My hives?');
  });

  test('so that the persona does not answer with what happened to the asker', () => {
    const interview =
      '**Per:** How did it begin?\n\n**Ada:** By chance.\n\n**Per:** I sold my boat at thirty. Do you sail?\n\n**Ada:** Every Thursday, badly, with three neighbours.\n\n**Per:** And in winter?\n\n**Ada:** I knit.\n';
    const ask = (question: string) =>
      extractAnswer({
        question,
        background: '',
        language: 'en',
        evidence: evidenceOf([{ title: 'Interview', content: interview }]),
        personaName: 'Ada',
      });
    expect(ask('Did you sell your boat?').answer_type).toBe('no_answer');
    expect(ask('Do you sail?').response).toBe('Every Thursday, badly, with three neighbours.');
  });
});
