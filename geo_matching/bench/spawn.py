"""Runs a program; notes seconds, peak of memory, processor: spawn.py NOTE_FILE PROGRAM ARGUMENT...

Linux counts the memory of the process that starts a program in that program's peak, so the starter
must be small: this file imports next to nothing and runs without site packages.
"""

import os
import sys
import time

KB_IN_MB = 1024


def main(note_file: str, *command: str) -> int:
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    with open(note_file, "w", encoding="ascii") as note:  # noqa: PTH123 - pathlib is not small
        busy_s = usage.ru_utime + usage.ru_stime
        note.write(f"{seconds} {usage.ru_maxrss / KB_IN_MB} {busy_s}")
    return os.waitstatus_to_exitcode(status) & 0xFF


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
