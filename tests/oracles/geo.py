"""Values of the demos 033-fisher-rao and 037-diffusion-models by SciPy and PyTorch.

Row: demo, arguments, name of a value, the value, how far off it may be. For
test_demo_geo.c.
"""
import math

import numpy as np
import torch
from scipy.integrate import quad, solve_ivp
from scipy.special import logsumexp
from scipy.stats import norm
from torch.distributions import Normal, kl_divergence

rows = []


def write(demo, arguments, name, value, tolerance=1e-9):
    rows.append((demo, " ".join(f"{k}={v}" for k, v in arguments.items()), name, value, tolerance))


# ---- 033: N(0, s1²) and N(dm, s2²)

def kl(p, q):
    return kl_divergence(Normal(*p), Normal(*q))


def gradients(p, q):
    """Gradient of KL(q | p) in p = (mu, sigma), and the Fisher matrix as a Hessian of KL."""
    x = torch.tensor(p, dtype=torch.float64, requires_grad=True)
    fixed = torch.tensor(p, dtype=torch.float64)
    g = torch.autograd.grad(kl(q, x), x)[0]
    f = torch.autograd.functional.hessian(lambda y: kl(fixed, y), x.detach())
    return g.numpy(), f.numpy()


def walk(p, velocity, length):
    """Along the geodesic; Christoffel symbols by differences of the metric."""
    def metric(y):
        return np.diag([1 / y[1] ** 2, 2 / y[1] ** 2])

    def rhs(_, state):
        y, v = state[:2], state[2:]
        dg = np.zeros((2, 2, 2))
        dg[1] = (metric(y + [0, 1e-6]) - metric(y - [0, 1e-6])) / 2e-6
        lower = np.einsum("kij,k,j->i", dg, v, v) - np.einsum("ijk,j,k->i", dg, v, v) / 2
        return np.concatenate([v, -np.linalg.solve(metric(y), lower)])

    v = np.array(velocity) / math.sqrt(velocity @ metric(p) @ velocity)
    out = solve_ivp(rhs, (0, length), np.concatenate([p, v]), rtol=1e-10, atol=1e-12)
    return out.y[:2, -1]


def fisher_rao(a):
    p, q = (0.0, a["sigma1"]), (a["dm"], a["sigma2"])
    name = "033-fisher-rao"
    tp, tq = (torch.tensor(z, dtype=torch.float64) for z in (p, q))
    far = math.sqrt(2) * math.acosh(1 + (a["dm"] ** 2 / 2 + (p[1] - q[1]) ** 2) / (2 * p[1] * q[1]))
    forward, backward = kl(tp, tq).item(), kl(tq, tp).item()
    write(name, a, "distance", far)
    write(name, a, "kl", forward)
    write(name, a, "kl_back", backward)
    write(name, a, "ratio", far ** 2 / (2 * forward))

    def moments(t):
        mean = t * q[0]
        return mean, math.sqrt((1 - t) * p[1] ** 2 + t * (q[0] ** 2 + q[1] ** 2) - mean ** 2)

    def speed(path, t, h=1e-6):
        (m0, s0), (m1, s1), s = path(t - h), path(t + h), path(t)[1]
        return math.hypot(m1 - m0, math.sqrt(2) * (s1 - s0)) / (2 * h * s)

    straight = lambda t: (t * q[0], p[1] + t * (q[1] - p[1]))
    # the demo's sums are too long by less than (length / pieces)² / 12
    for value, path in (("straight", straight), ("by_moments", moments)):
        length = quad(lambda t: speed(path, t), 1e-5, 1 - 1e-5, epsabs=1e-9)[0]
        write(name, a, value, length, length * ((length / a["pieces"]) ** 2 / 4 + 1e-4))
    g, f = gradients(p, tq)
    v = -np.linalg.solve(f, g)
    one = torch.tensor(np.array(p) + v)
    d = one.numpy() - q
    write(name, a, "one_step", 2 * math.sqrt(2) * math.atanh(math.sqrt(
        (d[0] ** 2 + 2 * d[1] ** 2) / (d[0] ** 2 + 2 * (one[1].item() + q[1]) ** 2))))
    in_log = np.array([-g[0], -g[1] * p[1] * p[1]])  # -gradient in (mu, ln sigma), moved to sigma
    for value, way in (("natural_drop", v), ("plain_drop", in_log)):
        end = torch.tensor(walk(np.array(p), way, a["step"]))
        write(name, a, value, backward - kl(tq, end).item(), 1e-6)
    cosine = (v @ f @ in_log) / math.sqrt((v @ f @ v) * (in_log @ f @ in_log))
    write(name, a, "turned", math.degrees(math.acos(cosine)), 1e-5)
    write(name, a, "circle", math.sqrt(2) * math.sinh(a["step"] / math.sqrt(2)) / a["step"], 1e-4)
    heads = norm.cdf(q[0] / q[1])
    write(name, a, "signs", math.acos(math.sqrt(heads / 2) + math.sqrt((1 - heads) / 2)) * 2)


# ---- 037: (1 - w) N(-m, s²) + w N(m, s²)

def log_density(a, alpha, x):
    s = math.sqrt(alpha * a["sigma"] ** 2 + 1 - alpha)
    w = np.log([1 - a["weight"], a["weight"]])
    return logsumexp(w + norm.logpdf(x, math.sqrt(alpha) * a["mode"] * np.array([-1, 1]), s))


