// Type tests: this file is compiled, never run. Each @ts-expect-error must mark a compile error.
import {
  ColumnTransformer,
  FeatureUnion,
  GaussianNB,
  GridSearchCV,
  KNeighborsClassifier,
  LogisticRegression,
  loguniform,
  Matrix,
  makePipeline,
  OneOfTheTests,
  Pipeline,
  RandomizedSearchCV,
  rocAucScore,
  StandardScaler,
  trainTestSplit,
} from './exports.js';

void OneOfTheTests;

// Constructors.
new KNeighborsClassifier({ nNeighbors: 3, weights: 'distance', metric: 'manhattan' });
// @ts-expect-error unknown parameter
new KNeighborsClassifier({ nNeighbours: 3 });
// @ts-expect-error wrong type
new KNeighborsClassifier({ nNeighbors: '3' });
// @ts-expect-error wrong word
new KNeighborsClassifier({ algorithm: 'kdtree' });
// @ts-expect-error wrong word
new LogisticRegression({ solver: 'liblinear' });
// @ts-expect-error null only where it is declared
new LogisticRegression({ C: null });
// @ts-expect-error parameters are read-only
new LogisticRegression().params.C = 3;

// Grids of a single estimator.
new GridSearchCV(new LogisticRegression(), {
  C: [0.1, 1],
  solver: ['lbfgs', 'saga'],
  classWeight: [null, 'balanced'],
});
// @ts-expect-error wrong name
new GridSearchCV(new LogisticRegression(), { c: [1] });
// @ts-expect-error wrong type of value
new GridSearchCV(new LogisticRegression(), { C: ['1'] });
// @ts-expect-error wrong literal
new GridSearchCV(new LogisticRegression(), { solver: ['lbfgz'] });
// @ts-expect-error a value where a list must be
new GridSearchCV(new LogisticRegression(), { C: 1 });

// Pipelines.
const pipe = new Pipeline([
  ['scale', new StandardScaler()],
  ['clf', new LogisticRegression()],
]);
new GridSearchCV(pipe, { clf__C: [1, 10], scale__withMean: [true, false] });
new GridSearchCV(pipe, { clf: [new LogisticRegression(), new GaussianNB()] });
new GridSearchCV(pipe, [{ clf__C: [1] }, { scale__withStd: [false] }]);
// @ts-expect-error wrong step
new GridSearchCV(pipe, { svc__C: [1] });
// @ts-expect-error wrong parameter
new GridSearchCV(pipe, { clf__gamma: [1] });
// @ts-expect-error wrong type of value
new GridSearchCV(pipe, { scale__withMean: ['yes'] });
// @ts-expect-error wrong literal
new GridSearchCV(pipe, { clf__solver: ['newton'] });
// @ts-expect-error wrong name of an option
new GridSearchCV(pipe, { clf__C: [1] }, { scorer: 'f1' });
// @ts-expect-error wrong name of a scorer
new GridSearchCV(pipe, { clf__C: [1] }, { scoring: 'f1macro' });
pipe.with({ clf__C: 3 });
// @ts-expect-error wrong parameter
pipe.with({ clf__D: 3 });
// @ts-expect-error wrong type
pipe.with({ clf__C: 'x' });

// Names from classes.
// Classes that stand twice are numbered.
const twice = makePipeline(new StandardScaler(), new StandardScaler(), new KNeighborsClassifier());
new GridSearchCV(twice, { 'standardscaler-2__withMean': [true], kneighborsclassifier__nNeighbors: [3] });
// @ts-expect-error there are two
new GridSearchCV(twice, { standardscaler__withMean: [true] });

const made = makePipeline(new StandardScaler(), new KNeighborsClassifier());
new GridSearchCV(made, { kneighborsclassifier__nNeighbors: [1], standardscaler__withMean: [true] });
// @ts-expect-error wrong name
new GridSearchCV(made, { knn__nNeighbors: [1] });

// Nested pipelines, unions, column transformers and searches.
const nested = new Pipeline([
  ['prep', new Pipeline([['scale', new StandardScaler()]])],
  ['both', new FeatureUnion([['a', new StandardScaler()]])],
  ['clf', new LogisticRegression()],
]);
new GridSearchCV(nested, { prep__scale__withMean: [true], both__a__withStd: [false], clf__C: [1] });
// @ts-expect-error wrong name two levels down
new GridSearchCV(nested, { prep__scale__withMeen: [true] });
const columns = new Pipeline([
  ['cols', new ColumnTransformer([['num', new StandardScaler(), ['u', 'g']]])],
  ['clf', new LogisticRegression()],
]);
new GridSearchCV(columns, { cols__num__withMean: [true] });
// @ts-expect-error wrong part
new GridSearchCV(columns, { cols__text__withMean: [true] });

// Distributions.
new RandomizedSearchCV(pipe, { clf__C: loguniform(0.1, 10), scale__withMean: [true] });
// @ts-expect-error numbers for a boolean
new RandomizedSearchCV(pipe, { scale__withMean: loguniform(0.1, 10) });

// Results.
const search = new GridSearchCV(pipe, { clf__C: [1] });
const best: typeof pipe = search.bestEstimator;
void best;
const labels: Promise<(string | number | boolean)[]> = pipe.predict([[1]]);
void labels;
const typed: Promise<('STAR' | 'QSO')[]> = new GaussianNB().predict<'STAR' | 'QSO'>([[1]]);
void typed;
const [XTrain, XTest, yTrain, yTest] = trainTestSplit(Matrix.zeros(4, 2), ['a', 'b', 'a', 'b'], {
  testSize: 0.5,
});
const m: Matrix = XTrain;
const l: string[] = yTest;
void [m, l, XTest, yTrain];
// @ts-expect-error unknown option
trainTestSplit([1], { testsize: 0.5 });
const perClass: Float64Array = rocAucScore([0, 1], [[0.5, 0.5]], { multiClass: 'ovr', average: null });
const one: number = rocAucScore([0, 1], [0.1, 0.2]);
void [perClass, one];
