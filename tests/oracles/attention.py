"""Values of the demo 029-attention-dynamics by PyTorch's autograd and optimizers, in double precision.

The demo's random numbers come from GSL, and so do these: weights first, row by row, then four orders of the
values a step. Row: arguments of the demo, name of the value, its value. For test_demo_attention.c.
"""
import ctypes
import math

import torch
import torch.nn.functional as F

CASES = [
    dict(eta=3, seed=4, steps=120, start=0.01),
    dict(eta=1, seed=2, steps=150, warmup=40, start=0.2),
    dict(method="adam", eta=0.05, seed=3, steps=60, warmup=10),
    dict(method="adam", eta=0.01, seed=7, steps=50, start=2),
    dict(method="adam_qk_norm", eta=0.03, seed=5, steps=80, start=0.5, warmup=20),
]
DEFAULTS = dict(method="sgd", eta=2, warmup=0, start=1e-3, steps=400, seed=1)
T, V, D, CONTEXTS = 6, 12, 8, 4

gsl = ctypes.CDLL("libgsl.so.27")
gsl.gsl_rng_alloc.restype = ctypes.c_void_p
gsl.gsl_rng_alloc.argtypes = [ctypes.c_void_p]
gsl.gsl_rng_set.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
gsl.gsl_rng_uniform_int.restype = ctypes.c_ulong
gsl.gsl_rng_uniform_int.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
gsl.gsl_ran_gaussian_ziggurat.restype = ctypes.c_double
gsl.gsl_ran_gaussian_ziggurat.argtypes = [ctypes.c_void_p, ctypes.c_double]


class Random:
    def __init__(self, seed):
        self.rng = gsl.gsl_rng_alloc(ctypes.c_void_p.in_dll(gsl, "gsl_rng_mt19937"))
        gsl.gsl_rng_set(self.rng, seed)

    def normals(self, rows, columns, sigma):
        x = [gsl.gsl_ran_gaussian_ziggurat(self.rng, sigma) for _ in range(rows * columns)]
        return torch.tensor(x, dtype=torch.float64).reshape(rows, columns)

    def permutation(self, n):
        order = [0] * n
        for i in range(n):
            j = gsl.gsl_rng_uniform_int(self.rng, i + 1)
            order[i] = order[j]
            order[j] = i
        return torch.tensor(order)


def scores(w_q, w_k, gain, norm):
    if norm:
        return F.normalize(w_q, dim=1) * gain @ F.normalize(w_k, dim=1).T
    return w_q @ w_k.T / math.sqrt(D)


def run(p):
    random = Random(p["seed"])
    w_q, w_k = random.normals(T, D, p["start"]), random.normals(T, D, p["start"])
    gain = torch.full((D,), math.sqrt(D), dtype=torch.float64)
    u = torch.zeros(V, V, dtype=torch.float64)
    weights = [w.requires_grad_() for w in (w_q, w_k, gain, u)]
    rule = torch.optim.SGD if p["method"] == "sgd" else torch.optim.Adam
    optimizer = rule(weights, lr=p["eta"])
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda t: (t + 1) / p["warmup"] if t < p["warmup"] else 1)
    losses = []
    for step in range(p["steps"] + 1):
        s = scores(w_q, w_k, gain, p["method"] == "adam_qk_norm")
        attention = s.softmax(dim=1)
        values = [random.permutation(V)[:T] for _ in range(CONTEXTS)]
        loss = sum(F.cross_entropy(attention @ u[v], v) for v in values) / CONTEXTS
        losses.append(loss.item())
        if step < p["steps"]:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    late = [t for t, loss in enumerate(losses) if loss >= math.log(T) / 2]
    right = attention.diagonal()
    diagonal = u.diagonal().mean().item()
    return {
        "loss": losses[-1],
        "drop": min(late[-1] + 1, p["steps"]),
        "entropy": torch.special.entr(attention).sum(dim=1).mean().item(),
        "right": right.mean().item(),
        "found": (right > 0.5).sum().item(),
        "copying": diagonal - (u.sum().item() - V * diagonal) / (V * (V - 1)),
        "top_score": s.abs().max().item(),
    }


with open("attention.csv", "w") as out:
    out.write("arguments,name,value\n")
    for case in CASES:
        arguments = " ".join(f"{name}={value}" for name, value in case.items())
        for name, value in run({**DEFAULTS, **case}).items():
            out.write(f"{arguments},{name},{value:.17g}\n")
