"""numpy's side of kernels.mjs: the best of a few calls, in milliseconds."""
import numpy as np
from common import timed

random = np.random.RandomState(0)
made = {}


def matrix(rows, columns, dtype):
    key = (rows, columns, dtype)
    if key not in made:
        made[key] = random.standard_normal((rows, columns)).astype(dtype)
    return made[key]


def kernel(task):
    m, n, k = task["m"], task["n"], task["k"]
    kind = task["kind"]
    if kind == "gemm":
        a, b = matrix(m, k, task["dtype"]), matrix(k, n, task["dtype"])
        run = lambda: a @ b
    elif kind == "cross":
        a = matrix(m, n, "f8")
        run = lambda: a.T @ a
    elif kind == "exp":
        a = matrix(m, 1, "f8")
        run = lambda: np.exp(a)
    elif kind == "log":
        a = np.abs(matrix(m, 1, "f8"))
        run = lambda: np.log(a)
    elif kind == "squares":
        from sklearn.metrics.pairwise import euclidean_distances

        a = matrix(m, k, "f8")
        run = lambda: euclidean_distances(a, a, squared=True)
    elif kind == "columns":
        a = matrix(m, n, "f8")
        run = lambda: a.sum(axis=0)
    else:
        a = matrix(m, 1, "f8")
        b = np.empty_like(a)
        run = lambda: np.copyto(b, a)
    run()
    return min(timed(run)[0] for _ in range(task["rounds"])), None, ""
