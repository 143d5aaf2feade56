import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Rows kept above and below what is seen. */
const MARGIN_ROWS = 8;

/**
 * A list of any length, of which only what is seen is in the page. All rows have the same height, in pixels.
 * `onEnd` is called when its end comes near.
 */
export function VirtualList<T>({
  rows,
  rowHeight,
  label,
  keyOf,
  onEnd,
  children,
}: {
  rows: readonly T[];
  rowHeight: number;
  label: string;
  keyOf: (row: T) => string;
  onEnd: () => void;
  children: (row: T) => ComponentChildren;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  useEffect(() => {
    const { current } = box;
    if (!current) return undefined;
    const look = () => setView({ top: current.scrollTop, height: current.clientHeight });
    const size = new ResizeObserver(look);
    size.observe(current);
    current.addEventListener('scroll', look, { passive: true });
    return () => {
      size.disconnect();
      current.removeEventListener('scroll', look);
    };
  }, []);
  const from = Math.max(0, Math.floor(view.top / rowHeight) - MARGIN_ROWS);
  const to = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + MARGIN_ROWS);
  const isNearEnd = to + MARGIN_ROWS >= rows.length;
  useEffect(() => {
    if (isNearEnd) onEnd();
  }, [isNearEnd, rows.length]);
  return (
    <div ref={box} class="virtual" style={{ '--rows': rows.length, '--row': `${rowHeight}px` }}>
      <ul aria-label={label} style={{ '--from': from }}>
        {rows.slice(from, to).map((row, n) => (
          <li key={keyOf(row)} aria-setsize={rows.length} aria-posinset={from + n + 1}>
            {children(row)}
          </li>
        ))}
      </ul>
    </div>
  );
}
