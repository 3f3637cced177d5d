"""The peer's side of manifold.mjs."""
import warnings

from common import load, timed
from sklearn.manifold import TSNE, trustworthiness

warnings.filterwarnings("ignore")


def tsne(task):
    X, _ = load(task)
    ms, model = timed(lambda: TSNE(**task["params"]).fit(X))
    return ms, float(model.kl_divergence_), f"trustworthiness {trustworthiness(X, model.embedding_):.4f}"
