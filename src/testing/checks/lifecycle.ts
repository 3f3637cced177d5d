import { Matrix } from '../../core/matrix.js';
import { fromPlain, toPlain } from '../../core/plain.js';
import { type Estimator, hasMethod } from '../../core/protocol.js';
import type { ProgressEvent } from '../../core/run.js';
import { assert, type Check, errorOf } from '../check.js';
import { dataFor, isNumericCase } from '../data.js';
import { assertSameOutputs, call, methodsOf, outputsOf, rowsOf } from '../outputs.js';

const numeric = (estimator: Estimator): boolean =>
  !estimator.tags.pairwise && estimator.tags.role !== 'target_transformer';

/** Fitting again, copying, saving, aborting; and results that must not depend on how they are asked for. */
export const lifecycleChecks: readonly Check[] = [
  {
    name: 'fit twice gives the same as fit once',
    applies: (estimator) => !estimator.tags.nonDeterministic,
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X, y);
      const first = await outputsOf(estimator, X);
      await estimator.fit(X, y);
      assertSameOutputs(await outputsOf(estimator, X), first, 'the second fit', 1e-9);
      const other = given.make();
      await other.fit(X, y);
      assertSameOutputs(await outputsOf(other, X), first, 'another estimator');
    },
  },
  {
    name: 'predicting changes nothing',
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X, y);
      const state = (): string =>
        JSON.stringify(toPlain((estimator as unknown as { fitted: unknown }).fitted), (_, item) =>
          ArrayBuffer.isView(item) ? Array.from(item as Float64Array, String) : item,
        );
      const before = state();
      const first = await outputsOf(estimator, X);
      assert(state() === before, 'a method changed the model');
      if (!estimator.tags.nonDeterministic)
        assertSameOutputs(await outputsOf(estimator, X), first, 'asked again');
    },
  },
  {
    name: 'it survives being taken apart and rebuilt',
    applies: (estimator) => !estimator.tags.nonDeterministic,
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X, y);
      let plain: unknown;
      try {
        plain = toPlain(estimator);
      } catch (error) {
        const { name, message } = error as Error;
        assert(name === 'NotPlainError' && /function/.test(message), `cannot be saved: ${message}`);
        return;
      }
      const copy = (await fromPlain(structuredClone(plain))) as Estimator;
      assert(copy.constructor === estimator.constructor && copy.isFitted, 'rebuilt as something else');
      assertSameOutputs(await outputsOf(copy, X), await outputsOf(estimator, X), 'the copy');
    },
  },
  {
    name: 'an aborted fit rejects with an AbortError and keeps the earlier model',
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      const stopped = await errorOf(
        () => estimator.fit(X, y, { signal: AbortSignal.abort() }),
        'an aborted fit',
      );
      assert(stopped.name === 'AbortError', `an aborted fit gives ${stopped.name}: ${stopped.message}`);
      if (estimator.tags.stateless) return;
      assert(
        !estimator.isFitted || estimator.type === 'FrozenEstimator',
        'an aborted first fit leaves a fitted estimator',
      );
      await estimator.fit(X, y);
      const before = (estimator as unknown as { fitted: unknown }).fitted;
      await errorOf(() => estimator.fit(X, y, { signal: AbortSignal.abort() }), 'an aborted refit');
      assert(
        (estimator as unknown as { fitted: unknown }).fitted === before,
        'an aborted refit changed the model',
      );
    },
  },
  {
    name: 'an abort in the middle of a fit is heeded',
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      const controller = new AbortController();
      let events = 0;
      const onProgress = (): void => {
        events++;
        controller.abort();
      };
      try {
        await estimator.fit(X, y, { signal: controller.signal, onProgress });
      } catch (error) {
        assert((error as Error).name === 'AbortError', `gives ${String(error)}`);
        return;
      }
      assert(events === 0, 'fit went on to the end after an abort');
    },
  },
  {
    name: 'a failed refit keeps the earlier model',
    applies: (estimator) => numeric(estimator) && !estimator.tags.stateless,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X, y);
      const before = (estimator as unknown as { fitted: unknown }).fitted;
      await errorOf(
        () => estimator.fit((X as Matrix).clone().set(0, 0, Number.POSITIVE_INFINITY), y),
        'a bad refit',
      );
      assert(
        (estimator as unknown as { fitted: unknown }).fitted === before,
        'a failed refit changed the model',
      );
    },
  },
  {
    name: 'progress events are well formed',
    async run(given) {
      const { X, y } = dataFor(given);
      const events: ProgressEvent[] = [];
      await given.make().fit(X, y, { onProgress: (event) => events.push(event) });
      for (const { estimator, what, done, total } of events) {
        assert(
          typeof estimator === 'string' && what.length > 0 && done >= 0 && done <= total,
          `bad event ${what} ${done}/${total}`,
        );
      }
    },
  },
  {
    name: 'rows are answered independently of their order and company',
    applies: (estimator) =>
      numeric(estimator) && !estimator.tags.nonDeterministic && !estimator.tags.poorScore,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = dataFor(given) as { X: Matrix; y: number[] };
      const estimator = given.make();
      await estimator.fit(X, y);
      const order = Array.from({ length: X.rows }, (_, i) => (i * 7) % X.rows);
      for (const method of methodsOf(estimator)) {
        const all = rowsOf(await call(estimator, method, X));
        const permuted = rowsOf(await call(estimator, method, X.takeRows(order)));
        const alone: unknown[][] = [];
        for (const i of order.slice(0, 12))
          alone.push(rowsOf(await call(estimator, method, X.takeRows([i])))[0]);
        const near = (a: unknown, b: unknown): boolean =>
          a === b || Math.abs(Number(a) - Number(b)) <= 1e-9 * Math.max(1, Math.abs(Number(b)));
        order.forEach((i, k) => {
          assert(
            permuted[k].every((cell, j) => near(cell, all[i][j])),
            `${method} depends on the order of rows`,
          );
          if (k < 12)
            assert(
              alone[k].every((cell, j) => near(cell, all[i][j])),
              `${method} depends on the other rows`,
            );
        });
      }
    },
  },
  {
    name: 'nIter counts at least one iteration',
    applies: (estimator) => 'maxIter' in estimator.params,
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X, y);
      const { nIter } = estimator as unknown as {
        nIter: ArrayLike<number | Matrix> | number | null;
      };
      // A solver that does not iterate says null.
      if (nIter === null) return;
      const parts = typeof nIter === 'number' ? [nIter] : Array.from(nIter);
      // Searches have a table of counts per fold.
      const counts = parts.flatMap((part) => (part instanceof Matrix ? Array.from(part.data) : [part]));
      assert(counts.length > 0 && counts.every((count) => count >= 1), `nIter is ${String(nIter)}`);
    },
  },
  {
    name: 'nJobs changes nothing',
    applies: (estimator) => 'nJobs' in estimator.params && !estimator.tags.nonDeterministic,
    async run(given) {
      const { X, y } = dataFor(given);
      const [one, two] = [
        given.make().with({ nJobs: 1 } as object),
        given.make().with({ nJobs: 2 } as object),
      ];
      await one.fit(X, y);
      await two.fit(X, y);
      assertSameOutputs(await outputsOf(two, X), await outputsOf(one, X), 'nJobs 2');
    },
  },
  {
    name: 'score is a number, and weights of 1 leave it alone',
    applies: (estimator) => hasMethod(estimator, 'score') && numeric(estimator),
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X, y);
      const score = (await call(estimator, 'score', X, y)) as number;
      assert(Number.isFinite(score), `score is ${score}`);
      const rows = (X as Matrix).rows;
      const weighted = await call(estimator, 'score', X, y, {
        sampleWeight: new Array<number>(rows).fill(1),
      });
      if (!estimator.tags.nonDeterministic)
        assert(Math.abs((weighted as number) - score) < 1e-12, 'weights of 1 change the score');
    },
  },
  {
    name: 'every async method returns a promise',
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      const fitting = estimator.fit(X, y);
      assert(fitting instanceof Promise, 'fit returns no promise');
      await fitting;
      for (const method of methodsOf(estimator)) {
        const promise = call(estimator, method, X);
        assert(promise instanceof Promise, `${method} returns no promise`);
        const result = await promise;
        assert(
          result instanceof Matrix || Array.isArray(result) || ArrayBuffer.isView(result),
          `${method} resolves to ${typeof result}`,
        );
      }
    },
  },
];
