"""Values of the demos of the regression losses, by scikit-learn, SciPy and PyTorch. For
test_demo_regress.c. The diabetes data are scikit-learn's own copy.
"""
import csv

import numpy as np
import torch
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.stats import beta, lognorm, median_abs_deviation, norm
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error, mean_pinball_loss, mean_squared_error, r2_score

X, Y = load_diabetes(return_X_y=True, scaled=False)

SQUARED = [
    dict(guess=300, sigma=25, variables=3, top=0.24),
    dict(guess=60.5, sigma=120, variables=0, top=0.02),
    dict(guess=200, sigma=60, variables=7, top=0.5),
    dict(guess=152, sigma=90, variables=10, top=0.01),
]


NEWCOMB = [28, 22, 36, 26, 28, 28, 26, 24, 32, 30, 27, 24, 33, 21, 36, 32, 31, 25, 24, 25, 28, 36,
           27, 32, 34, 30, 25, 26, 26, 25, -44, 23, 21, 30, 33, 29, 27, 29, 28, 22, 26, 27, 16, 31,
           29, 36, 32, 28, 40, 19, 37, 23, 32, 29, -2, 24, 25, 27, 24, 16, 29, 20, 28, 27, 39, 23]
HUBERS = [
    dict(delta=3, data="newcomb", z=-150, eps=0.1),
    dict(delta=15, data="trimmed", z=60, eps=0.02),
    dict(delta=2, data="five", z=-30, eps=0.25),
    dict(delta=40, data="newcomb", z=900, eps=0.05),
]

QUANTILES = [
    dict(under=9, over=2, sigma=0.7, days=365, level=0.9),
    dict(under=1, over=6, sigma=0.2, days=50, level=0.6),
    dict(under=30, over=0.5, sigma=0.5, days=1000, level=0.95),
]

# Starts from which a constant rate does not land on a point but for rounding; and not so many
# steps that the shrinking ones have closed in on the median to the last digit, and stay or not.
ABSOLUTE = [
    dict(far=5000, moved=2, points="five", start=-3.77, eta=0.3, steps=400),
    dict(far=33.5, moved=3, points="five", start=18.3, eta=2.5, steps=900),
    dict(far=250, moved=1, points="four", start=19.05, eta=0.7, steps=150),
    dict(far=100, moved=1, points="five", start=8.1, eta=4, steps=700),
]


def squared(guess, sigma, variables, top):
    """MSE as torch has it; the fit and R² by scikit-learn."""
    chosen = X[:, [2, 8, 3, 6, 1, 9, 4, 7, 5, 0][:variables]]
    f = (LinearRegression().fit(chosen, Y).predict(chosen) if variables
         else np.full_like(Y, Y.mean()))
    mse = torch.nn.MSELoss()
    constant = torch.full((len(Y),), guess, dtype=torch.float64)
    largest = np.argsort(-np.abs(f - Y), kind="stable")[:round(top * len(Y))]
    share = mean_squared_error(Y[largest], f[largest]) * len(largest) / len(Y)
    size = mean_absolute_error(Y[largest], f[largest]) * len(largest) / len(Y)
    return dict(mean=Y.mean(), mse_mean=np.var(Y),
                mse_guess=mse(constant, torch.tensor(Y)).item(),
                r2_guess=r2_score(Y, constant.numpy()), likeliest=norm.fit(Y)[0],
                mse=mean_squared_error(Y, f), rmse=mean_squared_error(Y, f, squared=False),
                r2=r2_score(Y, f), likeliest_sigma=norm.fit(Y - f, floc=0)[1],
                top_cost=share / mean_squared_error(Y, f),
                top_cost_normal=2 * quad(lambda x: x * x * norm.pdf(x), norm.isf(top / 2), np.inf)[0],
                top_size=size / mean_absolute_error(Y, f),
                mse_paired=((f[:, None] - Y[None, :]) ** 2).mean())


