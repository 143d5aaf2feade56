import type { Resources } from './resources.ts';
import type { Sweep } from './sweeper.ts';
import { createAuditSweep } from './sweeps/audit.ts';
import { createCrashedSweep } from './sweeps/crashed.ts';
import { createFilesSweep } from './sweeps/files.ts';
import {
  createChatsSweep,
  createIdempotencySweep,
  createInstancesSweep,
  createJobsSweep,
  createSubmissionsSweep,
} from './sweeps/leftovers.ts';
import { createMediaSweep } from './sweeps/media.ts';
import { createReconcileSweep } from './sweeps/reconcile.ts';
import { createRetentionSweep } from './sweeps/retention.ts';
import { createVectorsSweep } from './sweeps/vectors.ts';
import { createWaitingPagesSweep } from './sweeps/waiting-pages.ts';

/** All sweeps. `sweepDelayMs`: how long something may wait before they check whether it was forgotten. */
export const createSweeps = (resources: Resources, sweepDelayMs: number): Sweep[] => [
  createWaitingPagesSweep(resources, sweepDelayMs),
  createMediaSweep(resources, sweepDelayMs),
  createCrashedSweep(resources),
  createSubmissionsSweep(resources, sweepDelayMs),
  createInstancesSweep(resources, sweepDelayMs),
  createChatsSweep(resources, sweepDelayMs),
  createRetentionSweep(resources),
  createJobsSweep(resources, sweepDelayMs),
  createReconcileSweep(resources),
  createVectorsSweep(resources),
  createFilesSweep(resources),
  createIdempotencySweep(resources),
  createAuditSweep(resources),
];
