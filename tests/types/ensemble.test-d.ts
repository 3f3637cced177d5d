// Type tests: this file is compiled, never run. Each @ts-expect-error must mark a compile error.
import {
  AdaBoostClassifier,
  AdaBoostRegressor,
  BaggingClassifier,
  BaggingRegressor,
  ClassifierChain,
  GaussianNB,
  GradientBoostingClassifier,
  GradientBoostingRegressor,
  GridSearchCV,
  IsolationForest,
  KNeighborsClassifier,
  KNeighborsRegressor,
  LogisticRegression,
  type Matrix,
  MultiOutputRegressor,
  OneVsOneClassifier,
  OneVsRestClassifier,
  OutputCodeClassifier,
  Pipeline,
  StackingClassifier,
  StandardScaler,
  VotingClassifier,
  VotingRegressor,
} from './exports.js';

// Named members: their parameters, the members themselves, and the parameters of the whole.
const vote = new VotingClassifier([
  ['lr', new LogisticRegression()],
  ['nb', new GaussianNB()],
]);
new GridSearchCV(vote, { lr__C: [1, 10], nb__varSmoothing: [1e-9], voting: ['hard', 'soft'] });
new GridSearchCV(vote, { lr: [new LogisticRegression(), 'drop'], weights: [null, [1, 2]] });
// @ts-expect-error wrong member
new GridSearchCV(vote, { svc__C: [1] });
// @ts-expect-error wrong parameter of a member
new GridSearchCV(vote, { lr__D: [1] });
// @ts-expect-error wrong type of value
new GridSearchCV(vote, { lr__C: ['1'] });
// @ts-expect-error wrong word
new GridSearchCV(vote, { voting: ['softly'] });
vote.with({ lr__C: 3, voting: 'soft', nb: 'drop' });
// @ts-expect-error wrong parameter
vote.with({ lr__D: 3 });
// @ts-expect-error wrong option
new VotingClassifier([['lr', new LogisticRegression()]], { wieghts: [1] });
const flat: Promise<Matrix> = vote.transform([[1]]);
const parts: Promise<Matrix[]> = vote.transform<Matrix[]>([[1]]);
void [flat, parts];

// Inside a pipeline, and pipelines as members.
const pipe = new Pipeline([
  ['scale', new StandardScaler()],
  [
    'voting',
    new VotingClassifier([
      ['lr', new LogisticRegression()],
      ['scaled', new Pipeline([['nb', new GaussianNB()]])],
    ]),
  ],
]);
new GridSearchCV(pipe, {
  voting__lr__C: [1],
  voting__scaled__nb__varSmoothing: [1e-8],
  voting__voting: ['soft'],
});
// @ts-expect-error wrong name three levels down
new GridSearchCV(pipe, { voting__scaled__nb__varSmooth: [1e-8] });
new GridSearchCV(new VotingRegressor([['knn', new KNeighborsRegressor()]]), { knn__nNeighbors: [3] });

// One kind of member: `estimator__param`, at any depth.
const bag = new BaggingClassifier({ estimator: new LogisticRegression(), nEstimators: 5 });
new GridSearchCV(bag, { estimator__C: [1], nEstimators: [5, 10], estimator: [new LogisticRegression()] });
// @ts-expect-error wrong parameter of the member
new GridSearchCV(bag, { estimator__D: [1] });
// @ts-expect-error wrong type of value
new GridSearchCV(bag, { estimator__C: ['1'] });
new GridSearchCV(
  new Pipeline([
    ['scale', new StandardScaler()],
    ['clf', bag],
  ]),
  { clf__estimator__C: [1] },
);
bag.with({ estimator__C: 2 });
// @ts-expect-error wrong parameter of the member
bag.with({ estimator__D: 2 });
new GridSearchCV(new BaggingRegressor({ estimator: new Pipeline([['knn', new KNeighborsRegressor()]]) }), {
  estimator__knn__nNeighbors: [1, 2],
});

// Stacks: named members and the final estimator.
const stack = new StackingClassifier([['nb', new GaussianNB()]], {
  finalEstimator: new KNeighborsClassifier(),
});
new GridSearchCV(stack, { nb__varSmoothing: [1e-9], finalEstimator__nNeighbors: [3], passthrough: [true] });
// @ts-expect-error wrong parameter of the final estimator
new GridSearchCV(stack, { finalEstimator__C: [1] });
new GridSearchCV(new StackingClassifier([['nb', new GaussianNB()]]), { finalEstimator__C: [1] });

// Boosting, strategies and chains.
new GridSearchCV(new AdaBoostClassifier(), { estimator__maxDepth: [1, 2], learningRate: [0.5] });
// @ts-expect-error wrong parameter of the default member
new GridSearchCV(new AdaBoostClassifier(), { estimator__C: [1] });
new GridSearchCV(new AdaBoostRegressor({ estimator: new KNeighborsRegressor() }), {
  estimator__nNeighbors: [1],
  loss: ['square'],
});
new GridSearchCV(new OneVsRestClassifier(new LogisticRegression()), { estimator__C: [1] });
// @ts-expect-error wrong parameter
new GridSearchCV(new OneVsOneClassifier(new LogisticRegression()), { estimator__D: [1] });
new OutputCodeClassifier(new LogisticRegression(), { codeSize: 2 }).with({ estimator__C: 3 });
new GridSearchCV(new MultiOutputRegressor(new KNeighborsRegressor()), { estimator__nNeighbors: [1] });
new GridSearchCV(new ClassifierChain(new LogisticRegression()), {
  estimator__C: [1],
  order: ['random', [1, 0], null],
});
new GridSearchCV(new GradientBoostingClassifier(), { maxDepth: [2, null], loss: ['exponential'] });
// @ts-expect-error Friedman's improvement always
new GradientBoostingRegressor({ criterion: 'squared_error' });
const marks: Promise<Int32Array> = new IsolationForest().predict([[1]]);
void marks;
