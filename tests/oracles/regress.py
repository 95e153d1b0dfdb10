"""Values of the demos of the regression losses, by scikit-learn, SciPy and PyTorch. For
test_demo_regress.c. The diabetes data are scikit-learn's own copy.
"""
import csv

import numpy as np
import torch
from scipy.stats import norm
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score

X, Y = load_diabetes(return_X_y=True, scaled=False)

SQUARED = [
    dict(guess=300, sigma=25, variables=3, top=0.24),
    dict(guess=60.5, sigma=120, variables=0, top=0.02),
    dict(guess=200, sigma=60, variables=7, top=0.5),
    dict(guess=152, sigma=90, variables=10, top=0.01),
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
                top_size=size / mean_absolute_error(Y, f),
                mse_paired=((f[:, None] - Y[None, :]) ** 2).mean())


def main():
    with open("regress.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["demo", "arguments", "name", "value"])
        for demo, compute, cases in [("019-mean-squared-error", squared, SQUARED)]:
            for case in cases:
                arguments = " ".join(f"{name}={value}" for name, value in case.items())
                for name, value in compute(**case).items():
                    out.writerow([demo, arguments, name, f"{value:.12g}"])


main()
