/** One server-sent event; `id` is the last one that was sent, as the standard has it. */
export interface ServerEvent {
  id: string;
  event: string;
  data: string;
}

/**
 * Reads server-sent events (HTML standard, section 9.2.6) from bytes in any pieces. What the stream ends in
 * the middle of is no event, so that its id is not taken for read.
 */
export function createEventReader(): (bytes: Uint8Array) => ServerEvent[] {
  const decoder = new TextDecoder();
  let text = '';
  let id = '';
  return (bytes) => {
    text += decoder.decode(bytes, { stream: true });
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop() ?? '';
    const events: ServerEvent[] = [];
    for (const block of blocks) {
      const fields: Record<string, string> = {};
      for (const line of block.split(/\r?\n/)) {
        const [, name, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
        if (name) fields[name] = name === 'data' && 'data' in fields ? `${fields['data']}\n${value}` : value;
      }
      id = fields['id'] ?? id;
      if ('data' in fields)
        events.push({ id, event: fields['event'] ?? 'message', data: fields['data'] ?? '' });
    }
    return events;
  };
}
