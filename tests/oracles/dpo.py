"""Values of the demo 042-direct-preference-optimization by SciPy and PyTorch.

DPO's loss is minimized, and reward - beta KL maximized, by Nelder and Mead on logits; the
single pair is trained by autograd. Row: arguments, name of the value, its value.
For test_demo_alignment.c.
"""
import math

import numpy as np
import torch
from scipy.optimize import minimize

CASES = [
    dict(beta=1.3, spread=0.7, first=0.2, agree=0.8, steps=300, alike=0.4),
    dict(beta=0.4, spread=1.5, first=0.6, agree=0.95, steps=2000, alike=0.9),
    dict(beta=2.5, spread=2, first=0.1, agree=1, steps=700, alike=0.1),
    dict(beta=0.2, spread=0.3, first=0.9, agree=0.6, steps=50, alike=0.25),
]
PAIRS = [(0, 1), (0, 2), (1, 2)]


def policy(z):
    e = np.exp(z - np.max(z))
    return e / e.sum()


def search(f):
    """The minimizer over policies; the first logit is 0."""
    g = lambda z: f(np.concatenate([[0.0], z]))
    found = minimize(g, np.zeros(2), method="Nelder-Mead",
                     options=dict(xatol=1e-13, fatol=1e-16, maxiter=20000, maxfev=20000))
    return policy(np.concatenate([[0.0], found.x])), found.fun


def both_roads(p):
    ref = np.array([p["first"], 0.6 * (1 - p["first"]), 0.4 * (1 - p["first"])])
    r = np.array([p["spread"], 0, -p["spread"]])

    def value(z):
        pi = policy(z)
        return pi @ r - p["beta"] * (pi @ np.log(pi / ref))

    def loss(z):
        total = 0
        for a, b in PAIRS:
            share = 1 / (1 + math.exp(r[b] - r[a]))
            h = p["beta"] * (z[a] - z[b] - math.log(ref[a] / ref[b]))
            total += share * np.logaddexp(0, -h) + (1 - share) * np.logaddexp(0, h)
        return total / 3

    by_pairs, least = search(loss)
    by_reward, top = search(lambda z: -value(z))
    assert np.abs(by_pairs - by_reward).max() < 1e-6
    return {"best": by_reward[0], "middle": by_reward[1], "worst": by_reward[2],
            "loss": least, "value": -top}


def one_pair(p):
    beta = p["beta"]
    z = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    sgd = torch.optim.SGD([z], lr=2 / beta**2)
    for _ in range(p["steps"]):
        h = beta * (z[0] - z[1])
        loss = -(p["agree"] * torch.nn.functional.logsigmoid(h)
                 + (1 - p["agree"]) * torch.nn.functional.logsigmoid(-h))
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return {"gap": (z[0] - z[1]).item(), "ipo": (p["agree"] - 0.5) / beta}


def displaced(p):
    ref = np.array([p["first"], 0.6 * (1 - p["first"]), 0.4 * (1 - p["first"])])
    pi = policy(np.log(ref) + np.array([p["alike"], 0, 1]) * math.log(2) / p["alike"])
    return {"chosen": pi[0], "third": pi[2]}


def main():
    torch.set_num_threads(1)
    with open("dpo.csv", "w") as out:
        out.write("arguments,name,value\n")
        for p in CASES:
            arguments = " ".join(f"{k}={v}" for k, v in p.items())
            for name, value in {**both_roads(p), **one_pair(p), **displaced(p)}.items():
                out.write(f"{arguments},{name},{value:.12g}\n")


main()
