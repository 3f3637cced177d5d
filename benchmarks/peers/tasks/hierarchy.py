"""The peer's side of hierarchy.mjs."""
from common import load, timed
from sklearn.cluster import AgglomerativeClustering


def agglomerative(task):
    X, _ = load(task)
    model = AgglomerativeClustering(n_clusters=10, linkage=task["linkage"], compute_distances=True)
    ms, model = timed(lambda: model.fit(X))
    return ms, float(model.distances_.sum()), ""
