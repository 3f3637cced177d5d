"""What the tasks of all families share: loading the data, fitted models that later rounds find again, timing."""
import time

import numpy as np
import sklearn

loaded = {}
fitted = {}
# From 1.4 on scikit-learn bounds the gradient of the mean loss, as learnkit does; before, that of the sum.
MEAN_LOSS = tuple(int(part) for part in sklearn.__version__.split(".")[:2]) >= (1, 4)


def load(task):
    """X (n x d doubles) and y (whole numbers) of the task's data set."""
    X, y = load_regression(task)
    return X, y.astype(np.int64)


def load_regression(task):
    """X (n x d doubles) and y (doubles) of the task's data set."""
    folder = task["folder"]
    if folder not in loaded:
        X = np.fromfile(folder + "/X.bin", dtype="<f8").reshape(-1, task["columns"])
        loaded[folder] = (X, np.fromfile(folder + "/y.bin", dtype="<f8"))
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
