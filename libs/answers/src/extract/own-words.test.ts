import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { extractAnswer } from './extract.ts';
import { ownWords } from './own-words.ts';

const said = (content: string, names: readonly string[] = ['Ada'], question = ''): string[] =>
  ownWords(evidenceOf([{ title: 'Page', content }]), names, question).flatMap(({ units }) =>
    units.map(({ text }) => text),
  );

describe('whose words', () => {
  const talk =
    'Dan: My own dog is called Pickle.\n\nAda: Mine is called Bracken.\n\nDan: How old is he?\n\nAda: He is nine years old.\n';

  test('only the persona speaks, by its name or another that it has', () => {
    expect(said(talk)).toEqual(['Mine is called Bracken.', 'He is nine years old.']);
    expect(said(talk, ['Somebody', 'Dan'])).toEqual(['My own dog is called Pickle.']);
    expect(said(talk, ['Somebody'])).toEqual([]);
  });

  test('who is asked for by name speaks under it', () => {
    expect(said(talk, ['Ada'], 'What is the dog of Dan called?')).toContain(
      'Dan: My own dog is called Pickle.',
    );
  });

  test('the one whom an interviewer asks is the persona, whatever it is called there', () => {
    const asked = '[Interviewer] Where did you grow up?\n\n[Maria] I grew up in Trondheim, above a bakery.\n';
    expect(said(asked)).toEqual(['I grew up in Trondheim, above a bakery.']);
  });

  test('"I" in a quotation is somebody else', () => {
    const page =
      '# Letter\n\nShe wrote to me:\n\n> My daughter lives in Hull.\n\nThe **harbour** is closed.\n';
    expect(said(page)).toEqual(['She wrote to me:', 'The harbour is closed.']);
  });

  test('questions, headings and what stands on many pages are no statements', () => {
    const pages = ['One', 'Two', 'Three'].map((title) => ({
      title,
      content: `# ${title}\n\nShare this page with a friend.\n\nPage ${title} is about boats.\n\nWho owns it?\n`,
    }));
    const texts = ownWords(evidenceOf(pages), ['Ada']).flatMap(({ units }) => units.map(({ text }) => text));
    expect(texts).not.toContain('Share this page with a friend.');
    expect(texts).toContain('Page Two is about boats.');
  });
});

describe('when', () => {
  const ask = (question: string, content: string) =>
    extractAnswer({
      question,
      background: '',
      language: 'en',
      evidence: evidenceOf([{ title: 'Diary', content }]),
      personaName: 'Ada',
    });

  test('an entry is told with the date of its heading when a time is asked for', () => {
    const diary =
      '## 12 May 2019\n\nI sold the old boat to Morag.\n\n## 3 June 2019\n\nThe roof leaked again.\n';
    const { response, citations } = ask('When did you sell the old boat?', diary);
    expect(response).toBe('12 May 2019: I sold the old boat to Morag.');
    expect(citations[0]?.date).toBe('2019-05-12');
  });

  test('the date of the whole page does not say when something happened', () => {
    const page = '---\ndate: 2015-06-09\n---\nI bought the old boat as a young man.\n';
    const { response, citations } = ask('When did you buy the old boat?', page);
    expect(response).not.toContain('2015');
    expect(citations.every(({ date }) => date === '2015-06-09')).toBe(true);
  });

  test('"last summer" is told with the date it was written on', () => {
    const page = '---\ndate: 2015-06-09\n---\nLast summer we painted the harbour wall green.\n';
    expect(ask('What colour did we paint the harbour wall?', page).response).toBe(
      'Last summer we painted the harbour wall green. (2015-06-09)',
    );
  });
});
