"""What the compiler reads at its first kernel is read before, in a process that never ran one."""

import subprocess
import sys

FIRST_KERNEL = """
import sys
from transit.queries import warm_up
warm_up()
known = set(sys.modules)
from numba.core.registry import cpu_target
cpu_target.target_context.refresh()
import numba.np.arraymath, numba.cpython.mathimpl
print(len(set(sys.modules) - known))
"""


def test_after_warming_up_nothing_is_left_to_read():
    done = subprocess.run(
        [sys.executable, "-c", FIRST_KERNEL], check=False, capture_output=True, text=True
    )
    assert done.stdout.strip() == "0", done.stderr
