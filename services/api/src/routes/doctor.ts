import { DoctorReply, toAppError, type DoctorFinding } from '@persona/contracts';
import { examine } from '@persona/doctor/examine';
import { whenClosed, type App } from '@persona/runtime';
import { shareExamination } from '../doctor.ts';
import { refuseLimited } from '../refuse-limited.ts';
import type { Resources } from '../resources.ts';
import { sse } from '../sse.ts';

/** What `npm run persona -- doctor` finds, for who may see the whole install. */
export function doctorRoutes(app: App, { config: settings }: Resources): void {
  const diagnose = shareExamination((signal) => examine(settings, signal));
  const tags = ['Install'];
  const config = { scope: 'admin', load: 'events' } as const;
  const wrongOf = (findings: readonly DoctorFinding[]): number =>
    findings.filter(({ state }) => state === 'wrong').length;

  app.get(
    '/api/admin/doctor',
    {
      config,
      schema: {
        tags,
        summary: 'Examine the install: what is wrong, and what to do',
        description:
          'Reads all documents and looks for every file, so that it takes seconds, and minutes for a large install; `/events` tells each finding when it is made.',
        response: { 200: DoctorReply },
      },
    },
    async ({ caller }, reply) => {
      refuseLimited(caller, 'What doctor looks at belongs');
      const left = new AbortController();
      whenClosed(reply.raw, () => left.abort());
      const findings = await Array.fromAsync(diagnose(left.signal));
      return { status: 'success' as const, findings, wrong: wrongOf(findings) };
    },
  );

  app.get(
    '/api/admin/doctor/events',
    {
      config,
      schema: {
        tags,
        summary: 'Examine the install, as server-sent events: `start`, each `finding`, then `done`',
        produces: ['text/event-stream'],
      },
    },
    async ({ caller }, reply) => {
      refuseLimited(caller, 'What doctor looks at belongs');
      return sse(
        reply,
        async (send, signal) => {
          send({ event: 'start', data: {} });
          const findings: DoctorFinding[] = [];
          for await (const finding of diagnose(signal)) {
            findings.push(finding);
            send({ event: 'finding', data: finding });
          }
          send({ event: 'done', data: { wrong: wrongOf(findings) } });
        },
        (error) => {
          const { code, message } = toAppError(error);
          return { event: 'error', data: { code, message } };
        },
      );
    },
  );
}
