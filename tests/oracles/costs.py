"""Values of the demos 021-cost-function, 020-loss-vs-cost, 016-why-minimize, 026-surrogate-loss and
024-hinge-loss by NumPy, SciPy, scikit-learn and PyTorch. Where data are drawn (by GSL), they are read
from the demo's own tables and plots. For test_demo_costs.c.
"""
import csv
import subprocess

import numpy as np
import torch
from scipy.integrate import quad
from scipy.optimize import linprog, minimize, minimize_scalar
from scipy.special import rel_entr, xlog1py, xlogy
from scipy.stats import binom
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.svm import LinearSVC

ANSCOMBE_X = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
ANSCOMBE = {
    "I": (ANSCOMBE_X, [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]),
    "II": (ANSCOMBE_X, [9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74]),
    "III": (ANSCOMBE_X, [7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73]),
    "IV": ([8] * 7 + [19] + [8] * 3,
           [6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.50, 5.56, 7.91, 6.89]),
}
LINES = [
    dict(data="II", loss="squared", w=1, b=-2), dict(data="III", loss="squared", w=-0.3, b=8),
    dict(data="IV", loss="squared", w=1.4, b=-4), dict(data="I", loss="absolute", w=0.7, b=1),
    dict(data="II", loss="absolute", w=0, b=10), dict(data="III", loss="absolute", w=1.2, b=-1),
]


def cost_function(case):
    """Least squares by numpy.linalg, least absolute errors as a linear program."""
    data, loss, w, b = case.values()
    x, y = map(np.array, ANSCOMBE[data])
    rows = np.stack([x, np.ones(11)], axis=1)
    if loss == "squared":
        best = np.linalg.lstsq(rows, y, rcond=None)[0]
    else:
        # minimize the sum of u + v where rows @ theta + u - v = y, u and v not negative
        program = linprog(np.r_[0, 0, np.ones(22)], A_eq=np.hstack([rows, np.eye(11), -np.eye(11)]),
                          b_eq=y, bounds=[(None, None)] * 2 + [(0, None)] * 22, method="highs")
        best = program.x[:2]

    def cost(theta):
        error = rows @ theta - y
        return np.mean(error**2 if loss == "squared" else np.abs(error))

    return dict(cost=cost([w, b]), best_w=best[0], best_b=best[1], least=cost(best),
                mean_y=y.mean(), spread=y.var(), fit_end=20 * best[0] + best[1],
                lower_left=cost([-0.5, -4]), upper_right=cost([1.5, 10]))


def records(demo, case):
    """The lines of the demo's output, each as a list of fields."""
    run = ["../../build/demos/cost-functions/" + demo, "--records", *arguments(case).split()]
    lines = subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line.split("\t") for line in lines]


def arguments(case):
    return " ".join(f"{name}={value}" for name, value in case.items())


DELIVERIES = [
    dict(n=4, w=7, eta=0.08, late=0, batch=3, seed=9), dict(n=6, w=0, eta=0.3, batch=4, seed=3),
    dict(n=5, w=3.5, eta=0.01, late=25, batch=2, seed=77),
    dict(n=6, w=9, eta=0.002, late=60, batch=5, seed=1000),
]
DELIVERIES = [dict(case, **{"lambda": weight}) for case, weight in zip(DELIVERIES, [0, 0.2, 3, 10])]


def loss_vs_cost(case):
    """PyTorch's MSELoss and its reductions, SGD; scikit-learn's Ridge."""
    table = np.array([row[1:] for row in records("020-loss-vs-cost", case) if row[0] == "row"], float)
    x, y = torch.tensor(table[:, 1]), torch.tensor(table[:, 2])
    n, weight = case["n"], case["lambda"]
    start = torch.tensor(float(case["w"]), dtype=torch.float64)
    losses = torch.nn.MSELoss(reduction="none")(start * x, y)
    batches = [part.mean() for part in losses.split(case["batch"])]
    found = dict(loss1=losses[0], loss_second=losses[1], loss_third=losses[2], mean=losses.mean(),
                 sum=losses.sum(), mean_of_means=torch.stack(batches).mean(),
                 cost=losses.mean() + weight * start**2, share=losses.max() / losses.sum())
    for reduction, scale in (("mean", n), ("sum", 1)):
        w = start.clone().requires_grad_()
        # weight_decay adds decay * w to the gradient: the slope of decay / 2 * w^2
        optimizer = torch.optim.SGD([w], lr=case["eta"], weight_decay=2 * weight)
        for step in range(30):
            optimizer.zero_grad()
            torch.nn.MSELoss(reduction=reduction)(w * x, y).backward()
            optimizer.step()
            if step == 0:
                found["first_" + reduction] = torch.nn.MSELoss()(w * x, y).detach()
        found["end_" + reduction] = torch.nn.MSELoss()(w * x, y).detach()
        ridge = Ridge(alpha=weight * scale, fit_intercept=False).fit(table[:, 1:2], table[:, 2])
        found["best_" + reduction] = ridge.coef_[0]
    return {name: float(value) for name, value in found.items()}


