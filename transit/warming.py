"""Reads what the compiler reads when its first kernel runs: before, not while somebody waits."""

from numba.core.registry import cpu_target


def warm_up() -> None:
    """Have a process, and those forked from it, load the compiler's library of functions now.

    It is a hundred modules, and half a second of the first question otherwise.
    """
    cpu_target.target_context.refresh()
