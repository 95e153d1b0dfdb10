"""Least squares, ridge and lasso by scikit-learn on the diabetes data, for
test_lab_linear.c: columns centered and of sum of squares 1, y centered.

Row: model, lambda, the ten coefficients. lambda is that of 1/2 RSS + lambda |w|_1
and of 1/2 RSS + lambda/2 |w|^2.
"""
import numpy as np
from sklearn.linear_model import Lasso, LinearRegression, Ridge


def main():
    data = np.loadtxt("../../content/data/diabetes.csv", delimiter=",", skiprows=1)
    x, y = data[:, :-1], data[:, -1]
    x = x - x.mean(axis=0)
    x = x / np.sqrt((x * x).sum(axis=0))
    y = y - y.mean()
    models = [("ols", 0, LinearRegression(fit_intercept=False))]
    for lam in (0.01, 0.1, 1, 10, 1000):
        models.append(("ridge", lam, Ridge(alpha=lam, fit_intercept=False, solver="cholesky")))
    for lam in (1, 10, 44.2, 442, 900):
        lasso = Lasso(alpha=lam / len(y), fit_intercept=False, tol=1e-15, max_iter=1000000)
        models.append(("lasso", lam, lasso))
    with open("linear.csv", "w") as out:
        out.write("model,lambda," + ",".join(f"w{j}" for j in range(10)) + "\n")
        for name, lam, model in models:
            w = model.fit(x, y).coef_
            out.write(f"{name},{lam}," + ",".join(f"{v:.12g}" for v in w) + "\n")


main()
