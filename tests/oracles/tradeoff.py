"""Values of the demos on regularization, bias, variance and exploding gradients, by NumPy, SciPy,
scikit-learn and PyTorch. Random numbers are GSL's, as in the demos; everything after that is
computed anew. Row: demo, arguments, name of the value, its value. For test_demo_tradeoff.c.
"""
import csv
import ctypes
import ctypes.util
import math

import numpy as np
import torch
from numpy.polynomial import legendre
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.preprocessing import StandardScaler

gsl = ctypes.CDLL(ctypes.util.find_library("gsl"), mode=ctypes.RTLD_GLOBAL)
gsl.gsl_rng_alloc.restype = ctypes.c_void_p
gsl.gsl_rng_alloc.argtypes = [ctypes.c_void_p]
gsl.gsl_rng_set.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
gsl.gsl_ran_gaussian_ziggurat.restype = ctypes.c_double
gsl.gsl_ran_gaussian_ziggurat.argtypes = [ctypes.c_void_p, ctypes.c_double]


class Random:
    def __init__(self, seed):
        self.rng = gsl.gsl_rng_alloc(ctypes.c_void_p.in_dll(gsl, "gsl_rng_mt19937"))
        gsl.gsl_rng_set(self.rng, seed)

    def normal(self, sigma=1):
        return gsl.gsl_ran_gaussian_ziggurat(self.rng, sigma)


REGULARIZATION = [
    dict(lambda_=0.03, penalty="l2", examples=9, rho=0.8, noise=1.5, seed=4),
    dict(lambda_=0.7, penalty="l1", examples=7, rho=0.97, noise=3, seed=11),
    dict(lambda_=12, penalty="l2", examples=40, rho=0, noise=5, seed=2),
    dict(lambda_=0.01, penalty="l1", examples=5, rho=0.9, noise=2, seed=26),
    dict(lambda_=60, penalty="l1", examples=4, rho=0.5, noise=1, seed=8),
]


def regularization(lambda_, penalty, examples, rho, noise, seed):
    random, rows = Random(seed), []
    for _ in range(examples):
        x1 = random.normal()
        x2 = rho * x1 + math.sqrt(1 - rho * rho) * random.normal()
        rows.append([x1, x2, 2 * x1 + x2 + random.normal(noise)])
    x, y = np.array(rows)[:, :2], np.array(rows)[:, 2]
    truth, covariance = np.array([2, 1]), np.array([[1, rho], [rho, 1]])

    def fit(strength):
        # Their costs: a sum and alpha |w|², half a mean and alpha |w|.
        if strength == 0 or penalty == "l2":
            model = Ridge(alpha=strength * examples, fit_intercept=False, tol=1e-14, solver="svd")
        else:
            model = Lasso(alpha=strength / 2, fit_intercept=False, tol=1e-14, max_iter=10**6)
        return model.fit(x, y).coef_

    def new(w):
        return noise**2 + (w - truth) @ covariance @ (w - truth)

    w, free = fit(lambda_), fit(0)
    tests = [new(fit(s)) for s in 10.0 ** np.linspace(-3, 2, 61)]
    return dict(w1=w[0], w2=w[1], free_w1=free[0], free_w2=free[1], train=np.mean((y - x @ w) ** 2),
                test=new(w), free_train=np.mean((y - x @ free) ** 2), free_test=new(free),
                empty_test=new(np.zeros(2)), best_test=min(tests),
                budget=w @ w if penalty == "l2" else abs(w).sum(),
                upper_right=np.mean((y - x @ np.array([7, 7])) ** 2))


VARIANCE = [
    dict(degree=3, points=23, noise=0.8, bend=6, averaged=1, sets=50, seed=3),
    dict(degree=12, points=14, noise=0.3, bend=2, averaged=4, sets=20, seed=9),
    dict(degree=0, points=100, noise=2, bend=8, averaged=10, sets=30, seed=77),
    dict(degree=7, points=40, noise=0.1, bend=5.5, averaged=2, sets=300, seed=5),
]


def variance(degree, points, noise, bend, averaged, sets, seed):
    random = Random(seed)
    x, place = np.linspace(-1, 1, points), -1 + (2 * np.arange(40) + 1) / 40
    truth = np.sin(bend * place + 1)
    # Hat matrices: what the labels' fit says at the places, for each degree.
    hats = []
    for k in range(13):
        hats.append(legendre.legvander(place, k) @ np.linalg.pinv(legendre.legvander(x, k)))
    clean = np.sin(bend * x + 1)
    bias2 = [np.mean((hat @ clean - truth) ** 2) for hat in hats]
    spread = [noise**2 * np.diag(hat @ hat.T) / averaged for hat in hats]
    error = [b + np.mean(v) + noise**2 for b, v in zip(bias2, spread)]
    labels = [np.mean([[c + random.normal(noise) for c in clean] for _ in range(averaged)], axis=0)
              for _ in range(sets)]
    # New noise is drawn for each set, degree and place in turn.
    fresh = np.array([random.normal(noise) for _ in range(sets * 13 * 40)]).reshape(sets, 13, 40)
    fits = np.array(labels) @ hats[degree].T
    best = int(np.argmin(error))
    return dict(bias2=bias2[degree], variance=np.mean(spread[degree]), error=error[degree],
                best_degree=best, best_error=error[best], middle=spread[degree][20],
                end=spread[degree][39], at_points=noise**2 * (degree + 1) / points / averaged,
                variance_seen=np.mean(np.var(fits, axis=0, ddof=1)),
                error_seen=np.mean((fits - truth - fresh[:, degree]) ** 2))


