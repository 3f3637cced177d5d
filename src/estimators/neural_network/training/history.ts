/** What each epoch of a training came to: one entry per epoch in every column. */
export interface History {
  readonly epoch: readonly number[];
  /** Mean training loss, penalty included. */
  readonly loss: readonly number[];
  readonly learningRate: readonly number[];
  /** Seconds that the epoch took. */
  readonly seconds: readonly number[];
  /** Accuracy or R2 on the training rows; empty unless fit was asked for it. */
  readonly trainingScore: readonly number[];
  /** Mean loss on the validation rows; empty without them. */
  readonly validationLoss: readonly number[];
  /** Accuracy or R2 on the validation rows; empty without them. */
  readonly validationScore: readonly number[];
}

/** What an epoch came to. */
export interface EpochLog {
  readonly epoch: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly seconds: number;
  readonly trainingScore?: number;
  readonly validationLoss?: number;
  readonly validationScore?: number;
}

/** Quantities that callbacks can watch. */
export type Monitor = 'loss' | 'trainingScore' | 'validationLoss' | 'validationScore';

/** The epochs as columns. */
export function historyOf(logs: readonly EpochLog[]): History {
  const validated = logs.filter(({ validationLoss }) => validationLoss !== undefined);
  return {
    epoch: logs.map(({ epoch }) => epoch),
    loss: logs.map(({ loss }) => loss),
    learningRate: logs.map(({ learningRate }) => learningRate),
    seconds: logs.map(({ seconds }) => seconds),
    trainingScore: logs.flatMap(({ trainingScore }) => (trainingScore === undefined ? [] : [trainingScore])),
    validationLoss: validated.map(({ validationLoss }) => validationLoss as number),
    validationScore: validated.map(({ validationScore }) => validationScore as number),
  };
}
