"""Trajectories of PyTorch's optimizers, in double precision, for test_lab_optim.c.

The cost's gradient is a_i x_i + c(t, i) with a = (1, 10, 0.1) and
c(t, i) = ((7 t + 3 i) mod 11 - 5) / 8, which has no rounding of its own.
Row: case, t, x_0, x_1, x_2 after step t.
"""
import torch

STEPS = 25
O = torch.optim
CASES = {
    "sgd": (O.SGD, dict(lr=0.05)),
    "sgd_decay": (O.SGD, dict(lr=0.05, weight_decay=0.1)),
    "momentum": (O.SGD, dict(lr=0.02, momentum=0.9)),
    "dampening": (O.SGD, dict(lr=0.02, momentum=0.9, dampening=0.3)),
    "nesterov": (O.SGD, dict(lr=0.02, momentum=0.9, nesterov=True)),
    "nesterov_decay": (O.SGD, dict(lr=0.02, momentum=0.8, nesterov=True, weight_decay=0.05)),
    "adagrad": (O.Adagrad, dict(lr=0.1)),
    "adagrad_decay": (O.Adagrad, dict(lr=0.1, weight_decay=0.1)),
    "rmsprop": (O.RMSprop, dict(lr=0.01)),
    "rmsprop_momentum": (O.RMSprop, dict(lr=0.01, alpha=0.9, momentum=0.5, weight_decay=0.1)),
    "adam": (O.Adam, dict(lr=0.1)),
    "adam_betas": (O.Adam, dict(lr=0.1, betas=(0.5, 0.6), eps=1e-3)),
    "adam_l2": (O.Adam, dict(lr=0.1, weight_decay=0.1)),
    "amsgrad": (O.Adam, dict(lr=0.1, betas=(0.9, 0.6), amsgrad=True)),
    "adamw": (O.AdamW, dict(lr=0.1)),
    "adamw_amsgrad": (O.AdamW, dict(lr=0.1, betas=(0.9, 0.6), weight_decay=0.3, amsgrad=True)),
}


def main():
    a = torch.tensor([1.0, 10.0, 0.1], dtype=torch.float64)
    with open("optim.csv", "w") as out:
        out.write("case,t,x0,x1,x2\n")
        for name, (optimizer, options) in CASES.items():
            x = torch.tensor([1.0, -1.0, 0.5], dtype=torch.float64, requires_grad=True)
            o = optimizer([x], **options)
            for t in range(1, STEPS + 1):
                c = [((7 * t + 3 * i) % 11 - 5) / 8 for i in range(3)]
                x.grad = a * x.detach() + torch.tensor(c, dtype=torch.float64)
                o.step()
                out.write(f"{name},{t}," + ",".join(f"{v:.17g}" for v in x.tolist()) + "\n")


main()
