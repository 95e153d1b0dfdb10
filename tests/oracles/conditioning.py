"""Values of the demos 009-convex-cost, 023-feature-scaling, 079-momentum and 005-batch-gradient-descent
by SciPy's minimizers, PyTorch's optimizers and losses with automatic gradients, scikit-learn's data and
scalers, and NumPy's linear algebra. For test_demo_conditioning.c.
"""
import csv
import math

import numpy as np
import torch
from scipy.optimize import minimize

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


def main():
    with open("conditioning.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["demo", "arguments", "name", "value"])
        for demo, compute, cases in [("009-convex-cost", convex, CONVEX)]:
            for case in cases:
                arguments = " ".join(f"{name}={value}" for name, value in case.items())
                for name, value in compute(**case).items():
                    out.writerow([demo, arguments, name, f"{value:.12g}"])


main()
