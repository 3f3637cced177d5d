"""The peer's side of linear_sgd.mjs."""
import warnings

import numpy as np
from common import load, load_regression, timed
from sklearn.linear_model import (
    BayesianRidge,
    HuberRegressor,
    PoissonRegressor,
    QuantileRegressor,
    SGDClassifier,
    SGDRegressor,
    TheilSenRegressor,
)


def fit(task, make, data=load_regression):
    X, y = data(task)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ms, model = timed(lambda: make(**task["params"]).fit(X, y))
    return ms, float(np.abs(model.coef_).sum()), ""


def sgd_classifier_fit(task):
    return fit(task, SGDClassifier, load)


def sgd_regressor_fit(task):
    return fit(task, SGDRegressor)


def huber_fit(task):
    return fit(task, HuberRegressor)


def poisson_fit(task):
    return fit(task, PoissonRegressor)


def bayesian_ridge_fit(task):
    return fit(task, BayesianRidge)


def quantile_fit(task):
    return fit(task, QuantileRegressor)


def theil_sen_fit(task):
    return fit(task, TheilSenRegressor)
