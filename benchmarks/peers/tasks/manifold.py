"""The peer's side of manifold.mjs."""
import warnings

from common import load, timed
from sklearn.cluster import SpectralClustering
from sklearn.manifold import TSNE, Isomap, trustworthiness

warnings.filterwarnings("ignore")


def tsne(task):
    X, _ = load(task)
    ms, model = timed(lambda: TSNE(**task["params"]).fit(X))
    return ms, float(model.kl_divergence_), f"trustworthiness {trustworthiness(X, model.embedding_):.4f}"


def isomap(task):
    X, _ = load(task)
    ms, model = timed(lambda: Isomap(**task["params"]).fit(X))
    return ms, float(model.reconstruction_error()), ""


def spectral_clustering(task):
    X, _ = load(task)
    ms, model = timed(lambda: SpectralClustering(**task["params"]).fit(X))
    ones = int(model.labels_.sum())
    return ms, float(min(ones, len(X) - ones)), ""
