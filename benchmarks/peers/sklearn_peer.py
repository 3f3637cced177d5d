"""The Python side of the benchmark: one JSON task per line in, milliseconds and a score out.

Not named sklearn.py, which would hide the package of that name. A task {"task": "name"} is a function of one of the
files in tasks/. `threads` is 1 or null for every core; it bounds the threads of OpenBLAS and of OpenMP and gives
n_jobs.
"""
import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import pandas
import sklearn
from threadpoolctl import threadpool_info, threadpool_limits

here = Path(__file__).parent


def versions(task):
    blas = {f"{pool['internal_api']} {pool['version']}" for pool in threadpool_info() if pool["user_api"] == "blas"}
    text = (
        f"scikit-learn {sklearn.__version__}, numpy {np.__version__} ({', '.join(sorted(blas)) or 'no OpenBLAS'}), "
        f"pandas {pandas.__version__}, Python {sys.version.split()[0]}"
    )
    return 0.0, text, ""


modules = {}
where = {}
for path in sorted((here / "tasks").glob("*.py")):
    for line in path.read_text().splitlines():
        if line.startswith("def "):
            where[line[4 : line.index("(")]] = path


def find(name):
    """The function of a task; its file is loaded when first asked for."""
    if name == "versions":
        return versions
    path = where[name]
    if path not in modules:
        spec = importlib.util.spec_from_file_location("bench_" + path.stem, path)
        modules[path] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(modules[path])
    return getattr(modules[path], name)


for line in sys.stdin:
    try:
        asked = json.loads(line)
        run = find(asked["task"])
        with threadpool_limits(limits=asked.get("threads")):
            ms, score, note = run(asked)
        answer = {"ms": ms, "score": score, "note": note}
    except Exception as error:  # the other side prints it and goes on
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
