"""Values of the demos 009-convex-cost, 023-feature-scaling, 079-momentum and 005-batch-gradient-descent
by SciPy's minimizers, PyTorch's optimizers and losses with automatic gradients, scikit-learn's data and
scalers, and NumPy's linear algebra. For test_demo_conditioning.c.
"""
import csv
import math

import numpy as np
import torch
from scipy.linalg import solve_discrete_lyapunov
from scipy.optimize import minimize
from sklearn.datasets import load_diabetes
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler, StandardScaler

CONVEX = [
    dict(ratio=14, share=0.8, angle=90, t=0.25),
    dict(ratio=6, share=0.95, angle=50, t=0.6),
    dict(ratio=2.5, share=0.7, angle=35, t=0.1),
    {"ratio": 10, "share": 0.9, "lambda": 0.03, "t": 0.8},
]


def convex(ratio, share, angle=90, t=0.3, **rest):
    """Forty rows with labels 0 and 1, weighted; ends of BFGS from the demo's 49 starts."""
    turn = math.radians(angle)
    second = [math.cos(turn), math.sin(turn)]
    rows = torch.tensor([[1, 0], [ratio, 0], second, [ratio * v for v in second]], dtype=torch.float64)
    ones = torch.tensor([share, 1 - share] * 2, dtype=torch.float64)

    def cost(w, loss):
        z = rows @ w
        p = [torch.sigmoid(z), torch.sigmoid(-z)]
        each = [(-torch.nn.functional.logsigmoid(s) if loss == "log" else (1 - q) ** 2)
                for s, q in zip((z, -z), p)]
        return (ones * each[0] + (1 - ones) * each[1]).mean() + rest.get("lambda", 0) / 2 * (w @ w)

    def both(w, loss):
        w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
        j = cost(w, loss)
        j.backward()
        return j.item(), w.grad.numpy()

    def ends(loss):
        found = []
        for a in np.linspace(-5, 5, 7):
            for b in np.linspace(-5, 5, 7):
                end = minimize(both, [a, b], args=(loss,), jac=True, method="BFGS",
                               options=dict(gtol=1e-9))
                if np.linalg.norm(end.jac) < 1e-6 and not any(abs(end.fun - f) < 1e-6 for f in found):
                    found.append(end.fun)
        return found

    def cut(a, loss):
        return cost(torch.tensor([a, 0], dtype=torch.float64), loss).item()

    log, squared = ends("log"), ends("squared")
    at = -1 + 5 * t
    chord = {loss: (1 - t) * cut(-1, loss) + t * cut(4, loss) for loss in ("log", "squared")}
    return dict(log_low=min(log), low=min(squared), high=max(squared), between=chord["log"],
                under=chord["log"] - cut(at, "log"), over=cut(at, "squared") - chord["squared"])


SCALINGS = [
    dict(unit=20, zero=100, features="three", rate=1.5, tolerance=1e-2),
    dict(unit=0.3, zero=0, features="all", rate=1, tolerance=1e-2),
    dict(unit=1, zero=50, features="all", rate=1.7, tolerance=5e-3),
]
WALK = 40000


