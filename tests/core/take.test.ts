import { tableFromArrays, vectorFromArray } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/core/errors.js';
import { Matrix } from '../../src/core/matrix.js';
import { Table } from '../../src/core/table.js';
import { rowCount, takeRows } from '../../src/core/take.js';

describe('rowCount and takeRows', () => {
  const matrix = Matrix.from2DArray([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

  it('copy rows in the order given, repeats included', () => {
    expect(takeRows(['a', 'b', 'c'], [2, 0, 2])).toEqual(['c', 'a', 'c']);
    expect(takeRows([[1], [2], [3]], Int32Array.of(1))).toEqual([[2]]);
    expect(takeRows(Uint8Array.of(7, 8, 9), [2, 1])).toEqual(Uint8Array.of(9, 8));
    expect(takeRows(BigInt64Array.of(7n, 8n), [1])).toEqual(BigInt64Array.of(8n));
    expect(takeRows(matrix, [2, 0]).to2DArray()).toEqual([
      [5, 6],
      [1, 2],
    ]);
    expect(takeRows(new Float64Array(new SharedArrayBuffer(16)), [0]).length).toBe(1);
  });

  it('know tables and foreign matrices by their structure', () => {
    const columns = { x: [1, 2, 3], name: ['a', 'b', 'c'] };
    expect(rowCount(columns)).toBe(3);
    expect(takeRows(columns, [2, 1])).toEqual({ x: [3, 2], name: ['c', 'b'] });
    expect(takeRows(Table.from(columns), [2]).column('name')).toEqual(['c']);
    const shaped = { data: [1, 2, 3, 4, 5, 6], shape: [3, 2] };
    expect(rowCount(shaped)).toBe(3);
    expect((takeRows(shaped, [1]) as unknown as Matrix).to2DArray()).toEqual([[3, 4]]);
    const foreign = { rows: 3, columns: 2, to2DArray: () => matrix.to2DArray() };
    expect((takeRows(foreign, [1]) as unknown as Matrix).to2DArray()).toEqual([[3, 4]]);
    const arrow = tableFromArrays({ x: Float64Array.of(1, 2, 3), name: ['a', 'b', 'c'] });
    expect(rowCount(arrow)).toBe(3);
    expect((takeRows(arrow, [2, 0]) as unknown as Table).column('name')).toEqual(['c', 'a']);
    expect(takeRows(vectorFromArray(['a', 'b', 'c']), [2])).toEqual(['c']);
  });

  it('are not misled by the names of columns', () => {
    const columns = { shape: ['round', 'square'], data: [1, 2], rows: [3, 4], length: [5, 6] };
    expect(rowCount(columns)).toBe(2);
    expect(takeRows(columns, [1])).toEqual({ shape: ['square'], data: [2], rows: [4], length: [6] });
    const hostile = JSON.parse('{"__proto__":[1,2],"x":[3,4]}') as Record<string, number[]>;
    const taken = takeRows(hostile, [1]);
    expect(Object.keys(taken)).toEqual(['__proto__', 'x']);
    expect(Object.getPrototypeOf(taken)).toBe(Object.prototype);
  });

  it('refuse what has no rows, or not those', () => {
    for (const data of [null, undefined, 'text', 5, new Date(), new Map(), { a: 1 }, { a: 'text' }]) {
      expect(() => rowCount(data), String(data)).toThrow(InvalidInputError);
    }
    expect(() => rowCount({ a: [1, 2], b: [1] })).toThrow('equally long columns, but column "b"');
    expect(() => takeRows({ rows: 3 }, [0])).toThrow('no way to take some of them');
    for (const bad of [3, -1, 0.5, Number.NaN]) expect(() => takeRows([1, 2, 3], [bad])).toThrow('no row');
  });
});