BELIEFS = [
    dict(p=0.6, n=50, start=0.1, price=0.3, eta=0.5, seed=4), dict(p=0.15, n=1000, start=0.7, price=0.1, eta=3, seed=8),
    dict(p=0.9, n=20, start=0.2, price=0.95, eta=0.05, seed=12), dict(p=0.5, n=77, start=0.98, price=0.6, eta=4, seed=500),
]


def why_minimize(case):
    """How many broke is the demo's draw; the rest by SciPy's minimization, quadrature and binomial,
    and by PyTorch's BCEWithLogitsLoss and SGD."""
    p, n, start, price = case["p"], case["n"], case["start"], case["price"]
    values = {row[1]: row[2] for row in records("016-why-minimize", case) if row[0] == "value"}
    broken = float(values["broken"])

    def cost(q):
        return -(xlogy(broken, q) + xlog1py(n - broken, -q)) / n

    least = minimize_scalar(cost, bounds=(1e-12, 1 - 1e-12), method="bounded", options=dict(xatol=1e-12)).x
    z = torch.tensor(np.log(start / (1 - start)), requires_grad=True)
    label = torch.tensor(broken / n, dtype=torch.float64)
    optimizer = torch.optim.SGD([z], lr=case["eta"])
    for _ in range(40):
        optimizer.zero_grad()
        torch.nn.BCEWithLogitsLoss()(z, label).backward()
        optimizer.step()
    end = torch.sigmoid(z).item()

    def excess(q):
        return rel_entr(p, q) + rel_entr(1 - p, 1 - q)

    def bill(q, c):
        return c if q > c else p

    def regret(q):
        return quad(lambda c: bill(q, c) - min(p, c), 0, 1, points=[p, q], epsabs=1e-13)[0]

    times = binom.logpmf(broken, n, broken / n) - binom.logpmf(broken, n, start)
    return dict(found=least, cost_start=cost(start), cost_least=cost(least), end=end, times=times / np.log(10),
                excess_start=excess(start), excess_end=excess(end), regret_start=regret(start),
                regret_end=regret(end), bill_start=bill(start, price), bill_end=bill(end, price),
                bill_best=min(p, price))


PATIENTS = [
    dict(half=20, gap=1.5, far=0, p=0.3, seed=1), dict(half=50, gap=1, far=2, p=0.7, seed=5),
    dict(half=8, gap=1, far=0, p=0.07, seed=4), dict(half=100, gap=3, far=1, p=0.6, seed=999),
]


def series(rows, name):
    """The x of the points of one series of a demo's output."""
    first = next(i for i, row in enumerate(rows) if row[0] == "series" and row[2] == name)
    return np.array([row[1] for row in rows[first + 1:first + 1 + int(rows[first][3])]], float)


def surrogate_loss(case):
    """scikit-learn's LogisticRegression and LinearRegression; the hinge as a linear program; SciPy."""
    rows = records("026-surrogate-loss", case)
    healthy, ill = series(rows, "healthy"), series(rows, "ill")
    x, y = np.r_[healthy, ill], np.r_[-np.ones(len(healthy)), np.ones(len(ill))]
    n = len(x)

    def errors(w, b):
        return np.sum(y * (w * x + b) <= 0)

    cuts = np.r_[-1e9, (np.sort(x)[1:] + np.sort(x)[:-1]) / 2]
    least = min(min(k, n - k) for k in (errors(1, -cut) for cut in cuts))
    logistic = LogisticRegression(penalty=None, tol=1e-10, max_iter=1000).fit(x[:, None], y)
    squared = LinearRegression().fit(x[:, None], y)
    # minimize the mean of u >= 0 where y (w x + b) + u >= 1
    program = linprog(np.r_[0, 0, np.ones(n) / n], A_ub=-np.hstack([(y * x)[:, None], y[:, None], np.eye(n)]),
                      b_ub=-np.ones(n), bounds=[(-10, 10), (None, None)] + [(0, None)] * n, method="highs")
    hinge = program.x[:2]
    p = case["p"]

    def score(loss):
        return minimize_scalar(lambda f: p * loss(f) + (1 - p) * loss(-f), bounds=(-9, 9), method="bounded",
                               options=dict(xatol=1e-12)).x

    return dict(least=least, logistic=errors(logistic.coef_[0, 0], logistic.intercept_[0]),
                squared=errors(squared.coef_[0], squared.intercept_), hinge=errors(*hinge),
                hinge_cost=program.fun, hinge_rate=errors(*hinge) / n,
                threshold=-squared.intercept_ / squared.coef_[0],
                score_logistic=score(lambda m: np.logaddexp(0, -m)), score_hinge=score(lambda m: max(0, 1 - m)),
                score_squared=score(lambda m: (1 - m)**2))


