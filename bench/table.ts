/** Prints rows as an aligned table; numbers to the right. */
export function printTable(title: string, rows: readonly Record<string, string | number>[]): void {
  const [first] = rows;
  if (!first) return;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (row: Record<string, string | number>, column: string) => String(row[column] ?? '');
  const width = new Map(
    columns.map((column) => [
      column,
      Math.max(column.length, ...rows.map((row) => cell(row, column).length)),
    ]),
  );
  const line = (cells: (column: string) => string, right: (column: string) => boolean) =>
    columns
      .map((column) =>
        right(column)
          ? cells(column).padStart(width.get(column) ?? 0)
          : cells(column).padEnd(width.get(column) ?? 0),
      )
      .join('  ')
      .trimEnd();
  const numeric = (column: string) => rows.every((row) => typeof (row[column] ?? 0) === 'number');
  console.log(`\n${title}`);
  console.log(line((column) => column, numeric));
  console.log(columns.map((column) => '─'.repeat(width.get(column) ?? 0)).join('  '));
  for (const row of rows) console.log(line((column) => cell(row, column), numeric));
}

/** The value below which `share` of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));
