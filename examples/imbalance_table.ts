// Ways to look for a rare class, side by side on the same split: how many of its objects each finds (completeness)
// and how many of what it selects are something else (contamination), with 95 % intervals.
import {
  BalancedRandomForestClassifier,
  bootstrapInterval,
  type Classifier,
  f1Score,
  type Matrix,
  Pipeline,
  RandomForestClassifier,
  SMOTE,
  sampleCompleteness,
  sampleContamination,
  TunedThresholdClassifierCV,
} from 'learnkit';

/** One split and the class that is looked for. */
export interface RareClass {
  readonly XTrain: Matrix;
  readonly yTrain: readonly string[];
  readonly XTest: Matrix;
  readonly yTest: readonly string[];
  readonly rare: string;
  readonly nJobs: number;
}

/** The rare class against all others: what a threshold decides between. */
const against = (rare: string, labels: readonly string[]): string[] =>
  labels.map((label) => (label === rare ? rare : 'other'));

/** Fits each way and prints the table. */
export async function imbalanceTable({
  XTrain,
  yTrain,
  XTest,
  yTest,
  rare,
  nJobs,
}: RareClass): Promise<void> {
  const forest = (classWeight: 'balanced_subsample' | null = null): RandomForestClassifier =>
    new RandomForestClassifier({ nEstimators: 100, minSamplesLeaf: 2, classWeight, randomState: 0, nJobs });
  const tuned = (contaminationAtMost: number): Classifier =>
    new TunedThresholdClassifierCV({
      estimator: forest(),
      posLabel: rare,
      scoring: { maximize: 'completeness', contaminationAtMost },
    });
  const ways: [string, Classifier, boolean][] = [
    ['plain forest', forest(), false],
    ['class weights', forest('balanced_subsample'), false],
    [
      'SMOTE in the pipeline',
      new Pipeline([
        ['smote', new SMOTE({ randomState: 0 })],
        ['clf', forest()],
      ]) as unknown as Classifier,
      false,
    ],
    [
      'balanced forest',
      new BalancedRandomForestClassifier({
        nEstimators: 100,
        samplingStrategy: 'all',
        replacement: true,
        bootstrap: false,
        randomState: 0,
        nJobs,
      }),
      false,
    ],
    ['threshold: contamination <= 5 %', tuned(0.05), true],
    ['threshold: contamination <= 20 %', tuned(0.2), true],
  ];
  const percent = (share: number): string => (100 * share).toFixed(1).padStart(5);
  console.log(
    `\nLooking for ${rare}, ${against(rare, yTest).filter((l) => l === rare).length} of ${yTest.length} held out; per cent, 95 % intervals:`,
  );
  console.log(`  ${''.padEnd(34)}completeness          contamination         macro-F1`);
  for (const [name, model, twoClasses] of ways) {
    await model.fit(XTrain, twoClasses ? against(rare, yTrain) : yTrain);
    const predicted = (await model.predict(XTest)).map(String);
    const options = { nResamples: 500, stratify: yTest, randomState: 0, method: 'percentile' } as const;
    const interval = (metric: typeof sampleCompleteness): string => {
      const metricOptions = { posLabel: rare };
      const { value, low, high } = bootstrapInterval(metric, yTest, predicted, { ...options, metricOptions });
      return `${percent(value)} (${percent(low).trim()} to ${percent(high).trim()})`.padEnd(22);
    };
    const truth = twoClasses ? against(rare, yTest) : yTest;
    const f1 = f1Score(truth, predicted, { average: 'macro' });
    console.log(
      `  ${name.padEnd(34)}${interval(sampleCompleteness)}${interval(sampleContamination)}${f1.toFixed(4)}`,
    );
  }
}
