import { statfsSync } from 'node:fs';
import { Gauge } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** Measures the room that is left on the disk of a folder, whenever metrics are read. */
export const measureDisk = ({ registry }: Pick<Metrics, 'registry'>, folder: string): Gauge =>
  new Gauge({
    name: 'persona_disk_free_bytes',
    help: 'Room that is left on the disk of the data folder.',
    registers: [registry],
    collect() {
      try {
        const { bavail, bsize } = statfsSync(folder);
        this.set(bavail * bsize);
      } catch {
        // There is no such folder on this machine, so there is nothing to say of it.
        this.remove();
      }
    },
  });
