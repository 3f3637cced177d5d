"""The peer's side of feature_selection.mjs."""
from common import load, load_regression, timed
from sklearn.feature_selection import RFE, f_classif, mutual_info_classif, mutual_info_regression
from sklearn.linear_model import LogisticRegression


def f_classif_scores(task):
    X, y = load(task)
    ms, (scores, _) = timed(lambda: f_classif(X, y))
    return ms, float(scores.sum()), ""


def information_classif(task):
    X, y = load(task)
    ms, scores = timed(lambda: mutual_info_classif(X, y, random_state=0))
    return ms, float(scores.sum()), ""


def information_regression(task):
    X, y = load_regression(task)
    ms, scores = timed(lambda: mutual_info_regression(X, y, random_state=0))
    return ms, float(scores.sum()), ""


def rfe_logistic(task):
    X, y = load(task)
    ms, rfe = timed(lambda: RFE(LogisticRegression(), n_features_to_select=5).fit(X, y))
    return ms, float(sum(rank * (j + 1) for j, rank in enumerate(rfe.ranking_))), ""
