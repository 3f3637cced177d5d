"""The peer's side of cluster.mjs."""
from common import load, timed
from sklearn.cluster import DBSCAN, OPTICS, KMeans, MiniBatchKMeans


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


def optics(task):
    X, _ = load(task)
    ms, model = timed(lambda: OPTICS(min_samples=10, cluster_method="dbscan", eps=0.5).fit(X))
    labels = model.labels_
    return ms, float(labels.max() + 1), f"{(labels < 0).sum()} rows of noise"


def mini_batch(task):
    X, _ = load(task)
    make = lambda: MiniBatchKMeans(task["k"], n_init=3, max_no_improvement=None, max_iter=3, random_state=0)
    ms, model = timed(lambda: make().fit(X))
    return ms, float(model.inertia_), f"{model.n_steps_} batches"
