"""Values of the demos 014-overfitting and 017-cross-entropy by scikit-learn, SciPy and PyTorch.

The points of 014 are read from the demo's own plot (its generator is GSL's); everything after
that is computed anew: Legendre polynomials instead of Chebyshev, scikit-learn's LeaveOneOut,
adaptive quadrature. Row: demo, arguments, name of the value, its value. For test_demo_fit.c.
"""
import subprocess

import numpy as np
import torch
from numpy.polynomial import legendre
from scipy.integrate import quad
from scipy.special import entr, rel_entr
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import LeaveOneOut, cross_val_predict

FIT = [dict(degree=3), dict(degree=15, points=30, seed=7), dict(degree=9, points=18, noise=0.8, curve="line", seed=3),
       dict(degree=1, points=200, noise=1, curve="none", seed=1000), dict(degree=6, seed=12)]
CURVES = dict(sine=lambda x: np.sin(np.pi * x), line=lambda x: x, none=lambda x: 0 * x)
CROSS = [dict(), dict(classes=10, share=0.35, z=-2, start=-5, eta=0.2), dict(classes=2, share=0.9, z=7.5, start=-2, eta=1),
         dict(classes=1000, share=0.6, z=0.5, start=-8, eta=0.9)]
CROSS_DEFAULTS = dict(classes=3, share=0.7, z=3, start=-10, eta=0.5)


def arguments(case):
    return " ".join(f"{name}={value}" for name, value in case.items())


def points(case):
    demo = ["../../build/demos/cost-functions/014-overfitting", "--records", *arguments(case).split()]
    lines = subprocess.run(demo, capture_output=True, text=True, check=True).stdout.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("series\tpoints"))
    n = int(lines[first].split("\t")[3])
    return np.array([line.split("\t")[1:] for line in lines[first + 1:first + 1 + n]], dtype=float).T


def overfitting(case):
    x, y = points(case)
    degree, noise = case["degree"], case.get("noise", 0.3)
    truth = CURVES[case.get("curve", "sine")]
    basis = legendre.legvander(x, degree)
    model = LinearRegression(fit_intercept=False)
    left_out = cross_val_predict(model, basis, y, cv=LeaveOneOut())
    model.fit(basis, y)
    # The degree of the least leave-one-out cost; beyond 10 it only grows.
    costs = [np.mean((y - cross_val_predict(model, basis[:, :k + 1], y, cv=LeaveOneOut())) ** 2)
             for k in range(1, min(degree, 10) + 1)]
    bias = lambda t: (legendre.legval(t, model.fit(basis, y).coef_) - truth(t)) ** 2
    values = {"train": np.mean((y - model.predict(basis)) ** 2),
              "r2_train": r2_score(y, model.predict(basis)),
              "left_out": np.mean((y - left_out) ** 2),
              "test": noise ** 2 + quad(bias, -1, 1, epsabs=0, epsrel=1e-12, limit=500)[0] / 2,
              "flattery_theory": 2 * noise ** 2 * (degree + 1) / len(x)}
    if degree >= 9:
        values["chosen_degree"] = 1 + int(np.argmin(costs))
    return values


def descend(cost, goal, start, eta):
    z, steps = torch.tensor(start, dtype=torch.float64, requires_grad=True), 0
    slope = None
    while z.item() < goal:
        g, = torch.autograd.grad(cost(z), z)
        slope = g.item() if slope is None else slope
        z = (z - eta * g).detach().requires_grad_()
        steps += 1
    return slope, steps


def cross_entropy(case):
    p = {**CROSS_DEFAULTS, **case}
    n, share = p["classes"], p["share"]
    y = torch.full((1, n), (1 - share) / (n - 1), dtype=torch.float64)
    y[0, 0] = share
    z = torch.zeros((1, n), dtype=torch.float64)
    z[0, 0] = p["z"]
    z.requires_grad_()
    loss = torch.nn.CrossEntropyLoss()
    cost = loss(z, y)
    cost.backward()
    q = torch.softmax(z.detach(), 1)
    first, second = torch.tensor([0]), torch.tensor([1])
    values = {"p": q[0, 0].item(), "cost": cost.item(), "slope": z.grad[0, 0].item(),
              "floor": entr(y.numpy()).sum(), "kl": rel_entr(y.numpy(), q.numpy()).sum(),
              "right": loss(z, first).item(), "wrong": loss(z, second).item(),
              "twice": loss(q, first).item(), "uniform": loss(0 * z, first).item(),
              "twice_floor": loss(torch.eye(1, n, dtype=torch.float64), first).item()}
    costs = {"ce": lambda t: torch.nn.functional.binary_cross_entropy_with_logits(t, torch.ones_like(t)),
             "squared": lambda t: (torch.sigmoid(t) - 1) ** 2 / 2, "linear": lambda t: (t - 1) ** 2 / 2}
    for name, f in costs.items():
        goal = 0.5 if name == "linear" else 0
        if name != "squared" or p["start"] > -9:  # 44,000 steps are left to the demo's closed form
            values[f"slope_{name}"], values[f"steps_{name}"] = descend(f, goal, float(p["start"]), p["eta"])
    return values


with open("fit.csv", "w") as out:
    out.write("demo,arguments,name,value\n")
    for demo, cases, compute in (("014-overfitting", FIT, overfitting), ("017-cross-entropy", CROSS, cross_entropy)):
        for case in cases:
            for name, value in compute(case).items():
                out.write(f"{demo},{arguments(case)},{name},{float(value):.15g}\n")
