import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPostings } from './postings.ts';

test('each list has what was appended to it, in order, one by one and together', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 400 }))),
      (runs) => {
        const postings = createPostings();
        const wanted: number[][] = [[], [], [], []];
        let value = 0;
        for (const [list, length] of runs)
          for (let n = 0; n < length; n++) {
            postings.append(list, ++value);
            wanted[list]?.push(value);
          }
        for (const [list, values] of wanted.entries()) {
          const visited: number[] = [];
          postings.forEach(list, (one) => visited.push(one));
          expect(visited).toEqual(values);
          expect([...postings.values(list)]).toEqual(values);
        }
        expect([...postings.values(9)]).toEqual([]);
      },
    ),
  );
});
