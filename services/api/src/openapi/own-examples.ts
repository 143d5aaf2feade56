import type { Json } from './document.ts';

const PAGE = 'td_01K3Q6W0000000000000000001';
const PERSONA = 'ins_01K3Q6W0000000000000000002';

/** Examples of operations that are not among the documented calls. */
export const ownExamples: Readonly<Record<string, { request?: Json; reply?: Json }>> = {
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
          end: 42,
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
};
