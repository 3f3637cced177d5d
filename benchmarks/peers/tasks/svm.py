"""The peer's side of svm.mjs."""
import numpy as np
from common import load, load_regression, once, timed
from sklearn.svm import SVC, SVR, LinearSVC


def svc_fit(task):
    X, y = load(task)
    ms, model = timed(lambda: SVC(**task["params"]).fit(X, y))
    return ms, float(np.abs(model.dual_coef_).sum()), f"{int(model.n_iter_.sum())} iterations"


def svc_predict(task):
    X, y = load(task)
    model = once((task["folder"], "svc"), lambda: SVC(**task["params"]).fit(X, y))
    ms, values = timed(lambda: model.decision_function(X))
    return ms, float(np.abs(values).sum()), f"{len(model.support_)} support vectors"


def svr_fit(task):
    X, y = load_regression(task)
    ms, model = timed(lambda: SVR(**task["params"]).fit(X, y))
    return ms, float(np.abs(model.dual_coef_).sum()), f"{int(np.ravel(model.n_iter_)[0])} iterations"


def linear_svc_fit(task):
    X, y = load(task)
    ms, model = timed(lambda: LinearSVC(**task["params"]).fit(X, y))
    values = model.decision_function(X)
    labels = np.where(y == 1, 1, -1)
    errors = np.maximum(0, 1 - labels * values)
    objective = 0.5 * (np.sum(model.coef_**2) + np.sum(model.intercept_**2)) + np.sum(errors**2)
    return ms, float(objective), f"{model.n_iter_} iterations"


