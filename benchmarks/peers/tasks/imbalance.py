"""The peer's side of imbalance.mjs: imbalanced-learn. A task returns milliseconds, a score and a note."""
from common import load, timed
from imblearn import combine, over_sampling, under_sampling
from imblearn.ensemble import BalancedRandomForestClassifier
from sklearn.metrics import balanced_accuracy_score

FOLDERS = (over_sampling, under_sampling, combine)


def resample(task):
    X, y = load(task)
    kind = next(getattr(folder, task["sampler"]) for folder in FOLDERS if hasattr(folder, task["sampler"]))
    params = dict(task["params"])
    sampler = kind(**params)
    if "n_jobs" in sampler.get_params() and not kind.__name__.startswith("SMOTE"):
        sampler.set_params(n_jobs=1 if task["threads"] == 1 else -1)
    ms, (new_X, _) = timed(lambda: sampler.fit_resample(X, y))
    return ms, float(new_X.sum()), f"{len(new_X)} rows"


def balanced_forest(task):
    X, y = load(task)
    half = len(y) // 2
    jobs = 1 if task["threads"] == 1 else -1
    options = {"bootstrap": False, "replacement": True, "sampling_strategy": "all"}
    model = BalancedRandomForestClassifier(100, random_state=0, n_jobs=jobs, **options)
    ms, _ = timed(lambda: model.fit(X[:half], y[:half]))
    return ms, balanced_accuracy_score(y[half:], model.predict(X[half:])), ""
