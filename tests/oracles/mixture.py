"""Mixtures of Gaussians by SciPy, for test_lab_mixture.c.

Row: mixture (number of a case there), scale, noise, y, then of scale X + noise eps:
its log density, score, distribution function at y, and E[X | y] by quadrature.
"""
import numpy as np
from scipy.integrate import quad
from scipy.special import logsumexp
from scipy.stats import norm

CASES = [
    ([0.5, 0.5], [-2, 2], [0.5, 0.5]),
    ([0.2, 0.7, 0.1], [-1.5, 0.3, 4.0], [0.3, 1.1, 0.05]),
    ([1.0], [0.7], [2.5]),
]
LEVELS = [(0.5 ** 0.5, 0.5 ** 0.5), (1.0, 0.4), (0.3, 2.0)]


def log_density(case, y):
    w, m, s = map(np.array, case)
    return logsumexp(np.log(w) + norm.logpdf(y, m, s))


def main():
    with open("mixture.csv", "w") as out:
        out.write("case,scale,noise,y,log_density,score,cdf,denoised\n")
        for number, case in enumerate(CASES):
            w, m, s = map(np.array, case)
            for a, b in LEVELS:
                noised = (w, a * m, np.sqrt((a * s) ** 2 + b ** 2))
                for y in (-3.1, -0.4, 0.7, 2.9):
                    h = 1e-4
                    score = (8 * (log_density(noised, y + h) - log_density(noised, y - h))
                             - log_density(noised, y + 2 * h) + log_density(noised, y - 2 * h)) / (12 * h)
                    joint = lambda x: np.exp(log_density(case, x) + norm.logpdf(y, a * x, b))
                    points = sorted(set(list(m) + [y / a]))
                    parts = [quad(f, -30, 30, points=points, limit=500, epsabs=1e-14, epsrel=1e-12)[0]
                             for f in (joint, lambda x: x * joint(x))]
                    cdf = (w * norm.cdf(y, noised[1], noised[2])).sum()
                    out.write(f"{number},{a:.17g},{b:.17g},{y},{log_density(noised, y):.17g},"
                              f"{score:.12g},{cdf:.17g},{parts[1] / parts[0]:.12g}\n")


main()
