"""The peer's side of hist_gradient_boosting.mjs. A task returns milliseconds, a score and a note."""
import os

from common import load, once, timed
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import accuracy_score

ROWS = 20_000


def fitted(X, y):
    return HistGradientBoostingClassifier(early_stopping=False, random_state=0).fit(X, y)


def scored(model, X, y):
    return accuracy_score(y[:ROWS], model.predict(X[:ROWS]))


def hist_boosting(task):
    X, y = load(task)
    ms, model = timed(lambda: fitted(X, y))
    return ms, scored(model, X, y), ""


def hist_boosting_predict(task):
    X, y = load(task)
    model = once((task["folder"], "hist_boosting"), lambda: fitted(X, y))
    ms, predicted = timed(lambda: model.predict(X))
    return ms, accuracy_score(y, predicted), ""


def xgboost_hist(task):
    import xgboost

    X, y = load(task)
    jobs = 1 if task["threads"] == 1 else os.cpu_count()
    model = xgboost.XGBClassifier(
        n_estimators=100,
        tree_method="hist",
        grow_policy="lossguide",
        max_depth=0,
        max_leaves=31,
        learning_rate=0.1,
        reg_lambda=0,
        n_jobs=jobs,
        verbosity=0,
    )
    ms, _ = timed(lambda: model.fit(X, y))
    return ms, scored(model, X, y), ""
