// A whole install under requests that are wrong in every way a caller can make them.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '@persona/testing';
import { createRandom } from '../chaos/random.ts';
import { startInstall, type Install } from '../install.ts';
import { isUnconfigured, operationsOf } from '../openapi/operations.ts';
import { openEstates } from './estates.ts';
import { grown, readHeld, type Held } from './measures.ts';
import { nextRequest, type WireRequest } from './requests.ts';
import { sendOverWire } from './send.ts';
import { createValues } from './values.ts';

export interface FuzzOptions {
  seed: number;
  /** When it ends: after so many requests, or so many ms. */
  requests: number;
  timeMs: number;
  /** Called with what was found so far. */
  say?: (report: Readonly<FuzzReport>) => void;
  /** Ends it before. */
  signal?: AbortSignal;
  /**
   * Others end the processes and the stores meanwhile: what goes unanswered, ends or holds a loop then tells
   * nothing, so only replies that blame the service are counted.
   */
  amidFaults?: boolean;
}

export interface FuzzReport {
  requests: number;
  seconds: number;
  kinds: Record<string, number>;
  statuses: Record<string, number>;
  /** Requests that were answered with 5xx, apart from those that were turned away with Retry-After. */
  faults: string[];
  /** Requests that stayed for a reply and got none. */
  unanswered: string[];
  /** What the launcher said of processes that ended. */
  exits: string[];
  /** How often each route held its event loop for over 50 ms of its own work. */
  held: Held;
  /** The requests among which each hold was, as far as they fit its route. */
  suspects: string[];
  /** Those of them that held it again when they were sent alone. */
  heldAlone: string[];
}

/** Under which addresses callers reach what the chat service serves inside. */
const ASKED_AS: Record<string, RegExp> = {
  '/internal/chat': /^\/(api\/(kb\/v2\/)?chat|api\/persona|v1\/chat)/,
  '/internal/prompts': /^\/api\/kb\/auto-generate-prompts/,
  '/internal/search': /^\/api\/kb\/search/,
  '/internal/review-checks': /^\/api\/kb\/review/,
};

const CONCURRENCY = 16;
const REQUEST_BATCH_SIZE = 200;
const SAY_INTERVAL = 5000;
/** Of the requests among which an event loop was held so many are sent again, each alone. */
const MAX_REPEATED = 1000;

export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const install = await startInstall();
  try {
    return await (
      await prepareFuzz(install, options)
    )();
  } finally {
    await install.stop();
  }
}

/** The same for an install that is there, with its key: makes what requests can name, returns the run. */
export async function prepareFuzz(
  install: Install,
  options: FuzzOptions,
): Promise<() => Promise<FuzzReport>> {
  const random = createRandom(options.seed);
  const values = createValues(options.seed, random);
  const { body: document } = await install.call<Parameters<typeof operationsOf>[0]>('GET', '/openapi.json');
  const operations = operationsOf(document);
  const estates = await openEstates(install, random);
  const base = new URL(install.url);
  const before: Held = options.amidFaults ? new Map() : await readHeld(install);
  const report: FuzzReport = {
    requests: 0,
    seconds: 0,
    kinds: {},
    statuses: {},
    faults: [],
    unanswered: [],
    exits: [],
    held: new Map(),
    suspects: [],
    heldAlone: [],
  };
  let began = performance.now();
  let begun = 0;
  const isOver = (): boolean =>
    options.signal?.aborted === true ||
    begun >= options.requests ||
    performance.now() - began >= options.timeMs;

  let recent: WireRequest[] = [];
  let lately: WireRequest[] = [];
  let known = before;
  const suspects: { route: string; request: WireRequest }[] = [];
  /** Notes what was sent to a route since the last look, where that route held the loop. */
  const look = async (): Promise<void> => {
    // What was under way at the last look may have held it since.
    const sent = [...lately, ...recent];
    lately = recent;
    recent = [];
    const now = await readHeld(install);
    for (const [route] of grown(known, now)) {
      const start = route.replace(/^\w+ /, '').split('/:')[0] ?? '';
      const asked = ASKED_AS[start];
      const fitting = sent.filter(({ url }) =>
        asked ? asked.test(url) : start === 'none' || url.startsWith(start),
      );
      suspects.push(...fitting.map((request) => ({ route, request })));
    }
    known = now;
  };
  const keepUp = async (): Promise<void> => {
    if (options.amidFaults) {
      recent = [];
      await estates.renew().catch(() => undefined);
      return;
    }
    await look();
    await estates.renew();
  };

  const one = async (): Promise<void> => {
    const request = nextRequest({ operations, random, values, ...estates.pick() });
    begun++;
    recent.push(request);
    if (recent.length >= REQUEST_BATCH_SIZE) await keepUp();
    const { status, text } = await sendOverWire(base, install.key, request);
    report.requests++;
    report.kinds[request.kind] = (report.kinds[request.kind] ?? 0) + 1;
    report.statuses[String(status)] = (report.statuses[String(status)] ?? 0) + 1;
    if (status === null && isWhole(request) && !options.amidFaults) report.unanswered.push(describe(request));
    const isFault = status !== null && status >= 500 && !isUnconfigured(status, text);
    if (isFault && !/^retry-after:/im.test(text))
      report.faults.push(`${status} ${text.slice(-300)} to ${describe(request)}`);
    if (report.requests % SAY_INTERVAL === 0) {
      report.held = grown(before, known);
      report.seconds = (performance.now() - began) / 1000;
      options.say?.(report);
    }
  };
  return async () => {
    began = performance.now();
    await Promise.all(
      Array.from({ length: CONCURRENCY }, async () => {
        while (!isOver()) await one();
      }),
    );
    report.seconds = (performance.now() - began) / 1000;
    if (options.amidFaults) return report;
    // Whatever happened, it still answers.
    await eventually(async () => (await install.call('GET', '/readyz')).status === 200, {
      timeoutMs: 60_000,
    });
    await look();
    report.held = grown(before, known);
    report.suspects = suspects.map(({ route, request }) => `${route}: ${describe(request)}`);
    for (const { request } of suspects.slice(0, MAX_REPEATED)) {
      await sendOverWire(base, install.key, request);
      const now = await readHeld(install);
      report.heldAlone.push(...[...grown(known, now)].map(([name]) => `${name}: ${describe(request)}`));
      known = now;
    }
    report.faults.push(...faultsLogged(install));
    report.exits = install.said().match(/^.*stopped unexpectedly.*$/gm) ?? [];
    return report;
  };
}

/** What the services' own logs say of them. */
function faultsLogged({ folder }: Install): string[] {
  return ['api', 'chat', 'workers'].flatMap((name) => {
    const file = path.join(folder, 'logs', `${name}.log`);
    const log = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return (log.match(/^.*"event":"http\.fault".*$/gm) ?? []).map((line) => line.slice(0, 1500));
  });
}

/** Whether its sender may expect a reply: it has sent all that it announced. */
const isWhole = ({ cutAt, kind }: WireRequest): boolean => cutAt === null && kind !== 'message';

const describe = ({ kind, method, url, headers, body, cutAt }: WireRequest): string =>
  JSON.stringify({
    kind,
    request: `${method} ${url}`.slice(0, 200),
    headers: headers.map(([name, value]) => `${name}: ${value}`.slice(0, 80)).slice(0, 5),
    body: body?.subarray(0, 300).toString('latin1'),
    bytes: body?.length,
    cutAt,
  });