def integral(a, f):
    reach = a["mode"] + 12 * max(a["sigma"], 1)
    return quad(f, -reach, reach, points=[-a["mode"], 0, a["mode"]], limit=2000,
                epsabs=1e-13, epsrel=1e-11)[0]


def entropy(a, alpha):
    return -integral(a, lambda x: math.exp(log_density(a, alpha, x)) * log_density(a, alpha, x))


def denoise(a, alpha, x):
    joint = lambda x0: math.exp(log_density(a, 1, x0) + norm.logpdf(x, math.sqrt(alpha) * x0, math.sqrt(1 - alpha)))
    return integral(a, lambda x0: x0 * joint(x0)) / integral(a, joint)


def schedule(kind):
    t = np.arange(1, 1001)
    if kind == "linear":
        beta = np.linspace(1e-4, 0.02, 1000)
    elif kind == "scaled":
        beta = np.linspace(0.00085 ** 0.5, 0.012 ** 0.5, 1000) ** 2
    else:
        bar = lambda u: np.cos((u + 0.008) / 1.008 * np.pi / 2) ** 2
        beta = np.minimum(1 - bar(t / 1000) / bar((t - 1) / 1000), 0.999)
    return np.concatenate([[1], np.cumprod(1 - beta)])


def diffusion(a):
    name, bar = "037-diffusion-models", schedule(a["schedule"])
    alpha = bar[a["t"]]
    h = 1e-4
    score = (log_density(a, alpha, 1 + h) - log_density(a, alpha, 1 - h)) / (2 * h)
    write(name, a, "abar", alpha)
    write(name, a, "score", score, 1e-6)
    write(name, a, "denoised", denoise(a, alpha, 1.0), 1e-7)
    write(name, a, "entropy", entropy(a, 1.0), 1e-8)

    def floor(alpha):  # the error of E[eps | x], by a sum over a grid
        s2 = alpha * a["sigma"] ** 2 + 1 - alpha
        x = np.linspace(-12, 12, 8001) * max(1, a["mode"])
        m = math.sqrt(alpha) * a["mode"] * np.array([-1, 1])
        parts = np.array([1 - a["weight"], a["weight"]])[:, None] * norm.pdf(x, m[:, None], math.sqrt(s2))
        means = math.sqrt(1 - alpha) * (x - m[:, None]) / s2
        best = (parts * means).sum(0) / np.maximum(parts.sum(0), 1e-300)
        return 1 - (parts.sum(0) * best ** 2).sum() * (x[1] - x[0])

    levels = [round(1000 * k / a["levels"]) for k in range(1, a["levels"] + 1)]
    floors = np.array([floor(bar[t]) for t in levels])
    write(name, a, "floor", floor(alpha), 1e-8)
    write(name, a, "mmse", floor(alpha) * (1 - alpha) / alpha, 1e-7)
    write(name, a, "simple", floors.mean(), 1e-8)
    # the chain of DDPM with its own alphas and betas
    total = best = 0
    weights = []
    for k in range(1, len(levels)):
        now, before = bar[levels[k]], bar[levels[k - 1]]
        beta = 1 - now / before
        tilde = (1 - before) / (1 - now) * beta
        weights.append(beta ** 2 / (2 * tilde * (1 - beta) * (1 - now)))
        total += weights[-1] * floors[k]
        best += math.log(1 + 2 * weights[-1] * floors[k]) / 2
    first, last = bar[levels[0]], bar[levels[-1]]
    mean = (2 * a["weight"] - 1) * a["mode"]
    square = a["sigma"] ** 2 + a["mode"] ** 2
    ends = 0.5 * math.log(2 * math.pi * math.e * floors[0] * (1 - first) / first)
    ends += 0.5 * (last * square + (1 - last) - 1 - math.log(1 - last))
    write(name, a, "bound", total + ends, 1e-6)
    write(name, a, "best_bound", best + ends, 1e-6)
    write(name, a, "weight_first", weights[0], 1e-9 * weights[0])
    write(name, a, "weight_last", weights[-1], 1e-6 * weights[-1])
    write(name, a, "left", math.sqrt(last), 1e-10)
    cross = 0.5 * math.log(2 * math.pi) + (last * square + 1 - last) / 2
    write(name, a, "mismatch", cross - entropy(a, last), 1e-7)


for case in (dict(dm=1.7, sigma1=0.6, sigma2=2.2, pieces=200, step=0.4),
             dict(dm=0.3, sigma1=3.0, sigma2=0.8, pieces=50, step=1.1),
             dict(dm=6.0, sigma1=1.0, sigma2=1.5, pieces=400, step=0.05)):
    fisher_rao(case)
for case in (dict(mode=1.3, sigma=0.4, weight=0.3, schedule="linear", t=410, levels=40),
             dict(mode=2.5, sigma=0.7, weight=0.8, schedule="cosine", t=120, levels=25),
             dict(mode=0.0, sigma=1.0, weight=0.5, schedule="linear", t=500, levels=1000),
             dict(mode=3.0, sigma=0.3, weight=0.6, schedule="scaled", t=700, levels=60)):
    diffusion(case)
with open("geo.csv", "w") as out:
    out.write("demo,arguments,name,value,tolerance\n")
    for demo, arguments, name, value, tolerance in rows:
        out.write(f"{demo},{arguments},{name},{value:.15g},{tolerance:.3g}\n")
