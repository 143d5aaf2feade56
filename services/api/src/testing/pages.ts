import type { TestGateway } from './gateway.ts';

/** A page as a caller sends it. */
export const page = (title: string, content = `About ${title}.`, more: object = {}) => ({
  title,
  content,
  ...more,
});
/** A page with an id of its caller's own. */
export const named = (id: string, content: string) => page(id, content, { id });

/** Reads the knowledge base of a persona as title → content. */
export async function heldBy(gateway: TestGateway, persona: string): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  let cursor = '';
  do {
    const { body } = await gateway.call<{
      training_data: { title: string; content: string }[];
      next_cursor: string | null;
    }>('GET', `/api/kb/training-data?instance_id=${persona}&limit=50&cursor=${cursor}`);
    for (const { title, content } of body.training_data) all[title] = content;
    cursor = body.next_cursor ?? '';
  } while (cursor);
  return all;
}
