const drawings = {
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM16 16l5 5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  good: 'M7 10v11M15 6l-1 4h6a2 2 0 0 1 2 2l-2 7a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2h3l4-8a3 3 0 0 1 4 4Z',
  wrong:
    'M17 14V3M9 18l1-4H4a2 2 0 0 1-2-2l2-7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-3l-4 8a3 3 0 0 1-4-4Z',
} as const;

/** A drawing in the colour of the text, where fonts may lack the sign; nothing is said of it. */
export const Icon = ({ name }: { name: keyof typeof drawings }) => (
  <svg class="drawn" viewBox="0 0 24 24" aria-hidden="true">
    <path d={drawings[name]} />
  </svg>
);
