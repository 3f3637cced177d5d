"""The peer's side of ensemble.mjs."""
from common import load, load_regression, once, timed
from sklearn.ensemble import (
    AdaBoostClassifier,
    BaggingClassifier,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    IsolationForest,
    StackingClassifier,
)
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.naive_bayes import GaussianNB


def fit_and_score(model, X, y):
    ms, model = timed(lambda: model.fit(X, y))
    return ms, model.score(X, y), None


def gradient_boosting_fit(task):
    X, y = load(task)
    return fit_and_score(GradientBoostingClassifier(random_state=0, **task["params"]), X, y)


def gradient_boosting_regression_fit(task):
    X, y = load_regression(task)
    return fit_and_score(GradientBoostingRegressor(random_state=0, **task["params"]), X, y)


def gradient_boosting_predict(task):
    X, y = load(task)
    make = lambda: GradientBoostingClassifier(random_state=0, **task["params"]).fit(X, y)
    model = once((task["folder"], "gradient_boosting"), make)
    ms, proba = timed(lambda: model.predict_proba(X))
    return ms, roc_auc_score(y, proba[:, 1]), None


def adaboost_fit(task):
    X, y = load(task)
    return fit_and_score(AdaBoostClassifier(random_state=0, algorithm="SAMME", **task["params"]), X, y)


def bagging_fit(task):
    X, y = load(task)
    ms, model = timed(lambda: BaggingClassifier(random_state=0, **task["params"]).fit(X[:10000], y[:10000]))
    return ms, model.score(X[19000:], y[19000:]), None


def isolation_forest(task):
    X, _ = load(task)
    ms, scores = timed(lambda: IsolationForest(random_state=0, **task["params"]).fit(X).score_samples(X))
    return ms, float(scores.mean()), None


def stacking_fit(task):
    X, y = load(task)
    return fit_and_score(StackingClassifier([("nb", GaussianNB()), ("lr", LogisticRegression(max_iter=1000))]), X, y)
