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


def fit(make, data):
    def run(task):
        X, y = data(task)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ms, model = timed(lambda: make(**task["params"]).fit(X, y))
        return ms, float(np.abs(model.coef_).sum()), ""

    return run


sgd_classifier_fit = fit(SGDClassifier, load)
sgd_regressor_fit = fit(SGDRegressor, load_regression)
huber_fit = fit(HuberRegressor, load_regression)
poisson_fit = fit(PoissonRegressor, load_regression)
bayesian_ridge_fit = fit(BayesianRidge, load_regression)
quantile_fit = fit(QuantileRegressor, load_regression)
theil_sen_fit = fit(TheilSenRegressor, load_regression)
