/** Waits in a page until nothing in it fades or moves any more: before, its colours are of neither state. */
export const AT_REST = `Promise.allSettled(
  [document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])]
    .flatMap((root) => root.getAnimations())
    .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
    .map(({ finished }) => finished),
)`;
