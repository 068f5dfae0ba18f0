"""Waits until a server answers: wait_for.py URL PID [SECONDS]; status 1 if it dies or is late."""

import os
import sys
import time
import urllib.error
import urllib.request

PAUSE_S = 0.1


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=20) as response:  # noqa: S310 - our own address
            return response.status == 200  # noqa: PLR2004
    except urllib.error.HTTPError as error:
        error.close()
        return False
    except OSError:
        return False


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def main(url: str, pid: str, seconds: str = "60") -> int:
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end and alive(int(pid)):
        if answers(url):
            return 0
        time.sleep(PAUSE_S)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(1)
