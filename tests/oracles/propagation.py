"""Gradients of random deep networks by PyTorch's autograd, for test_lab_signal.c.

Row: activation, depth, width, skip, branch, sigma2, then of ln |g_1|^2 - ln |g_L|^2
over RUNS networks: its mean and standard deviation, and how many networks; the
networks are a_l = skip a_{l-1} + branch f(W_l a_{l-1}), g_l = d(c.a_L)/d a_l.
"""
import math

import torch

RUNS = 400
ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}
CASES = [
    ("sigmoid", 12, 64, 0, 1.0, 1.0),
    ("sigmoid", 12, 64, 0, 1.0, 6.0),
    ("tanh", 12, 64, 0, 1.0, 1.0),
    ("tanh", 12, 64, 0, 1.0, 3.0),
    ("relu", 12, 64, 0, 1.0, 2.0),
    ("relu", 12, 64, 0, 1.0, 0.5),
    ("relu", 25, 100, 0, 1.0, 2.0),
    ("tanh", 12, 64, 1, 1.0, 1.0),
    ("tanh", 12, 64, 1, 0.3, 2.0),
    ("sigmoid", 12, 64, 1, 1.0, 1.0),
    ("sigmoid", 12, 64, 1, 1.0, 9.0),
    ("relu", 2, 64, 1, 1.0, 2.0),
]


def change(activation, depth, width, skip, branch, sigma2):
    f = ACTIVATIONS[activation]
    a = torch.randn(width, dtype=torch.float64).requires_grad_()
    states = [a]
    for _ in range(depth):
        w = torch.randn(width, width, dtype=torch.float64) * math.sqrt(sigma2 / width)
        states.append(skip * states[-1] + branch * f(w @ states[-1]))
    c = torch.randn(width, dtype=torch.float64)
    g = torch.autograd.grad(c @ states[-1], [states[1], states[-1]])
    return 2 * math.log(g[0].norm() / g[1].norm())


def main():
    torch.manual_seed(20240229)
    torch.set_num_threads(1)
    with open("propagation.csv", "w") as out:
        out.write("activation,depth,width,skip,branch,sigma2,mean,deviation,runs\n")
        for case in CASES:
            x = torch.tensor([change(*case) for _ in range(RUNS)])
            out.write(",".join(str(v) for v in case) +
                      f",{x.mean().item():.17g},{x.std().item():.17g},{RUNS}\n")


main()
