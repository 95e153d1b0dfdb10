"""What the demos 001-l2-regularization and 002-l1-regularization must say at settings
that are not their defaults, by scikit-learn, PyTorch and NumPy, for
test_demo_regularization.c.

Row: demo, its arguments, the value's name, the value.
"""
import numpy as np
from sklearn.linear_model import ElasticNet, Ridge, lars_path
from sklearn.model_selection import LeaveOneOut

NAMES = "age sex bmi bp s1 s2 s3 s4 s5 s6".split()
L2, L1 = "001-l2-regularization", "002-l1-regularization"


def load(n, scaling):
    data = np.loadtxt("../../content/data/diabetes.csv", delimiter=",", skiprows=1)[:n]
    x, y = data[:, :-1], data[:, -1]
    x = x - x.mean(axis=0)
    if scaling != "raw":
        x = x / np.sqrt((x * x).sum(axis=0) if scaling == "unit" else (x * x).mean(axis=0))
    return x, y


def left_out_error(x, y, lam):
    errors = []
    for rest, out in LeaveOneOut().split(x):
        model = Ridge(alpha=lam, solver="cholesky").fit(x[rest], y[rest])
        errors.append((y[out] - model.predict(x[out]))[0])
    return np.sqrt(np.mean(np.square(errors)))


def ridge_rows(lam, n, scaling):
    x, y = load(n, scaling)
    w = Ridge(alpha=lam, solver="cholesky").fit(x, y).coef_
    hat = x @ np.linalg.solve(x.T @ x + lam * np.eye(10), x.T)
    share = np.linalg.eigvalsh(x.T @ x) / (np.linalg.eigvalsh(x.T @ x) + lam)
    constant = Ridge(alpha=lam, fit_intercept=False).fit(np.ones((n, 1)), y)
    yield from zip(NAMES, w)
    yield "length", np.linalg.norm(w)
    yield "df", np.trace(hat)
    yield "share_first", share[-1]
    yield "share_last", share[0]
    yield "error", left_out_error(x, y, lam)
    yield "mean_shrunk", constant.coef_[0]


def lasso_rows(lam, ratio):
    x, y = load(442, "unit")
    y = y - y.mean()
    model = ElasticNet(alpha=lam / len(y), l1_ratio=ratio, fit_intercept=False, tol=1e-15, max_iter=1000000)
    w = model.fit(x, y).coef_
    yield from zip(NAMES, w)
    yield "nonzero", np.count_nonzero(w)
    yield "norm1", np.abs(w).sum()
    yield "r2", model.score(x, y)


def race_rows(target, eta, steps):
    prox = sub = 1.0
    landed = 0
    for t in range(steps):
        z = prox - eta * (prox - target)
        prox = np.sign(z) * max(abs(z) - eta / 2, 0)
        sub = sub - eta * (sub - target + np.sign(sub) / 2)
        if prox == 0 and not landed:
            landed = t + 1
    return ("prox_end", prox), ("subgradient_end", sub), ("landed", landed)


def rows():
    for lam, n, scaling in ((0.1, 442, "unit"), (10, 442, "unit"), (0.126, 30, "unit"), (1, 442, "standard"),
                            (1, 442, "raw"), (2.5, 100, "standard"), (1000, 200, "raw")):
        for name, value in ridge_rows(lam, n, scaling):
            yield L2, f"lambda={lam} patients={n} scaling={scaling}", name, value
    for lam, ratio in ((442, 1), (44.2, 1), (3, 1), (1.8, 1), (100, 0.9), (20, 0.5)):
        for name, value in lasso_rows(lam, ratio):
            yield L1, f"lambda={lam} l1_ratio={ratio}", name, value
    x, y = load(442, "unit")
    knots = lars_path(x, y - y.mean(), method="lasso")[0] * len(y)
    for name, knot in (("first_knot", 0), ("second_knot", 1), ("hdl_leaves", 10), ("hdl_returns", 11)):
        yield L1, "lambda=7", name, knots[knot]
    for target, eta, steps in ((0.1, 0.05, 500), (0.7, 0.3, 100), (0.45, 0.02, 3000)):
        for name, value in race_rows(target, eta, steps):
            yield L1, f"target={target} eta={eta} steps={steps}", name, value


def main():
    with open("diabetes_paths.csv", "w") as out:
        out.write("demo,arguments,name,value\n")
        for demo, arguments, name, value in rows():
            out.write(f"{demo},{arguments},{name},{value:.12g}\n")


main()
