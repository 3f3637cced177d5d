"""The peer's side of decomposition.mjs."""
import warnings

import numpy as np
from common import load, timed
from sklearn.covariance import MinCovDet
from sklearn.decomposition import NMF, PCA, FactorAnalysis, FastICA, KernelPCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis

warnings.filterwarnings("ignore")


def fit_timed(make, task, score):
    X, y = load(task)
    ms, model = timed(lambda: make(**task["params"]).fit(X, y))
    return ms, float(score(model)), ""


def pca(task):
    return fit_timed(PCA, task, lambda model: model.explained_variance_.sum())


def truncated_svd(task):
    return fit_timed(TruncatedSVD, task, lambda model: model.explained_variance_.sum())


def kernel_pca(task):
    return fit_timed(KernelPCA, task, lambda model: model.eigenvalues_.sum())


def nmf(task):
    return fit_timed(NMF, task, lambda model: model.reconstruction_err_)


def fast_ica(task):
    return fit_timed(FastICA, task, lambda model: np.abs(model.components_).sum())


def factor_analysis(task):
    return fit_timed(FactorAnalysis, task, lambda model: model.noise_variance_.sum())


def lda(task):
    return fit_timed(LinearDiscriminantAnalysis, task, lambda model: np.abs(model.coef_).sum())


def qda(task):
    return fit_timed(QuadraticDiscriminantAnalysis, task, lambda model: sum(s.sum() for s in model.scalings_))


def min_cov_det(task):
    return fit_timed(MinCovDet, task, lambda model: model.covariance_.sum())
