"""The peer's side of cluster.mjs."""
from common import load, timed
from sklearn.cluster import DBSCAN, KMeans


def k_means(task):
    X, _ = load(task)
    k = task["k"]
    ms, model = timed(lambda: KMeans(k, init=X[:k], n_init=1, max_iter=30, tol=0).fit(X))
    return ms, float(model.inertia_), f"{model.n_iter_} iterations"


def dbscan(task):
    X, _ = load(task)
    ms, model = timed(lambda: DBSCAN(eps=task["eps"], min_samples=10).fit(X))
    labels = model.labels_
    return ms, float(labels.max() + 1), f"{(labels < 0).sum()} rows of noise"


def hdbscan(task):
    # New in scikit-learn 1.3.
    from sklearn.cluster import HDBSCAN

    X, _ = load(task)
    ms, model = timed(lambda: HDBSCAN(min_cluster_size=25).fit(X))
    labels = model.labels_
    return ms, float(labels.max() + 1), f"{(labels < 0).sum()} rows of noise"
