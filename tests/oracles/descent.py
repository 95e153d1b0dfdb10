"""Values of the demos 008-learning-rate and 015-gradient-descent by PyTorch's SGD with automatic
gradients, by SciPy's scalar minimization and by NumPy's linear algebra. For test_demo_descent.c.
"""
import csv
import math

import numpy as np
import torch
from scipy.optimize import minimize_scalar

BOWLS = [
    dict(eta=0.03, sharpness=12, kappa=25, steps=17, angle=33),
    dict(eta=0.12, sharpness=12, kappa=3, steps=40, angle=70),
    dict(eta=0.2, sharpness=11, kappa=300, steps=60, angle=5),
    dict(eta=0.5, sharpness=2.5, kappa=6, steps=9, angle=60),
]
VALLEYS = [
    dict(eta=0.1, excess=1.05), dict(eta=0.2, excess=1.6), dict(eta=0.07, excess=1.9),
    dict(eta=0.05, excess=1.6), dict(eta=0.08, excess=0.7),
]
SPRINGS = [
    dict(eta=0.35, steps=25, w=1, b=-2, last=4.5),
    dict(eta=0.05, steps=120, w=5, b=5, last=8),
    dict(eta=0.9, steps=40, w=-3, b=6, last=0.5),
]


def sgd(cost, start, eta, steps, clear=True):
    """The path of torch.optim.SGD, as a list of tensors."""
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=eta)
    path = [theta.detach().clone()]
    for _ in range(steps):
        if clear:
            optimizer.zero_grad()
        cost(theta).backward()
        optimizer.step()
        path.append(theta.detach().clone())
    return path


def bowl(eta, sharpness, kappa, steps, angle):
    """No turning: the eigenvectors are the axes here."""
    curvature = torch.tensor([sharpness / kappa, sharpness], dtype=torch.float64)
    start = [math.cos(math.radians(angle)), math.sin(math.radians(angle))]

    def cost(theta):
        return (curvature * theta**2).sum() / 2

    def left(rate, k=steps):
        return (cost(sgd(cost, start, rate, k)[-1]) / cost(torch.tensor(start))).item()

    best = minimize_scalar(lambda r: math.log(left(r)), bounds=(0, 2.2 / sharpness),
                           method="bounded", options=dict(xatol=1e-10))
    worst = minimize_scalar(lambda r: max(abs(1 - r * sharpness), abs(1 - r * sharpness / kappa)),
                            bounds=(0, 3 / sharpness), method="bounded", options=dict(xatol=1e-12))
    return dict(cost=left(eta), best_k=best.x, best=worst.x, best_cost=left(worst.x),
                inverse_cost=left(1 / sharpness))


def valley(eta, excess):
    half = max(excess / eta / 2, 1)
    x = math.sqrt(half + math.sqrt(half * half - 1))

    def cost(theta):
        return (theta[0] ** 2 * theta[1] ** 2 - 1) ** 2 / 4

    path = sgd(cost, [x, 1 / x + 1e-3], eta, 20000)

    def top(theta):
        hessian = torch.autograd.functional.hessian(cost, theta)
        return torch.linalg.eigvalsh(hessian)[-1].item()

    return dict(valley_start=top(torch.tensor([x, 1 / x], dtype=torch.float64)),
                valley_end=top(path[-1]))


def spring(eta, steps, w, b, last):
    x = torch.tensor([0, 0.5, 1, 1.5, 2], dtype=torch.float64)
    y = torch.tensor([2.1, 2.9, 4.2, 4.8, last], dtype=torch.float64)

    def cost(theta):
        return torch.nn.functional.mse_loss(theta[0] * x + theta[1], y) / 2

    path = sgd(cost, [w, b], eta, steps)
    rows = np.stack([x.numpy(), np.ones(5)], axis=1)
    best = np.linalg.lstsq(rows, y.numpy(), rcond=None)[0]
    flat, steep = np.linalg.eigvalsh(rows.T @ rows / 5)
    costs = [cost(theta).item() for theta in path]
    uncleared = sgd(cost, [w, b], eta, steps, clear=False)[-1]
    return dict(first_w=path[1][0].item(), first_b=path[1][1].item(), end_w=path[-1][0].item(),
                end_b=path[-1][1].item(), cost_start=costs[0], cost_end=costs[-1],
                cost_uncleared=cost(uncleared).item(), best_w=best[0], best_b=best[1],
                cost_least=cost(torch.tensor(best)).item(), steep=steep, flat=flat,
                rises=sum(after > before for before, after in zip(costs, costs[1:])))


def main():
    with open("descent.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["demo", "arguments", "name", "value"])
        for demo, compute, cases in [("008-learning-rate", bowl, BOWLS),
                                     ("008-learning-rate", valley, VALLEYS),
                                     ("015-gradient-descent", spring, SPRINGS)]:
            for case in cases:
                arguments = " ".join(f"{name}={value}" for name, value in case.items())
                for name, value in compute(**case).items():
                    out.writerow([demo, arguments, name, f"{value:.12g}"])


main()
