"""Values of the demos 011-log-loss, 010-stochastic-gradient-descent, 077-gradient-checking and
022-class-imbalance by PyTorch, scikit-learn, SciPy and NumPy. For test_demo_classify.c.
"""
import csv
import math

import numpy as np
import torch
from scipy import special
from scipy.linalg import solve_discrete_lyapunov
from sklearn.metrics import accuracy_score, log_loss

DAYS = [(0.9, 1), (0.8, 1), (0.7, 1), (0.6, 1), (0.7, 0), (0.4, 0), (0.3, 0), (0.2, 0), (0.1, 0)]
FORECASTS = [
    dict(p=0.35, outcome="dry", z=3, clip=0.002),
    dict(p=0.97, outcome="rain", z=-12.5, clip=1e-9),
    dict(p=0.002, outcome="rain", z=-300, clip=1e-12),
    dict(p=0.6, outcome="dry", z=16.25, clip=1e-4),
]


def forecast(p, outcome, z, clip):
    rain = int(outcome == "rain")
    days = DAYS + [(p, rain)]
    says, labels = [q for q, _ in days], [y for _, y in days]
    target = torch.tensor([float(rain)])

    def slope(loss, dtype):
        logit = torch.tensor([z], dtype=dtype, requires_grad=True)
        value = loss(logit, target.to(dtype))
        value.backward()
        return value.item(), logit.grad.item()

    single, single_slope = slope(
        lambda t, y: torch.nn.BCELoss()(torch.sigmoid(t), y), torch.float32)
    stable, exact = slope(torch.nn.BCEWithLogitsLoss(), torch.float64)
    rate = sum(labels) / len(labels)
    return dict(mean=log_loss(labels, says), constant=log_loss(labels, [rate] * len(labels)),
                right=10 * accuracy_score(labels, [int(q > 0.5) for q in says]),
                likelihood=math.exp(-len(labels) * log_loss(labels, says)),
                if_rain=log_loss([1], [p], labels=[0, 1]), if_dry=log_loss([0], [p], labels=[0, 1]),
                honest=special.entr(says + [1 - q for q in says]).sum() / len(says),
                clipped=log_loss([rain], [special.expit(z)], labels=[0, 1], eps=clip),
                stable=stable, slope=exact, single=single, single_slope=single_slope)


CLOUDS = [
    dict(eta=0.23, a=0.7, batch=3, steps=400, spread=1.5),
    dict(eta=0.004, a=1.8, batch=20, steps=900, spread=0.4),
    dict(eta=1.3, a=3.3, batch=1, steps=77, spread=2.5),
    dict(eta=0.05, a=0.3, batch=7, steps=2500, spread=3),
]


def cloud(eta, a, batch, steps, spread):
    """The ball by a Lyapunov equation; a/t by the weight that each batch has at the end."""
    noise = spread**2 / batch * np.eye(2)
    shrink = (1 - eta) * np.eye(2)
    ball = solve_discrete_lyapunov(shrink, eta**2 * noise)
    t = np.arange(1, steps + 1)
    later = np.append(np.cumprod((1 - a / t)[::-1])[::-1], 1)
    weight = a / t * later[1:]
    variance = (weight**2).sum()
    radius = math.sqrt(np.trace(ball))
    return dict(ball=radius, excess=np.trace(ball) / 2, bias=abs(later[0]),
                over_mean=steps * variance, full_pass=5 * abs(1 - eta),
                theory_decaying=math.sqrt(25 * later[0]**2 + np.trace(noise) * variance),
                arrive=max(0, math.ceil(math.log(5 / radius) / -math.log(abs(1 - eta)))))


CHECKED = [
    dict(h=0.01, bug="sum", size=0.5, seed=3, **{"lambda": 0.3}),
    dict(h=0.05, bug="penalty", size=2, seed=8, **{"lambda": 0.02}),
    dict(h=0.1, bug="sign", size=1.5, seed=21, **{"lambda": 1}),
    dict(h=0.02, bug="none", size=3, seed=100, **{"lambda": 1e-4}),
]


def check(h, bug, size, seed, **rest):
    """The gradient by PyTorch's autograd, for each bug of a cost that has it."""
    decay = rest["lambda"]
    raw = np.random.RandomState(seed)._bit_generator.random_raw(80) / 2.0**32
    draws = (-2 + 4 * raw).reshape(20, 4)  # three features and the noise of the label
    x = torch.tensor(np.hstack([np.ones((20, 1)), draws[:, :3]]))
    y = torch.tensor((1 + draws.sum(1) > 0).astype(float))
    w = torch.tensor([0.3, 0.8 * size, -1.2 * size, 0.5 * size], dtype=torch.float64)

    def cost(weights, scale=1.0, penalty=decay):
        data = torch.nn.functional.binary_cross_entropy_with_logits(x @ weights, y)
        return scale * data + penalty / 2 * (weights[1:] ** 2).sum()

    def gradient(at, **how):
        at = at.clone().requires_grad_()
        return torch.autograd.grad(cost(at, **how), at)[0]

    def differences(at, both=True):
        steps = h * torch.eye(4, dtype=torch.float64)
        return torch.stack([(cost(at + e) - cost(at - e)) / (2 * h) if both
                            else (cost(at + e) - cost(at)) / h for e in steps])

    def relative(a, b):
        return (torch.norm(a - b) / max(torch.norm(a), torch.norm(b))).item()

    how = dict(none={}, sum=dict(scale=20.0), sign=dict(scale=-1.0), penalty=dict(penalty=0.0))[bug]
    zero = torch.zeros(4, dtype=torch.float64)
    return dict(cost=cost(w).item(), central=relative(differences(w), gradient(w)),
                one_sided=relative(differences(w, False), gradient(w)),
                mismatch=relative(gradient(w, **how), differences(w)),
                at_zero=relative(gradient(zero, **how), differences(zero)))


def main():
    with open("classify.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["demo", "arguments", "name", "value"])
        for demo, compute, cases in [
                ("011-log-loss", forecast, FORECASTS),
                ("010-stochastic-gradient-descent", cloud, CLOUDS),
                ("077-gradient-checking", check, CHECKED)]:
            for case in cases:
                arguments = " ".join(f"{name}={value}" for name, value in case.items())
                for name, value in compute(**case).items():
                    out.writerow([demo, arguments, name, f"{value:.12g}"])


main()
