"""The peer's side of linalg.mjs."""
import numpy as np
from common import load, timed
from scipy.linalg import eigh as scipy_eigh


def eigh(task):
    X, _ = load(task)
    ms, (values, _) = timed(lambda: np.linalg.eigh(X + X.T))
    return ms, float(np.abs(values).sum()), ""


def svd(task):
    X, _ = load(task)
    ms, (_, s, _) = timed(lambda: np.linalg.svd(X, full_matrices=False))
    return ms, float(s.sum()), ""


def qr(task):
    X, _ = load(task)
    ms, (_, R) = timed(lambda: np.linalg.qr(X))
    return ms, float(np.abs(np.diag(R)).sum()), ""


def eigh_largest(task):
    X, _ = load(task)
    n = len(X)
    k = task["params"]["k"]
    ms, (values, _) = timed(lambda: scipy_eigh(X + X.T, subset_by_index=(n - k, n - 1)))
    return ms, float(values.sum()), ""
