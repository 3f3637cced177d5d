"""scikit-learn's side of the benchmark: reads one JSON task per line, answers with milliseconds and a score."""
import json
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

cache = {}


def load(task):
    key = task["folder"]
    if key not in cache:
        X = np.fromfile(key + "/X.bin", dtype="<f8").reshape(-1, task["columns"])
        y = np.fromfile(key + "/y.bin", dtype="<f8")
        cache.clear()
        cache[key] = (X, y)
    return cache[key]


def timed(run):
    start = time.perf_counter()
    result = run()
    return (time.perf_counter() - start) * 1e3, result


def run(task):
    name = task["name"]
    if name == "versions":
        import pandas

        return {"ms": 0, "score": 0, "versions": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, pandas {pandas.__version__}, Python {sys.version.split()[0]}"}
    if name.startswith("csv"):
        import pandas

        ms, table = timed(lambda: pandas.read_csv(task["path"], float_precision="round_trip"))
        return {"ms": ms, "score": float(table.to_numpy().sum())}
    X, y = load(task)
    if name == "logistic":
        # 1.2.1 bounds the gradient of the sum of losses, learnkit that of their mean.
        ms, model = timed(lambda: LogisticRegression(max_iter=1000, tol=task["tol"] * len(y)).fit(X, y))
        return {"ms": ms, "score": log_loss(y, model.predict_proba(X)), "iterations": int(model.n_iter_[0])}
    if name in ("kd_tree_build", "kd_tree_query", "brute_query"):
        algorithm = "brute" if name == "brute_query" else "kd_tree"
        if name == "kd_tree_build":
            ms, model = timed(lambda: NearestNeighbors(n_neighbors=5, algorithm=algorithm).fit(X))
            return {"ms": ms, "score": 0}
        model = NearestNeighbors(n_neighbors=5, algorithm=algorithm, n_jobs=task["jobs"]).fit(X)
        ms, (distance, _) = timed(lambda: model.kneighbors(X[: task["queries"]]))
        return {"ms": ms, "score": float(distance.sum())}
    if name == "gaussian_nb":
        ms, score = timed(lambda: GaussianNB().fit(X, y).score(X, y))
        return {"ms": ms, "score": score}
    if name == "standard_scaler":
        ms, out = timed(lambda: StandardScaler().fit_transform(X))
        return {"ms": ms, "score": float(out[-1].sum())}
    if name == "grid_search":
        grid = {"logisticregression__C": [0.01, 0.1, 1, 10, 100, 1000]}
        search = GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)), grid, cv=5, n_jobs=task["jobs"])
        ms, _ = timed(lambda: search.fit(X, y))
        return {"ms": ms, "score": search.best_score_}
    if name == "roc_auc":
        ms, score = timed(lambda: roc_auc_score(y, X[:, 0]))
        return {"ms": ms, "score": score}
    raise ValueError(name)


for line in sys.stdin:
    try:
        answer = run(json.loads(line))
    except Exception as error:  # the other side prints it and goes on
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
