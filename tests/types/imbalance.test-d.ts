// Type tests: this file is compiled, never run. Each @ts-expect-error must mark a compile error.
import {
  GaussianNB,
  GridSearchCV,
  Matrix,
  Pipeline,
  RandomOverSampler,
  SMOTE,
  Table,
} from '../../src/index.js';

const pipe = new Pipeline([
  ['smote', new SMOTE()],
  ['clf', new GaussianNB()],
]);
new GridSearchCV(pipe, { smote__kNeighbors: [3, 5], smote__samplingStrategy: ['auto', 0.5] });
new GridSearchCV(pipe, { smote: [new SMOTE(), new RandomOverSampler(), 'passthrough'] });
// @ts-expect-error wrong parameter
new GridSearchCV(pipe, { smote__kNeighbours: [3] });
// @ts-expect-error wrong word: over-samplers cannot resample the majority alone
new GridSearchCV(pipe, { smote__samplingStrategy: ['majority'] });
// @ts-expect-error wrong type of value
new GridSearchCV(pipe, { smote__kNeighbors: ['3'] });
pipe.with({ smote__kNeighbors: 3 });

// What goes in comes out.
async function forms(): Promise<void> {
  const matrix: Matrix = (await new SMOTE().fitResample(Matrix.zeros(2, 2), ['a', 'b'])).X;
  const labels: string[] = (await new SMOTE().fitResample(Matrix.zeros(2, 2), ['a', 'b'])).y;
  const rows: number[][] = (await new SMOTE().fitResample([[1], [2]], [0, 1])).X;
  const codes: Int32Array = (await new SMOTE().fitResample([[1], [2]], Int32Array.of(0, 1))).y;
  const table: Table = (await new RandomOverSampler().fitResample(Table.from({ u: [1, 2] }), [0, 1])).X;
  void [matrix, labels, rows, codes, table];
}
void forms;
