"""The peer's side of linear_model.mjs."""
import numpy as np
from common import load, load_regression, timed
from sklearn.linear_model import LassoCV, LogisticRegressionCV, RidgeCV, lasso_path


def lasso_path_task(task):
    X, y = load_regression(task)
    # Column by column is the order that the solver works in.
    ms, (_, coefs, _, iterations) = timed(lambda: lasso_path(X, y, return_n_iter=True))
    return ms, float(np.abs(coefs).sum()), f"{int(np.sum(iterations))} sweeps"


def lasso_cv(task):
    X, y = load_regression(task)
    ms, model = timed(lambda: LassoCV().fit(X, y))
    return ms, float(model.alpha_), None


def ridge_cv(task):
    X, y = load_regression(task)
    ms, model = timed(lambda: RidgeCV(alphas=10.0 ** np.arange(-4, 6)).fit(X, y))
    return ms, float(np.abs(model.coef_).sum()), None


def logistic_cv(task):
    X, y = load(task)
    ms, model = timed(lambda: LogisticRegressionCV().fit(X, y))
    return ms, float(np.max(np.mean(list(model.scores_.values())[0], axis=0))), None