BIAS = [
    dict(lambda_=3, features=10, patients=80, noise=1, sets=60, seed=4),
    dict(lambda_=200, features=4, patients=442, noise=2, sets=200, seed=2),
    dict(lambda_=0.05, features=1, patients=30, noise=0.5, sets=100, seed=6),
    dict(lambda_=40, features=7, patients=20, noise=3, sets=50, seed=13),
]


def bias(lambda_, features, patients, noise, sets, seed):
    x, y = load_diabetes(return_X_y=True, scaled=False)
    x, y = StandardScaler().fit_transform(x), y - y.mean()
    order = [2, 8, 3, 6, 1, 9, 4, 7, 5, 0]
    fit = LinearRegression(fit_intercept=False).fit(x, y)
    sigma = noise * math.sqrt(((y - fit.predict(x)) ** 2).sum() / (len(y) - 11))
    target = (x @ fit.coef_)[:patients]
    full, z = x[:patients, order], x[:patients, order[:features]]
    weights = np.linalg.solve(z.T @ z + lambda_ * np.eye(features), z.T)
    hat = z @ weights
    mean, covariance = weights @ target, sigma**2 * weights @ weights.T
    plain = sigma**2 * np.linalg.inv(full.T @ full)
    bias2, variance = np.mean((z @ mean - target) ** 2), sigma**2 * np.sum(hat**2) / patients
    # The cost of the training targets: bias, and (I - H) noise.
    left = np.eye(patients) - hat
    train = np.mean((left @ target) ** 2) + sigma**2 * np.sum(left**2) / patients
    random = Random(seed)
    noises = np.array([random.normal(sigma) for _ in range(sets * patients)])
    seen = (target + noises.reshape(sets, patients)) @ weights[0]
    return dict(truth=fit.coef_[order[0]], mean=mean[0], bias=mean[0] - fit.coef_[order[0]],
                deviation=math.sqrt(covariance[0, 0]), plain_deviation=math.sqrt(plain[0, 0]),
                bias2=bias2, variance=variance, noise2=sigma**2, train=train,
                mean_seen=seen.mean(), deviation_seen=seen.std(ddof=1))


TIME = [
    dict(rho=1.2, steps=30, matrix="rotation", seed=3),
    dict(rho=0.9, steps=80, matrix="shear", seed=5),
    dict(rho=1.4, steps=60, matrix="shear", seed=2),
    dict(rho=1.5, steps=120, matrix="rotation", seed=8),
]
CLIFF = [
    dict(start=1.15, length=15, eta=0.002, clip=3, updates=90),
    dict(start=1.3, length=10, eta=0.01, clip=0.5, updates=25),
    dict(start=1.1, length=25, eta=1e-4, clip=1e6, updates=300),
    dict(start=0.9, length=12, eta=0.004, clip=2, updates=40),
]


def time(rho, steps, matrix, seed):
    if matrix == "rotation":
        random = Random(seed)
        q, r = np.linalg.qr(np.array([random.normal() for _ in range(256)]).reshape(16, 16))
        w = rho * q * np.sign(np.diag(r))
    else:
        w = np.kron(np.eye(8), np.array([[rho, 1], [0, rho]]))
    w, random = torch.tensor(w), Random(seed)
    start = torch.tensor([random.normal() for _ in range(16)], dtype=torch.float64)
    lengths = {}
    for name, f in [("linear", lambda z: z), ("tanh", torch.tanh)]:
        states = [start.clone().requires_grad_()]
        for _ in range(steps):
            states.append(f(w @ states[-1]))
        read = states[-1][::2].sum() / math.sqrt(8)
        lengths[name] = [g.norm().item() for g in torch.autograd.grad(read, states)][::-1]
    top = int(np.argmax(lengths["linear"]))
    return dict(growth=lengths["linear"][-1], growth_tanh=lengths["tanh"][-1],
                stretch=torch.linalg.matrix_norm(w, 2).item(), top=lengths["linear"][top],
                top_at=top if matrix == "shear" else steps)


def cliff(start, length, eta, clip, updates):
    def run(limit):
        w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.SGD([w], lr=eta)
        path, gradients, costs = [], [], []
        for _ in range(updates + 1):
            h = torch.tensor(1.0, dtype=torch.float64)
            for _ in range(length):
                h = torch.relu(w * h)
            optimizer.zero_grad()
            cost = (h - 1) ** 2 / 2
            cost.backward()
            path.append(w.item())
            gradients.append(w.grad.item())
            costs.append(cost.item())
            if limit:
                torch.nn.utils.clip_grad_norm_([w], limit)
            optimizer.step()
        return path, gradients, costs

    plain, clipped = run(None), run(clip)
    return dict(gradient=plain[1][0], plain_first=plain[0][1],
                plain_cost=plain[2][-1], plain_gradient=plain[1][-1], clipped_first=clipped[0][1],
                clipped_cost=clipped[2][-1])


def main():
    with open("tradeoff.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["demo", "arguments", "name", "value"])
        for demo, compute, cases in [("013-regularization", regularization, REGULARIZATION),
                                     ("006-variance", variance, VARIANCE),
                                     ("007-bias", bias, BIAS),
                                     ("004-exploding-gradient", time, TIME),
                                     ("004-exploding-gradient", cliff, CLIFF)]:
            for case in cases:
                arguments = " ".join(f"{name.rstrip('_')}={value}" for name, value in case.items())
                for name, value in compute(**case).items():
                    out.writerow([demo, arguments, name, f"{value:.12g}"])


main()
