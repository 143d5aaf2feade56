import { createVectorMatrix, packVector } from '@persona/search';
import { bring, requireBrought } from './bring.ts';
import { percentile, rounded } from './table.ts';

type Row = Record<string, string | number>;

/** The part of USearch, an HNSW library, that is used here. */
interface USearch {
  Index: new (options: object) => {
    add(keys: BigUint64Array, vectors: Float32Array, threads: number): void;
    search(vector: Float32Array, k: number, threads: number): { keys: BigUint64Array };
  };
}

const DIMENSION = 384;
const TEXTS = [20_000, 200_000];
const QUERIES = 100;
const NEAREST = 200;
/** How many ways texts differ in, roughly: vectors of a model lie near a space of fewer dimensions. */
const LATENT = 48;

/**
 * The exact scan of the embedded index beside an approximate one (HNSW of USearch, 16 links, in bytes too):
 * time of the processor for a search on one thread, how many of the nearest are found, and what it takes to
 * have the vectors ready.
 */
export async function runVectorsBench(): Promise<Record<string, Row[]>> {
  bring('usearch', '^2.26.2');
  const { Index } = requireBrought<USearch>('usearch');
  const rows: Row[] = [];
  for (const texts of TEXTS) {
    const draw = drawer();
    const vectors = Array.from({ length: texts }, draw);
    const queries = Array.from({ length: QUERIES }, draw);
    const matrix = createVectorMatrix('bench', DIMENSION);
    const filled = timed(() => {
      for (const [n, vector] of vectors.entries())
        matrix.add({ key: n + 1, page_id: `td_${n}`, version: 1 }, 0, packVector(vector));
    });
    const exact = search(queries, (query) => matrix.nearest(query, NEAREST).map(({ page }) => page - 1));
    rows.push({
      texts,
      how: 'exact scan',
      'ready s': rounded(filled.ms / 1000),
      'p50 ms': rounded(exact.p50, 2),
      'found of 10': 1,
      'found of 200': 1,
      MB: rounded(matrix.bytes() / 1e6, 0),
    });
    const before = process.memoryUsage.rss();
    const index = new Index({
      metric: 'cos',
      dimensions: DIMENSION,
      quantization: 'i8',
      connectivity: 16,
      expansion_add: 128,
      expansion_search: 256,
    });
    const built = timed(() => {
      for (const [n, vector] of vectors.entries()) index.add(BigUint64Array.of(BigInt(n)), vector, 1);
    });
    const near = search(queries, (query) => [...index.search(query, NEAREST, 1).keys].map(Number));
    rows.push({
      texts,
      how: 'HNSW',
      'ready s': rounded(built.ms / 1000),
      'p50 ms': rounded(near.p50, 2),
      'found of 10': overlap(exact.lists, near.lists, 10),
      'found of 200': overlap(exact.lists, near.lists, NEAREST),
      MB: rounded((process.memoryUsage.rss() - before) / 1e6, 0),
    });
  }
  return { [`vectors of ${DIMENSION} values`]: rows };
}

/** Draws unit vectors that lie near a space of fewer dimensions. */
function drawer(): () => Float32Array {
  let state = 7;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const axes = Array.from({ length: LATENT }, () => Array.from({ length: DIMENSION }, uniform));
  return () => {
    const vector = Float32Array.from({ length: DIMENSION }, () => 0.05 * uniform());
    for (const axis of axes) {
      const by = uniform();
      for (let at = 0; at < DIMENSION; at++) vector[at] = (vector[at] ?? 0) + by * (axis[at] ?? 0);
    }
    const norm = Math.hypot(...vector);
    return vector.map((value) => value / norm);
  };
}

function timed<T>(work: () => T): { result: T; ms: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

function search(queries: readonly Float32Array[], ask: (query: Float32Array) => number[]) {
  for (const query of queries.slice(0, 5)) ask(query);
  const asked = queries.map((query) => timed(() => ask(query)));
  return {
    p50: percentile(
      asked.map(({ ms }) => ms),
      0.5,
    ),
    lists: asked.map(({ result }) => result),
  };
}

function overlap(exact: readonly number[][], near: readonly number[][], count: number): number {
  const shares = exact.map((list, n) => {
    const found = new Set(near[n]?.slice(0, count));
    return list.slice(0, count).filter((one) => found.has(one)).length / count;
  });
  return rounded(shares.reduce((sum, one) => sum + one, 0) / shares.length, 3);
}
