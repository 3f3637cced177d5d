"""The peer's side of mixture.mjs."""
from common import load, timed
from sklearn.mixture import BayesianGaussianMixture, GaussianMixture


def gaussian_mixture(task):
    X, _ = load(task)
    k = task["k"]
    model = GaussianMixture(
        k,
        covariance_type=task["covarianceType"],
        means_init=X[:k],
        init_params="random",
        max_iter=task["maxIter"],
        tol=0,
        random_state=0,
    )
    ms, model = timed(lambda: model.fit(X))
    return ms, float(model.lower_bound_), f"{model.n_iter_} iterations"


def bayesian_mixture(task):
    X, _ = load(task)
    model = BayesianGaussianMixture(
        n_components=task["k"], init_params="random", max_iter=task["maxIter"], tol=0, random_state=0
    )
    ms, model = timed(lambda: model.fit(X))
    return ms, float(model.lower_bound_), f"{model.n_iter_} iterations"
