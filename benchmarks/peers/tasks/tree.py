"""The peer's side of tree.mjs. A task returns milliseconds, a score and a note."""
from common import load, load_regression, once, timed
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier, RandomForestRegressor
from sklearn.metrics import accuracy_score
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor


def split(task):
    X, y = load(task)
    cut = int(0.8 * len(y))
    return X[:cut], y[:cut], X[cut:], y[cut:]


def jobs(task):
    return 1 if task["threads"] == 1 else -1


def forest_fit(task):
    X, y, X_test, y_test = split(task)
    kind = RandomForestClassifier if task["kind"] == "random" else ExtraTreesClassifier
    ms, model = timed(lambda: kind(100, random_state=0, n_jobs=jobs(task)).fit(X, y))
    return ms, accuracy_score(y_test, model.predict(X_test)), ""


def tree_fit(task):
    X, y, X_test, y_test = split(task)
    ms, model = timed(lambda: DecisionTreeClassifier(random_state=0).fit(X, y))
    return ms, accuracy_score(y_test, model.predict(X_test)), ""


def fitted_forest(task):
    X, y, _, _ = split(task)
    model = once((task["folder"], "forest"), lambda: RandomForestClassifier(100, random_state=0, n_jobs=-1).fit(X, y))
    return model.set_params(n_jobs=1)


def forest_predict(task):
    model, (X, _) = fitted_forest(task), load(task)
    ms, shares = timed(lambda: model.predict_proba(X))
    return ms, float((shares**2).sum()), ""


def forest_single_rows(task):
    """A row takes milliseconds here, so a few of the thousand stand for all."""
    model, (X, _) = fitted_forest(task), load(task)
    ms, _ = timed(lambda: [model.predict(X[i : i + 1]) for i in range(task["rows"])])
    return ms * 1000 / task["rows"], float(model.predict(X[:1000]).sum()), f"from {task['rows']} rows"


def forest_regressor(task):
    X, y = load_regression(task)
    ms, model = timed(lambda: RandomForestRegressor(20, random_state=0).fit(X, y))
    return ms, model.score(X, y), ""


def tree_regressor(task):
    X, y = load_regression(task)
    ms, model = timed(lambda: DecisionTreeRegressor(random_state=0).fit(X, y))
    return ms, model.score(X, y), ""
