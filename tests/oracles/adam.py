"""Values of the demo 075-adam by PyTorch's own optimizers, in double precision.

Row: arguments of the demo, name of the value, its value. For test_demo_deep.c.
"""
import math

import torch

CASES = [
    dict(),
    dict(eta=0.02, beta1=0.8, beta2=0.99, eps=1e-6, kappa=30, angle=20, steps=400, c=5, memory="long"),
    dict(eta=0.3, beta1=0.95, beta2=0.9, eps=1e-4, kappa=1000, angle=45, steps=3000, c=2.5),
    dict(eta=0.05, beta1=0, beta2=0.9999, kappa=7, angle=5, steps=300, c=12, memory="long"),
]
DEFAULTS = dict(eta=0.1, beta1=0.9, beta2=0.999, eps=1e-8, kappa=100, angle=0, steps=500, c=3,
                memory="short", **{"lambda": 0.1})
CASES[3]["lambda"] = 0.5


def parameter(*x):
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


def adam(x, p, **more):
    options = dict(lr=p["eta"], betas=(p["beta1"], p["beta2"]), eps=p["eps"])
    return torch.optim.Adam([x], **{**options, **more})


def first_steps(p):
    x = parameter(1.0, 1.0)
    o = adam(x, p)
    x.grad = torch.tensor([3.0, 1e-8], dtype=torch.float64)
    o.step()
    return {"first_x": x[0].item(), "tiny_step": (1 - x[1].item()) / p["eta"]}


def steps_needed(p, make):
    turn = math.radians(p["angle"])
    r = torch.tensor([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]],
                     dtype=torch.float64)
    curvature = torch.tensor([1.0, p["kappa"]], dtype=torch.float64)
    x = (r.T @ torch.ones(2, dtype=torch.float64)).requires_grad_()
    o = make(x)
    needed = 0
    for k in range(p["steps"] + 1):
        o.zero_grad()
        cost = (curvature * (r @ x) ** 2).sum() / 2
        if k == 0:
            start = cost.item()
        if cost.item() >= 1e-6 * start:
            needed = k + 1
        cost.backward()
        o.step()
    return needed


def races(p):
    root = math.sqrt(p["kappa"])
    momentum = dict(lr=4 / (root + 1) ** 2, momentum=((root - 1) / (root + 1)) ** 2)
    return {
        "steps_gd": steps_needed(p, lambda x: torch.optim.SGD([x], lr=2 / (1 + p["kappa"]))),
        "steps_momentum": steps_needed(p, lambda x: torch.optim.SGD([x], **momentum)),
        "steps_adam": steps_needed(p, lambda x: adam(x, p)),
    }


def reddi(p, amsgrad):
    beta2 = 1 / (1 + p["c"] ** 2) if p["memory"] == "short" else p["beta2"]
    x = parameter(1.0)
    o = adam(x, p, betas=(0.0, beta2), amsgrad=amsgrad)
    regret = 0.0
    for t in range(1, 30001):
        g = p["c"] if t % 3 == 1 else -1.0
        regret += g * (x.item() + 1) / 30000
        o.param_groups[0]["lr"] = 0.5 / math.sqrt(t)
        x.grad = torch.tensor([g], dtype=torch.float64)
        o.step()
        with torch.no_grad():
            x.clamp_(-1, 1)
    return x.item(), regret


def decay(p, optimizer):
    w = parameter(1.0, 1.0)
    o = optimizer([w], lr=0.01, betas=(p["beta1"], p["beta2"]), eps=p["eps"],
                  weight_decay=p["lambda"])
    for t in range(100):
        w.grad = torch.tensor([0.0, 10.0 if t % 2 == 0 else -10.0], dtype=torch.float64)
        o.step()
    return w.tolist()


def values(p):
    v = {**first_steps(p), **races(p)}
    v["reddi_x"], v["reddi_regret"] = reddi(p, False)
    v["amsgrad_x"], v["amsgrad_regret"] = reddi(p, True)
    v["adamw_quiet"], v["adamw_loud"] = decay(p, torch.optim.AdamW)
    v["l2_quiet"], v["l2_loud"] = decay(p, torch.optim.Adam)
    return v


def main():
    torch.set_num_threads(1)
    with open("adam.csv", "w") as out:
        out.write("arguments,name,value\n")
        for case in CASES:
            arguments = " ".join(f"{k}={v}" for k, v in case.items())
            for name, value in values({**DEFAULTS, **case}).items():
                out.write(f"{arguments},{name},{value:.17g}\n")


main()
