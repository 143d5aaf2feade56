const LINK = /^(?:https?:\/\/|mailto:)\S+$/i;

/**
 * The address when it may be given out as a link, else null: only http, https and mailto. Anything else, like
 * `javascript:`, could run in the page of whoever follows it; it stays what the caller stored.
 */
export const linkOf = (address: string | null | undefined): string | null =>
  typeof address === 'string' && LINK.test(address) && URL.canParse(address) ? address : null;
