"""scikit-learn's and pandas' side of the benchmark: one JSON task per line in, milliseconds and a score out.

Not named sklearn.py, which would hide the package of that name. `threads` is 1 or null for every core; it bounds the
threads of OpenBLAS and of OpenMP and gives n_jobs.
"""
import json
import sys
import time

import numpy as np
import pandas
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_info, threadpool_limits

loaded = {}
fitted = {}
# From 1.4 on scikit-learn bounds the gradient of the mean loss, as learnkit does; before, that of the sum.
MEAN_LOSS = tuple(int(part) for part in sklearn.__version__.split(".")[:2]) >= (1, 4)


def load(task):
    folder = task["folder"]
    if folder not in loaded:
        X = np.fromfile(folder + "/X.bin", dtype="<f8").reshape(-1, task["columns"])
        loaded[folder] = (X, np.fromfile(folder + "/y.bin", dtype="<f8").astype(np.int64))
    return loaded[folder]


def once(key, make):
    """A fitted model that later rounds find again."""
    if key not in fitted:
        fitted[key] = make()
    return fitted[key]


def timed(run):
    start = time.perf_counter()
    result = run()
    return (time.perf_counter() - start) * 1e3, result


def tolerance(task, rows):
    return task["tol"] * (1 if MEAN_LOSS else rows)


def versions(task):
    blas = {f"{pool['internal_api']} {pool['version']}" for pool in threadpool_info() if pool["user_api"] == "blas"}
    text = (
        f"scikit-learn {sklearn.__version__}, numpy {np.__version__} ({', '.join(sorted(blas)) or 'no OpenBLAS'}), "
        f"pandas {pandas.__version__}, Python {sys.version.split()[0]}"
    )
    return 0.0, text, ""


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


def roc_auc(task):
    X, y = load(task)
    ms, auc = timed(lambda: roc_auc_score(y, X[:, 0]))
    return ms, auc, ""


def csv(task):
    ms, table = timed(lambda: pandas.read_csv(task["path"], float_precision="round_trip"))
    return ms, float(table.to_numpy().sum()), ""


tasks = [
    versions, logistic, kd_tree_fit, kneighbors, gaussian_fit, gaussian_predict,
    standard_scaler, grid_search, roc_auc, csv,
]  # fmt: skip
table = {task.__name__: task for task in tasks}

for line in sys.stdin:
    try:
        asked = json.loads(line)
        with threadpool_limits(limits=asked.get("threads")):
            ms, score, note = table[asked["task"]](asked)
        answer = {"ms": ms, "score": score, "note": note}
    except Exception as error:  # the other side prints it and goes on
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