STREETS = [
    dict(half=10, gap=3, wrong=0, score=1.7, seed=4), dict(half=40, gap=2, wrong=3, score=-0.4, seed=6),
    dict(half=25, gap=6, wrong=10, score=2.2, seed=11), dict(half=100, gap=2.5, wrong=0, score=-2, seed=70),
]
STREETS = [dict(case, **{"lambda": weight}) for case, weight in zip(STREETS, [0.05, 0.02, 0.3, 1])]


def series_2d(rows, name):
    first = next(i for i, row in enumerate(rows) if row[0] == "series" and row[2] == name)
    return np.array([row[1:3] for row in rows[first + 1:first + 1 + int(rows[first][3])]], float)


def hinge_loss(case):
    """LIBLINEAR's dual solver (LinearSVC), without intercept, with C = 1 / (n lambda); SciPy for logistic loss;
    the widest street as a quadratic program by SLSQP."""
    rows, weight = records("024-hinge-loss", case), case["lambda"]
    z = np.r_[series_2d(rows, "y = 1"), -series_2d(rows, "y = -1")]
    n = len(z)
    labels = np.tile([1, -1], n)[:n]
    machine = LinearSVC(loss="hinge", C=1 / (n * weight), fit_intercept=False, tol=1e-12, max_iter=10**7)
    w = machine.fit(labels[:, None] * z, labels).coef_[0]

    def least_logistic(keep):
        return minimize(lambda v: np.logaddexp(0, -z[keep] @ v).sum() / n + weight / 2 * v @ v, w,
                        jac=lambda v: weight * v - z[keep].T @ (1 / (1 + np.exp(z[keep] @ v))) / n, tol=1e-12,
                        method="BFGS").x

    margins = z @ w
    before, after = least_logistic(margins < np.inf), least_logistic(margins < 1 + 1e-4)
    point = torch.tensor([case["score"]], dtype=torch.float64)
    hard = minimize(lambda v: v @ v / 2, 3 * w, jac=lambda v: v, method="SLSQP", tol=1e-14,
                    constraints=dict(type="ineq", fun=lambda v: z @ v - 1, jac=lambda v: z), options=dict(maxiter=500))
    separable = hard.success and (z @ hard.x).min() > 1 - 1e-6
    return dict(w1=w[0], w2=w[1], least=np.maximum(0, 1 - margins).mean() + weight / 2 * w @ w,
                half_width=1 / np.linalg.norm(w), widest=1 / np.linalg.norm(hard.x) if separable else 0,
                support=np.sum(margins < 1 + 1e-4), inside=np.sum(margins < 1 - 1e-4), errors=np.sum(margins <= 0),
                logistic_moved=np.linalg.norm(after - before) / np.linalg.norm(before),
                one=torch.nn.MarginRankingLoss(margin=1)(point, 0 * point, torch.tensor([-1])),
                one_logistic=torch.nn.BCEWithLogitsLoss()(point, torch.zeros(1, dtype=torch.float64)))


def main():
    with open("costs.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["demo", "arguments", "name", "value"])
        for demo, compute, cases in [("021-cost-function", cost_function, LINES),
                                     ("020-loss-vs-cost", loss_vs_cost, DELIVERIES),
                                     ("016-why-minimize", why_minimize, BELIEFS),
                                     ("026-surrogate-loss", surrogate_loss, PATIENTS),
                                     ("024-hinge-loss", hinge_loss, STREETS)]:
            for case in cases:
                for name, value in compute(case).items():
                    out.writerow([demo, arguments(case), name, f"{value:.12g}"])


main()
