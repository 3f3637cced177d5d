import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';
import { Run } from '../../../src/core/run.js';
import {
  type ChainLinkage,
  nearestNeighborChain,
  squareChain,
} from '../../../src/estimators/cluster/hierarchy/chain.js';
import { condensedDistances, squareDistances } from '../../../src/estimators/cluster/hierarchy/metrics.js';
import { plainSingle, singleLinkage } from '../../../src/estimators/cluster/hierarchy/spanning_tree.js';
import { resolveMetric } from '../../../src/kernels/distances.js';
import { forceKernelBuild, liveAllocations, liveSessions } from '../../../src/kernels/wasm/runtime.js';
import { builds } from '../../kernels/support.js';

afterEach(() => forceKernelBuild(undefined));

/** Rows of few values (many ties and duplicates), of many, or at scales whose squares overflow or vanish. */
const rows = fc
  .record({
    n: fc.integer({ min: 2, max: 70 }),
    d: fc.integer({ min: 1, max: 6 }),
    seed: fc.nat({ max: 1e6 }),
    values: fc.constantFrom(2, 4, 1e6),
    scale: fc.constantFrom(1, 1, 1, 1e-170, 1e150, 1e200),
  })
  .map(({ n, d, seed, values, scale }) => {
    const data = new RandomState(seed).randomSample(n * d);
    return Matrix.of(
      data.map((value) => Math.floor(value * values) * scale),
      d,
    );
  });
const run = (): Run => new Run('test');

describe.each(builds)('hierarchies by kernels equal those of plain loops to the bit (%s)', (build) => {
  it('spanning trees', async () => {
    forceKernelBuild(build);
    const property = fc.asyncProperty(rows, async (X) => {
      const metric = resolveMetric('euclidean', {}, X.columns, 'test');
      expect(await singleLinkage(X, metric, run())).toEqual(await plainSingle(X, metric, run()));
    });
    await fc.assert(property, { numRuns: 300 });
    expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
  });

  it.each<ChainLinkage>(['ward', 'complete', 'average'])('chains, %s', async (linkage) => {
    forceKernelBuild(build);
    const property = fc.asyncProperty(rows, async (X) => {
      const metric = resolveMetric('euclidean', {}, X.columns, 'test');
      const plain = await nearestNeighborChain(
        await condensedDistances(X, metric, run()),
        X.rows,
        linkage,
        run(),
      );
      const fill = (chain: Parameters<Parameters<typeof squareChain>[2]>[0]): Promise<void> =>
        squareDistances(X, metric, chain, run());
      expect(await squareChain(X.rows, linkage, fill, run())).toEqual(plain);
    });
    await fc.assert(property, { numRuns: 300 });
    expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
  });
});
