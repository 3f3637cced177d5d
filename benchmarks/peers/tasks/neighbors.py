"""The peer's side of neighbors.mjs."""
import numpy as np
from common import load, once, timed
from sklearn.cluster import MeanShift
from sklearn.impute import KNNImputer
from sklearn.neighbors import KernelDensity, LocalOutlierFactor, NearestNeighbors


def radius_neighbors(task):
    X, _ = load(task)
    model = once(("radius", task["folder"]), lambda: NearestNeighbors(radius=task["radius"]).fit(X))
    ms, found = timed(lambda: model.radius_neighbors(X))
    return ms, float(sum(len(row) for row in found[1])), None


def local_outlier_factor(task):
    X, _ = load(task)
    model = LocalOutlierFactor()
    ms, _ = timed(lambda: model.fit_predict(X))
    return ms, float(-model.negative_outlier_factor_.mean()), None


def kernel_density(task):
    X, _ = load(task)
    model = once(("density", task["folder"], str(task["params"])), lambda: KernelDensity(**task["params"]).fit(X))
    ms, scores = timed(lambda: model.score_samples(X[:2000]))
    return ms, float(scores.sum()), None


def knn_imputer(task):
    X, _ = load(task)
    ms, filled = timed(lambda: KNNImputer().fit_transform(X))
    return ms, float(np.sum(filled)), None


def mean_shift(task):
    X, _ = load(task)
    ms, model = timed(lambda: MeanShift(**task["params"]).fit(X))
    return ms, float(len(model.cluster_centers_)), None
