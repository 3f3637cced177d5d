"""The peer's side of foundation.mjs. A task returns milliseconds, a score and a note."""
import numpy as np
import pandas
from common import load, once, timed, tolerance
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss, pairwise_distances, roc_auc_score
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def logistic(task):
    X, y = load(task)
    ms, model = timed(lambda: LogisticRegression(max_iter=1000, tol=tolerance(task, len(y))).fit(X, y))
    return ms, log_loss(y, model.predict_proba(X)), f"{int(model.n_iter_[0])} iterations"


def kd_tree_fit(task):
    X, y = load(task)
    ms, _ = timed(lambda: KNeighborsClassifier(algorithm="kd_tree").fit(X, y))
    return ms, None, ""


def kneighbors(task):
    X, y = load(task)
    jobs = 1 if task["threads"] == 1 else -1
    model = once(
        (task["folder"], task["algorithm"], jobs),
        lambda: KNeighborsClassifier(5, algorithm=task["algorithm"], n_jobs=jobs).fit(X, y),
    )
    queries = X[: task["queries"]].copy()
    ms, (distances, _) = timed(lambda: model.kneighbors(queries))
    # The nearest is the query itself.
    return ms, float(distances[:, 1:].sum()), ""


def gaussian_fit(task):
    X, y = load(task)
    ms, model = timed(lambda: GaussianNB().fit(X, y))
    return ms, float(model.theta_.sum()), ""


def gaussian_predict(task):
    X, y = load(task)
    model = once((task["folder"], "gaussian"), lambda: GaussianNB().fit(X, y))
    ms, predicted = timed(lambda: model.predict(X))
    return ms, accuracy_score(y, predicted), ""


def standard_scaler(task):
    X, _ = load(task)
    ms, out = timed(lambda: StandardScaler().fit_transform(X))
    return ms, float(np.abs(out).sum()), ""


def grid_search(task):
    X, y = load(task)
    # The rows of a training fold; the refit at the end has a quarter more.
    model = LogisticRegression(max_iter=1000, tol=tolerance(task, len(y) * 4 // 5))
    search = GridSearchCV(
        make_pipeline(StandardScaler(), model),
        {"logisticregression__C": task["C"]},
        cv=5,
        n_jobs=-1,
        scoring="neg_log_loss",
    )
    ms, _ = timed(lambda: search.fit(X, y))
    return ms, -float(search.cv_results_["mean_test_score"].mean()), ""


def pairwise(task):
    X, _ = load(task)
    ms, distances = timed(lambda: pairwise_distances(X, metric=task["metric"]))
    return ms, float(distances.mean()), ""


def roc_auc(task):
    X, y = load(task)
    ms, auc = timed(lambda: roc_auc_score(y, X[:, 0]))
    return ms, auc, ""


def csv(task):
    ms, table = timed(lambda: pandas.read_csv(task["path"], float_precision="round_trip"))
    return ms, float(table.to_numpy().sum()), ""
