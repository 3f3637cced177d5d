import type { BoostingSession } from '../../../kernels/wasm/modules/boosting.js';
import { type DerivativePlan, writeDerivatives } from './loss_kernels.js';
import { type ColumnRange, doWork, type NodeWork, WORK_NUMBERS, writeWork } from './node_work.js';

/** What any thread must know to work on a fit: sizes and addresses. */
export interface CrewPlan {
  readonly rows: number;
  readonly columns: number;
  readonly codes: number;
  readonly binCounts: number;
  readonly holdsMissing: number;
  readonly categorical: number;
  readonly monotone: number;
  readonly order: number;
  readonly spare: number;
  readonly counted: boolean;
  readonly l2: number;
  readonly minSamplesLeaf: number;
  readonly derivatives: DerivativePlan;
}

/** Those who do the heavy work of a fit. What comes out does not depend on how many they are. */
export interface Crew {
  /** Histograms and best splits of columns. */
  node(work: NodeWork, ranges: readonly ColumnRange[]): Promise<void> | void;
  /** Gradients and hessians of all rows. */
  derivatives(): Promise<void> | void;
  /** Sends helpers home. */
  dismiss(): void;
}

/** Tells kernels about a fit. `scratch` is room for this thread alone. */
export function briefKernels(kernels: BoostingSession['kernels'], plan: CrewPlan, scratch: number): void {
  kernels.setData(
    plan.rows,
    plan.columns,
    plan.codes,
    plan.binCounts,
    plan.holdsMissing,
    plan.categorical,
    plan.monotone,
  );
  kernels.setRoom(plan.order, plan.spare);
  kernels.setRules(plan.counted, plan.l2, plan.minSamplesLeaf);
  kernels.setScratch(scratch);
}

/** This thread alone. */
export function soloCrew({ kernels }: BoostingSession, plan: CrewPlan): Crew {
  const numbers = new Float64Array(WORK_NUMBERS);
  return {
    node(work, ranges) {
      writeWork(numbers, work);
      for (const [first, last] of ranges) doWork(kernels, numbers, first, last);
    },
    derivatives: () => writeDerivatives(kernels, plan.derivatives),
    dismiss() {},
  };
}
