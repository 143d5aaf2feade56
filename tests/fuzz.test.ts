import { expect, test } from 'vitest';
import { fuzz } from './fuzz/fuzz.ts';

test('no request ends a process, is answered with a fault, or holds an event loop', async () => {
  const report = await fuzz({ seed: 7, requests: 400, timeMs: 120_000 });
  const { faults, unanswered, exits } = report;
  expect({ faults, unanswered, exits }).toEqual({ faults: [], unanswered: [], exits: [] });
  expect({ held: [...report.held], suspects: report.suspects }).toEqual({ held: [], suspects: [] });
  // Every kind was sent, and some of it was taken.
  expect(Object.keys(report.kinds).length).toBeGreaterThan(8);
  expect(report.statuses['200']).toBeGreaterThan(10);
});
