/**
 * The part of LanceDB that the bench uses. It is measured where it is installed, and is no dependency (200 MB
 * of native code).
 */
declare module '@lancedb/lancedb' {
  interface Query {
    fullTextSearch(query: string): Query;
    select(columns: string[]): Query;
    limit(rows: number): Query;
    toArray(): Promise<{ n: number }[]>;
  }
  interface Table {
    createIndex(column: string, options: { config: unknown }): Promise<void>;
    query(): Query;
  }
  interface Connection {
    createTable(name: string, rows: { n: number; text: string }[]): Promise<Table>;
    close(): void;
  }
  export function connect(folder: string): Promise<Connection>;
  export const Index: { fts(): unknown };
}
