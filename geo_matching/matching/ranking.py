"""The score of an offer for a collège, and the orders made of it; no distance anywhere."""

import numpy as np
from numpy.typing import NDArray

from geo_matching.matching.criteria import DEFAULT_WEIGHTS, Weights

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def commute_utility(commute_s: NDArray, weights: Weights = DEFAULT_WEIGHTS) -> Floats:
    """Return the worth of a commute: 1 for none, one half at `half_commute_s`, falling towards 0.

    1 / (1 + (t / half) ** steepness): flat for the first minutes (12 or 15 are the same to a
    pupil), steep between half an hour and an hour, where a trip becomes too long, flat beyond.

    Parameters
    ----------
    commute_s : array of shape (n,)
        Mean of the two ways in seconds, >= 0; unreached offers must have been left out.
    weights : Weights
        Only `half_commute_s` and `steepness` are read.

    Returns
    -------
    float64 array of shape (n,)
        In (0, 1], strictly decreasing in `commute_s`.
    """
    ratio = np.asarray(commute_s, dtype=np.float64) / weights.half_commute_s
    return 1.0 / (1.0 + ratio**weights.steepness)


def score_offers(
    commute_s: NDArray,
    quality: NDArray,
    wished: NDArray[np.bool_] | None = None,
    weights: Weights = DEFAULT_WEIGHTS,
) -> Floats:
    """Return the score of each offer.

    Parameters
    ----------
    commute_s : array of shape (n,)
        Mean of the two ways in seconds.
    quality : array of shape (n,)
        0 to 100.
    wished : bool array of shape (n,), optional
        True where the sector is one the pupil wishes; None when no wish was given.
    weights : Weights
        Shares of the three.

    Returns
    -------
    float64 array of shape (n,)
        In [0, 1].
    """
    total = weights.commute + weights.quality
    score = weights.commute * commute_utility(commute_s, weights)
    score += weights.quality * (np.asarray(quality, dtype=np.float64) / 100.0)
    if wished is not None:
        total += weights.wishes
        score += weights.wishes * wished
    return score / total


def order_by_score(score: NDArray, quality: NDArray, offer_id: NDArray) -> Ints:
    """Return positions, best score first; of equals better quality, then smaller id."""
    return np.lexsort((offer_id, -quality.astype(np.int64), -score))


def order_by_commute(
    minutes: NDArray, commute_s: NDArray, quality: NDArray, offer_id: NDArray
) -> Ints:
    """Return positions, fewest minutes first, as people read them on the cards.

    Of equals the shorter mean commute, then the better quality, then the smaller id.
    """
    return np.lexsort((offer_id, -quality.astype(np.int64), commute_s, minutes))


def order_by_quality(commute_s: NDArray, quality: NDArray, offer_id: NDArray) -> Ints:
    """Return positions, best quality first; of equals shorter commute, then smaller id."""
    return np.lexsort((offer_id, commute_s, -quality.astype(np.int64)))
