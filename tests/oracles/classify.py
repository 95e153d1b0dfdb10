"""Values of the demos 011-log-loss, 010-stochastic-gradient-descent, 077-gradient-checking and
022-class-imbalance by PyTorch, scikit-learn, SciPy and NumPy. For test_demo_classify.c.
"""
import csv
import math

import numpy as np
import torch
from scipy import special, stats
from scipy.linalg import solve_discrete_lyapunov
from scipy.optimize import brentq, minimize
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
    dict(eta=0.23, a=0.7, power=1, batch=3, steps=400, spread=1.5),
    dict(eta=0.004, a=1.8, power=0.55, batch=20, steps=900, spread=0.4),
    dict(eta=1.3, a=3.3, power=1.7, batch=1, steps=77, spread=2.5),
    dict(eta=0.05, a=0.3, power=0.9, batch=7, steps=2500, spread=3),
]


def cloud(eta, a, power, batch, steps, spread):
    """The ball by a Lyapunov equation; a / t^power by the weight that each batch has at the end."""
    noise = spread**2 / batch * np.eye(2)
    shrink = (1 - eta) * np.eye(2)
    ball = solve_discrete_lyapunov(shrink, eta**2 * noise)
    rate = a / np.arange(1, steps + 1)**power
    later = np.append(np.cumprod((1 - rate)[::-1])[::-1], 1)
    weight = rate * later[1:]
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


CLASSES = [
    dict(rate=0.03, weight=20, gamma=1, distance=1.5, sigma=1.4),
    dict(rate=0.003, weight=300, gamma=3, distance=2.5, sigma=0.7),
    dict(rate=0.2, weight=3, gamma=2, distance=1, sigma=1),
    dict(rate=0.0005, weight=50, gamma=0.5, distance=3, sigma=1),
]


def classes(rate, weight, gamma, distance, sigma):
    """Fits by SciPy's BFGS on the losses as torch has them, on another grid of x."""
    x = torch.linspace(min(-9, distance - 9 * sigma), max(9, distance + 9 * sigma), 1501,
                       dtype=torch.float64)
    dx = (x[1] - x[0]).item()
    positive = rate * dx * torch.tensor(stats.norm.pdf(x, distance, sigma))
    negative = (1 - rate) * dx * torch.tensor(stats.norm.pdf(x))
    ones, zeros = torch.ones_like(x), torch.zeros_like(x)
    bce = torch.nn.functional.binary_cross_entropy_with_logits

    def loss(z, pos_weight=1.0, gamma=0.0):
        p = torch.sigmoid(z)
        return (positive * pos_weight * (1 - p)**gamma * bce(z, ones, reduction="none")
                + negative * p**gamma * bce(z, zeros, reduction="none")).sum()

    def fit(start, **how):
        def both(wb):
            at = torch.tensor(wb, requires_grad=True)
            value = loss(at[0] * x + at[1], **how)
            return value.item() / rate, torch.autograd.grad(value, at)[0].numpy() / rate
        best = minimize(both, start, jac=True, method="BFGS", options=dict(gtol=1e-11))
        return best.x

    def reported(q):
        """Where focal loss is cheapest for a true probability, by root finding."""
        def slope(z):
            at = torch.tensor(z, dtype=torch.float64, requires_grad=True)
            p = torch.sigmoid(at)
            one = torch.ones((), dtype=torch.float64)
            cost = (q * (1 - p)**gamma * bce(at, one)
                    + (1 - q) * p**gamma * bce(at, 0 * one))
            return torch.autograd.grad(cost, at)[0].item()
        return special.expit(brentq(slope, -25, 25, xtol=1e-13))

    def judge(wb, threshold):
        cut = (special.logit(threshold) - wb[1]) / wb[0]
        recall, alarms = stats.norm.sf(cut, distance, sigma), stats.norm.sf(cut)
        return recall, rate * recall / (rate * recall + (1 - rate) * alarms)

    plain = fit([distance / sigma, special.logit(rate)])
    weighted = fit(plain, pos_weight=weight)
    focal = fit([plain[0] / 2, plain[1] / 2], gamma=gamma)
    recall, precision = judge(plain, 0.5)
    return dict(w=plain[0], b=plain[1], weighted_w=weighted[0], weighted_b=weighted[1],
                focal_w=focal[0], recall=recall, precision=precision,
                moved_recall=judge(plain, 1 / (1 + weight))[0],
                weighted_recall=judge(weighted, 0.5)[0],
                weighted_precision=judge(weighted, 0.5)[1],
                weighted_mean=((positive + negative)
                               * torch.sigmoid(weighted[0] * x + weighted[1])).sum().item(),
                focal_says_70=reported(0.7), focal_says_90=reported(0.9),
                log_loss=loss(plain[0] * x + plain[1]).item(),
                auc=stats.norm.cdf(distance / math.hypot(1, sigma)))


def main():
    with open("classify.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["demo", "arguments", "name", "value"])
        for demo, compute, cases in [
                ("011-log-loss", forecast, FORECASTS),
                ("010-stochastic-gradient-descent", cloud, CLOUDS),
                ("077-gradient-checking", check, CHECKED),
                ("022-class-imbalance", classes, CLASSES)]:
            for case in cases:
                arguments = " ".join(f"{name}={value}" for name, value in case.items())
                for name, value in compute(**case).items():
                    out.writerow([demo, arguments, name, f"{value:.12g}"])


main()
