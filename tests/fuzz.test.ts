import { expect, test } from 'vitest';
import { fuzz } from './fuzz/fuzz.ts';
import { measureShare } from './fuzz/share.ts';
import { startInstall } from './install.ts';

test('no request ends a process, is answered with a fault, or holds an event loop', async () => {
  const report = await fuzz({ seed: 7, requests: 400, timeMs: 120_000 });
  const { faults, unanswered, exits } = report;
  expect({ faults, unanswered, exits }).toEqual({ faults: [], unanswered: [], exits: [] });
  expect({ held: [...report.held], suspects: report.suspects }).toEqual({ held: [], suspects: [] });
  // Every kind was sent, and some of it was taken.
  expect(Object.keys(report.kinds).length).toBeGreaterThan(8);
  expect(report.statuses['200']).toBeGreaterThan(10);
});

test('600 connections of one key leave another its answers, and liveness', async () => {
  const install = await startInstall();
  try {
    // It throws where the other key is not answered with 200, or liveness is not.
    const { beside, liveness, loud } = await measureShare(install, 600, 3);
    expect(beside.count).toBeGreaterThan(0);
    expect(liveness.count).toBeGreaterThan(0);
    // What is turned away is turned away in one way.
    expect(Object.keys(loud).toSorted()).toEqual(['200', '429']);
  } finally {
    await install.stop();
  }
});
