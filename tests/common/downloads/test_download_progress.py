"""Progress is drawn on a terminal, at most ten times a second, and nowhere else."""

import io

from geo_matching.common.download_progress import ProgressBar, progress_line


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_silent_where_there_is_no_terminal():
    log = io.StringIO()
    bar = ProgressBar(log, "communes")
    bar.show(5, 10)
    bar.close()
    assert log.getvalue() == ""


def test_drawn_and_wiped_on_a_terminal():
    moments = iter([0.0, 0.05, 0.2])
    terminal = Terminal()
    bar = ProgressBar(terminal, "communes", lambda: next(moments))
    for done in (1_000_000, 2_000_000, 3_000_000):
        bar.show(done, 4_000_000)
    bar.close()
    shown = terminal.getvalue()
    assert "1.0 of 4.0 MB" in shown
    assert "2.0 of 4.0 MB" not in shown
    assert "3.0 of 4.0 MB" in shown
    last_line = progress_line("communes", 3_000_000, 4_000_000)
    assert shown.endswith("\r" + " " * len(last_line) + "\r")


def test_a_server_that_states_too_little():
    assert progress_line("x", 30_000_000, 20_000_000).count("#") == 24