def scaling(unit, zero, features, rate, tolerance):
    """Condition numbers by NumPy; steps by torch.optim.SGD on the Gram matrix, where they are few."""
    x, y = load_diabetes(return_X_y=True, scaled=False)
    x = x[:, :3] if features == "three" else x
    x[:, 2] *= unit
    x[:, 0] += zero
    y = y / y.std()
    versions = dict(raw=x, divided=x / x.std(0), centered=StandardScaler(with_std=False).fit_transform(x),
                    range=MinMaxScaler().fit_transform(x), standard=StandardScaler().fit_transform(x),
                    white=PCA(whiten=True).fit_transform(x) * np.sqrt(len(y) / (len(y) - 1)))
    found = {}
    for name, version in versions.items():
        rows = np.c_[np.ones(len(y)), version]
        found[f"kappa_{name}"] = np.linalg.cond(rows) ** 2
        best = np.mean((y - rows @ np.linalg.lstsq(rows, y, rcond=None)[0]) ** 2)
        top = np.linalg.eigvalsh(rows.T @ rows / len(y))[-1]
        a, b = (torch.tensor(m / len(y)) for m in (rows.T @ rows, rows.T @ y))
        w = torch.zeros(len(b), dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.SGD([w], lr=rate / top)
        for k in range(WALK):
            cost = w @ a @ w / 2 - b @ w
            if 2 * cost.item() + np.mean(y * y) - best <= tolerance:
                found[f"steps_{name}"] = k
                break
            w.grad = (a @ w - b).detach()
            optimizer.step()
    return found


MOMENTA = [
    dict(kappa=30, beta=0.5, scale=0.6, start=2.9, small=0.01),
    dict(kappa=500, beta=0.95, scale=1.8, start=-3.25, small=0.004),
    dict(kappa=8, beta=0.2, scale=1.2, start=4.1, small=0.0005),
]


def momentum(kappa, beta, scale, start, small):
    """Steps and ends by torch.optim.SGD, rates by NumPy's eigenvalues, noise by Lyapunov's equation."""
    root = math.sqrt(kappa)
    tuned = (root - 1) / (root + 1)
    methods = dict(gd=(2 / (1 + 1 / kappa), 0, False), nesterov=(1, tuned, True),
                   heavy=(4 / (1 + 1 / root) ** 2, tuned**2, False), own=(scale, beta, False))

    def matrix(eta, b, ahead, c):
        g = 1 - eta * c
        return np.array([[(1 + b) * g, -b * g], [1, 0]] if ahead else [[b + g, -b], [1, 0]])

    found = {}
    for name, (eta, b, ahead) in methods.items():
        found[f"rate_{name}"] = max(abs(np.linalg.eigvals(matrix(eta, b, ahead, c))).max()
                                    for c in np.geomspace(1 / kappa, 1, 65))
        if ahead:  # torch's variable is the place ahead, so Nesterov's places are made here
            a, x = torch.ones(2, dtype=torch.float64), torch.ones(2, dtype=torch.float64)
            curvature = torch.tensor([1 / kappa, 1], dtype=torch.float64)
            places = [x]
            for _ in range(20000):
                y = x + b * (x - a)
                a, x = x, y - eta * curvature * y
                places.append(x)
        else:
            w = torch.ones(2, dtype=torch.float64, requires_grad=True)
            optimizer = torch.optim.SGD([w], lr=eta, momentum=b)
            places = [w.detach().clone()]
            for _ in range(20000):
                w.grad = torch.tensor([1 / kappa, 1], dtype=torch.float64) * w.detach()
                optimizer.step()
                places.append(w.detach().clone())
        far = [k for k, place in enumerate(places) if place.norm() >= 1e-6]
        found[f"steps_{name}"] = far[-1] + 1

    w = torch.tensor([float(start)], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=1 / 9, momentum=4 / 9)
    last = []
    for _ in range(3000):
        x = w.item()
        slope = 25 * x if x < 1 else x + 24 if x < 2 else 25 * x - 24
        w.grad = torch.tensor([slope], dtype=torch.float64)
        optimizer.step()
        last.append(abs(w.item()))
    found["cycle_heavy"] = max(last[-3:])
    for name, eta, b in [("momentum", small, beta), ("plain", small / (1 - beta), 0), ("slow", small, 0)]:
        q = np.array([[eta**2, 0], [0, 0]])
        found[f"noise_{name}"] = solve_discrete_lyapunov(matrix(eta, b, False, 1), q)[0, 0]
    return found


BATCHES = [dict(rate=1.5, batch=50), dict(rate=0.4, batch=7), dict(rate=1, batch=128)]


def batches(rate, batch):
    """Directions by NumPy; full batch by torch.optim.SGD on the rows; noise by all batches' variance."""
    x, y = load_diabetes(return_X_y=True, scaled=False)
    x = StandardScaler().fit_transform(x)
    y = (y - y.mean()) / y.std()
    n = len(y)
    curvature = np.linalg.eigvalsh(x.T @ x / n)[::-1]
    rows, labels = torch.tensor(x), torch.tensor(y)
    best = np.mean((y - x @ np.linalg.lstsq(x, y, rcond=None)[0]) ** 2)
    w = torch.zeros(10, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=rate / curvature[0])
    found = dict(first=curvature[0], last=curvature[-1], r2=1 - best)
    for k in range(1001):
        optimizer.zero_grad()
        cost = torch.nn.functional.mse_loss(rows @ w, labels) / 2
        if k in (1, 10, 100, 1000):
            found[f"full_{k}"] = 2 * cost.item() - best
        cost.backward()
        optimizer.step()
    slopes = -y[:, None] * x
    g = slopes.mean(0)
    found["noise"] = math.sqrt(slopes.var(0, ddof=1).sum() / batch * (1 - batch / n)) / np.linalg.norm(g)
    found["noise_one"] = math.sqrt(slopes.var(0).sum()) / np.linalg.norm(g)
    loader = torch.utils.data.DataLoader(torch.tensor(slopes), batch_size=batch)
    means = [part.mean(0).numpy() for part in loader]
    found["iterations"] = len(means)
    found["uneven"] = np.linalg.norm(np.mean(means, 0) - g) / np.linalg.norm(g)
    return found


def main():
    with open("conditioning.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["demo", "arguments", "name", "value"])
        for demo, compute, cases in [("009-convex-cost", convex, CONVEX),
                                     ("023-feature-scaling", scaling, SCALINGS),
                                     ("079-momentum", momentum, MOMENTA),
                                     ("005-batch-gradient-descent", batches, BATCHES)]:
            for case in cases:
                arguments = " ".join(f"{name}={value}" for name, value in case.items())
                for name, value in compute(**case).items():
                    out.writerow([demo, arguments, name, f"{value:.12g}"])


main()