def huber(delta, data, z, eps):
    """Location by SciPy on torch's HuberLoss; variances by quadrature."""
    y = {"newcomb": NEWCOMB, "trimmed": [v for v in NEWCOMB if v > 0],
         "five": [0, 1, 2, 7, 100]}[data]

    def best(values):
        values = torch.tensor(values, dtype=torch.float64)
        loss = torch.nn.HuberLoss(delta=delta)
        return minimize_scalar(lambda c: loss(torch.full_like(values, c), values).item(),
                               bounds=(-50, 110), method="bounded",
                               options=dict(xatol=1e-10)).x

    def variance(k, share):
        square = 2 * (quad(lambda x: x * x * norm.pdf(x), 0, k)[0] + k * k * norm.sf(k))
        slope = quad(norm.pdf, -k, k)[0]
        return ((1 - share) * square + share * k * k) / ((1 - share) * slope) ** 2

    worst = minimize_scalar(lambda k: variance(k, eps), bounds=(0.05, 4), method="bounded",
                            options=dict(xatol=1e-10))
    k = delta / median_abs_deviation(y, scale="normal")
    error = torch.tensor([float(z)]), torch.zeros(1)
    return dict(mean=np.mean(y), median=np.median(y), huber=best(y), k=k,
                moves_mean=np.mean(y + [z]) - np.mean(y), moves_huber=best(y + [z]) - best(y),
                efficiency=1 / variance(k, 0), best_k=worst.x, least=worst.fun,
                loss=torch.nn.HuberLoss(delta=delta)(*error).item(),
                loss_smooth=torch.nn.SmoothL1Loss(beta=delta)(*error).item())


def quantile(under, over, sigma, days, level):
    """What does not depend on the drawn days: SciPy's lognormal and beta, scikit-learn's loss."""
    demand, tau = lognorm(sigma, scale=100), under / (under + over)
    best = demand.ppf(tau)
    missing = quad(lambda y: (y - best) * demand.pdf(y), best, demand.ppf(1 - 1e-14), limit=500)[0]
    left = quad(lambda y: (best - y) * demand.pdf(y), 0, best, limit=500)[0]
    apart = np.ceil(days * (1 + level) / 2 - 1e-9) - np.ceil(days * (1 - level) / 2 - 1e-9)
    mean, sd, z = demand.mean(), demand.std(), norm.ppf((1 + level) / 2)
    return dict(tau=tau, long_order=best, long_cost=under * missing + over * left,
                above=mean_pinball_loss([110], [100], alpha=tau),
                below=mean_pinball_loss([90], [100], alpha=tau),
                coverage_theory=beta(apart, days + 1 - apart).mean(),
                normal_below=demand.cdf(mean - z * sd), normal_above=demand.sf(mean + z * sd))


def absolute(far, moved, points, start, eta, steps):
    """Best constants by NumPy; descent by torch's L1Loss, autograd and SGD."""
    y = np.array([0, 1, 2, 7, far] if points == "five" else [1, 2, 7, far], dtype=float)
    y[len(y) - moved:] = far
    y = np.sort(y)
    low, high = y[(len(y) - 1) // 2], y[len(y) // 2]

    def path(schedule):
        c = torch.tensor([float(start)], dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.SGD([c], lr=eta)
        shrink = torch.optim.lr_scheduler.LambdaLR(optimizer, schedule)
        at = [c.item()]
        for _ in range(steps):
            optimizer.zero_grad()
            torch.nn.functional.l1_loss(c.expand(len(y)), torch.tensor(y)).backward()
            optimizer.step()
            shrink.step()
            at.append(c.item())
        return np.array(at)

    def off(at):
        return np.maximum(0, np.maximum(low - at, at - high))[steps - steps // 10:].max()

    shrinking, constant = path(lambda t: (t + 1) ** -0.5), path(lambda t: 1)
    return dict(mean=y.mean(), median=np.median(y), low=low, high=high,
                mae=np.abs(y - np.median(y)).mean(),
                mae_mean=mean_absolute_error(y, np.full_like(y, y.mean())),
                slope=(start - constant[1]) / eta, first=constant[1],
                off=off(shrinking), off_constant=off(constant))


def main():
    with open("regress.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["demo", "arguments", "name", "value"])
        for demo, compute, cases in [
                ("012-huber-loss", huber, HUBERS),
                ("018-mean-absolute-error", absolute, ABSOLUTE),
                ("019-mean-squared-error", squared, SQUARED),
                ("080-quantile-loss", quantile, QUANTILES)]:
            for case in cases:
                arguments = " ".join(f"{name}={value}" for name, value in case.items())
                for name, value in compute(**case).items():
                    out.writerow([demo, arguments, name, f"{value:.12g}"])


main()
