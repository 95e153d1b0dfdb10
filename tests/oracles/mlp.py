"""Outputs and gradients of small networks by PyTorch's autograd, in double
precision, for test_lab_mlp.c.

Widths 3-4-4-2, batch 5. The k-th parameter (w of layer 0 row by row, then its
b, then layer 1...) is ((37 k) mod 101 - 50) / 64, the k-th entry of x is
((29 k) mod 53 - 26) / 16, and dL/d(output k) is ((17 k) mod 23 - 11) / 8.
Row: activation, residual (0, 1), what (out, grad or delta<layer>), k, value.
"""
import torch

WIDTHS, BATCH = [3, 4, 4, 2], 5
ACTIVATIONS = {
    "identity": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
}


def pattern(n, factor, modulus, shift, divisor):
    v = [((factor * k) % modulus - shift) / divisor for k in range(n)]
    return torch.tensor(v, dtype=torch.float64)


def run(f, residual):
    shapes = [(n, m) for n, m in zip(WIDTHS, WIDTHS[1:])]
    params = pattern(sum((n + 1) * m for n, m in shapes), 37, 101, 50, 64).requires_grad_()
    a = pattern(BATCH * WIDTHS[0], 29, 53, 26, 16).reshape(BATCH, -1)
    offset, zs = 0, []
    for layer, (n, m) in enumerate(shapes):
        w = params[offset:offset + n * m].reshape(n, m)
        b = params[offset + n * m:offset + (n + 1) * m]
        offset += (n + 1) * m
        z = a @ w + b
        z.retain_grad()
        zs.append(z)
        last = layer + 1 == len(shapes)
        y = z if last else f(z)
        a = y + a if residual and n == m and not last else y
    a.backward(pattern(a.numel(), 17, 23, 11, 8).reshape(a.shape))
    yield "out", a
    yield "grad", params.grad
    for layer, z in enumerate(zs):
        yield f"delta{layer}", z.grad


def main():
    with open("mlp.csv", "w") as out:
        out.write("activation,residual,what,k,value\n")
        for name, f in ACTIVATIONS.items():
            for residual in (0, 1):
                for what, values in run(f, residual):
                    for k, v in enumerate(values.flatten().tolist()):
                        out.write(f"{name},{residual},{what},{k},{v:.17g}\n")


main()
