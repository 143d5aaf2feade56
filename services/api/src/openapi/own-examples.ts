import type { Json } from './document.ts';

const PAGE = 'td_01K3Q6W0000000000000000001';
const PERSONA = 'ins_01K3Q6W0000000000000000002';

/** Examples of operations that are not among the documented calls. */
export const ownExamples: Readonly<Record<string, { request?: Json; reply?: Json; stream?: string }>> = {
  'GET /api/kb/training-data/{id}/passages': {
    reply: {
      status: 'success',
      id: PAGE,
      version: 2,
      total: 1,
      passages: [
        {
          n: 0,
          start: 9,
          end: 43,
          text: 'The tower is 46 metres high today.',
          kind: 'text',
          headings: ['The tower'],
          language: 'en',
        },
      ],
      has_more: false,
      next_cursor: null,
      instance_id: PERSONA,
    },
  },
  'GET /api/persona/messages/{id}/explain': {
    reply: {
      status: 'success',
      message_id: 'msg_01K3Q6W0000000000000000003',
      chat_id: 'cht_01K3Q6W0000000000000000004',
      question: 'How high is the tower?',
      response: 'The tower is 46 metres high today.',
      answer_type: 'grounded',
      model: 'extractive',
      confidence: 0.94,
      created_at: '2026-01-31T12:00:00Z',
      took_ms: 12,
      is_kept: true,
      questions: [{ text: 'How high is the tower?', language: 'en', confidence: 0.94, outcome: 'answered' }],
      passages: [
        {
          td_id: PAGE,
          version: 2,
          n: 0,
          start: 9,
          end: 43,
          score: 7.2,
          relevance: 1,
          outcome: 'cited',
          title: 'The tower',
          text: 'The tower is 46 metres high today.',
        },
      ],
      sentences: [
        {
          td_id: PAGE,
          version: 2,
          n: 0,
          start: 9,
          end: 43,
          odds: 2.1,
          said: true,
          text: 'The tower is 46 metres high today.',
        },
      ],
      model_outcome: null,
      dropped: [],
      suggestions: [],
      instance_id: PERSONA,
    },
  },
  'GET /api/events': {
    stream: [
      'id: 1764547200000-0.999999\nevent: ready\ndata: {}\n\n',
      `id: 1764547203120-0.0\nevent: change\ndata: {"type":"page","instance_id":"${PERSONA}","id":"${PAGE}",`,
      '"state":"live","version":2,"live_version":2,"at":"2026-01-31T12:00:00Z"}\n\n',
    ].join(''),
  },
  'POST /api/persona/messages/{id}/feedback': {
    request: { rating: 'down', correction: 'The tower is 52 metres high.' },
    reply: {
      status: 'success',
      message: 'Feedback kept successfully',
      message_id: 'msg_01K3Q6W0000000000000000003',
      chat_id: 'cht_01K3Q6W0000000000000000004',
      rating: 'down',
      review_id: 'rev_01K3Q6W0000000000000000005',
      instance_id: PERSONA,
    },
  },
  'GET /api/kb/unanswered': {
    reply: {
      status: 'success',
      unanswered: [
        {
          question: 'Who built the tower?',
          count: 3,
          phrasings: ['The tower, who has built it?'],
          message_ids: ['msg_01K3Q6W0000000000000000003'],
          nearest: { td_id: PAGE, title: 'The tower' },
          review_id: null,
          first_at: '2026-01-30T09:00:00Z',
          last_at: '2026-01-31T12:00:00Z',
        },
      ],
      is_complete: true,
      instance_id: PERSONA,
    },
  },
  'GET /api/admin/models': {
    reply: {
      status: 'success',
      models: [
        {
          role: 'chat',
          model: 'qwen3:4b',
          server: 'http://127.0.0.1:11434/v1',
          duration_ms: 412,
          problem: null,
        },
        {
          role: 'embedding',
          model: 'nomic-embed-text',
          server: 'http://127.0.0.1:11434/v1',
          duration_ms: 9,
          problem: {
            text: 'http://127.0.0.1:11434/v1 has no model nomic-embed-text (HTTP 404)',
            todo: 'set EMBEDDING_MODEL to one it has (qwen3:4b), or load that one there',
          },
        },
      ],
    },
  },
  'GET /api/admin/doctor': {
    reply: {
      status: 'success',
      findings: [
        { part: 'versions', state: 'ok', text: 'Node 24.9.0, SQLite 3.50.4' },
        {
          part: 'ingest',
          state: 'wrong',
          text: 'paused: 0 at work, 12 waiting, the next since 3 min, 0 to be tried again',
          todo: 'npm run persona -- resume ingest',
        },
      ],
      wrong: 1,
    },
  },
  'GET /api/stats': {
    reply: {
      status: 'success',
      from: '2026-01-31',
      to: '2026-01-31',
      days: [
        {
          day: '2026-01-31',
          pages: 4,
          questions: 20,
          answered: 17,
          silent: 3,
          small_talk: 5,
          latency_ms: { median: 14, p95: 60, of: 17 },
        },
      ],
      total: { pages: 4, questions: 20, answered: 17, silent: 3, small_talk: 5 },
      instance_id: PERSONA,
    },
  },
  'GET /api/kb/training-data/{id}/versions': {
    reply: {
      status: 'success',
      id: PAGE,
      versions: [
        {
          version: 2,
          title: 'The tower',
          characters: 43,
          excerpt: 'Height: The tower is 46 metres high today.',
          is_newest: true,
          is_live: true,
          created_at: '2026-01-31T12:00:00Z',
        },
      ],
      instance_id: PERSONA,
    },
  },
  'POST /api/kb/training-data/{id}/revert': {
    request: { version: 1, current_version: 2 },
    reply: {
      status: 'success',
      message: 'Training data updated successfully',
      id: PAGE,
      version: 3,
      job_id: 'job_01K3Q6W0000000000000000006',
      instance_id: PERSONA,
    },
  },
};
