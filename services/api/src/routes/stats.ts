import {
  AppError,
  MAX_STATS_DAYS,
  StatsQuery,
  StatsReply,
  firstIdAt,
  type AnswerType,
  type DayStats,
  type Scope,
} from '@persona/contracts';
import type { App } from '@persona/runtime';
import { DAY_MS, dayOf, startOf } from '../days.ts';
import type { Kit } from '../kit.ts';
import { refuseOneUser } from '../refuse-one-user.ts';
import type { Resources } from '../resources.ts';

const DEFAULT_DAYS = 30;
/** Answers whose time is read of all days together, and of one day at least and at most. */
const MAX_MEASURED_ANSWERS = 1500;
const MIN_MEASURED_OF_DAY = 20;
const MAX_MEASURED_OF_DAY = 200;

/** What happened in a persona, counted by day (UTC) from what is stored, so that it is always right. */
export function statsRoutes(app: App, { documents }: Resources, { access }: Kit): void {
  app.get(
    '/api/stats',
    {
      config: { scope: 'history' },
      schema: {
        tags: ['History'],
        summary: 'Pages, questions, answers and silences by day',
        querystring: StatsQuery,
        response: { 200: StatsReply },
      },
    },
    async (request) => {
      refuseOneUser(request.caller);
      const { from, to } = rangeOf(request.query);
      const granted = await access.personaIfAny(request);
      const starts = Array.from({ length: (to - from) / DAY_MS + 1 }, (_, n) => from + n * DAY_MS);
      const days: DayStats[] = [];
      for (const start of starts)
        days.push(granted ? await countDay(granted.scope, start, starts.length) : emptyDay(start));
      const sum = (name: keyof typeof ZERO) => days.reduce((all, day) => all + day[name], 0);
      const total = {
        pages: sum('pages'),
        questions: sum('questions'),
        answered: sum('answered'),
        silent: sum('silent'),
        small_talk: sum('small_talk'),
      };
      return { status: 'success' as const, from: dayOf(from), to: dayOf(to), days, total };
    },
  );

  const countDay = async (scope: Scope, start: number, days: number): Promise<DayStats> => {
    const created_at = { gte: new Date(start).toISOString(), lt: new Date(start + DAY_MS).toISOString() };
    const answers = (answer_type: AnswerType) => documents.messages.count(scope, { answer_type, created_at });
    // The ids of pages begin with the time at which they were made.
    const pages = await documents.pages.count(scope, {
      deleted_at: null,
      id: { gte: firstIdAt('td', start), lt: firstIdAt('td', start + DAY_MS) },
    });
    const [answered, silent] = [await answers('grounded'), await answers('no_answer')];
    const small_talk = await answers('general');
    const measured =
      answered === 0
        ? []
        : await documents.messages.find(scope, {
            where: { answer_type: 'grounded', created_at },
            orderBy: 'created_at',
            direction: 'desc',
            limit: Math.min(
              Math.max(Math.floor(MAX_MEASURED_ANSWERS / days), MIN_MEASURED_OF_DAY),
              MAX_MEASURED_OF_DAY,
            ),
          });
    const latency_ms = latencyOf(measured.flatMap(({ took_ms }) => took_ms ?? []));
    return {
      day: dayOf(start),
      pages,
      questions: answered + silent,
      answered,
      silent,
      small_talk,
      latency_ms,
    };
  };
}

const ZERO = { pages: 0, questions: 0, answered: 0, silent: 0, small_talk: 0 };
const emptyDay = (start: number): DayStats => ({ day: dayOf(start), ...ZERO, latency_ms: null });

function rangeOf({ from, to }: { from?: string; to?: string }): { from: number; to: number } {
  const last = startOf(to ?? dayOf(Date.now()), 'to');
  const first = from === undefined ? last - (DEFAULT_DAYS - 1) * DAY_MS : startOf(from, 'from');
  const days = (last - first) / DAY_MS + 1;
  if (days >= 1 && days <= MAX_STATS_DAYS) return { from: first, to: last };
  throw new AppError(
    'validation_error',
    `from and to must be in their order, and have at most ${MAX_STATS_DAYS} days; ask for fewer at a time.`,
    { param: 'from' },
  );
}

function latencyOf(times: number[]): DayStats['latency_ms'] {
  if (times.length === 0) return null;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? 0;
  return { median: at(0.5), p95: at(0.95), of: sorted.length };
}
