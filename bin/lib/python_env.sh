# shellcheck shell=bash
# The environment: .venv made from the lock file, remade only when the lock file changes.

VENV=$ROOT/.venv
TOOLS=$ROOT/.tools
LOCK_FILE=$ROOT/requirements-dev.txt
STAMP=$VENV/lock.sha256
# Compiled once, not by each process, also where the surroundings forbid it (images often do):
# importing Django, numba and geopandas takes 0.6 s instead of 1.8.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=${PYTHONPYCACHEPREFIX:-$DATA_DIR/pycache}
# Prints the full path of an interpreter that can make environments; a version manager's shim is resolved.
PROBE='import ensurepip, sys, venv; assert sys.version_info >= (3, 11); print(getattr(sys, "_base_executable", sys.executable))'

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" /usr/bin/python3 python3.14 python3.13 python3.12 python3.11 python3; do
    [ -n "$candidate" ] || continue
    "$candidate" -c "$PROBE" 2>/dev/null && return
  done
  return 1
}

lock_sum() { sha256sum <"$LOCK_FILE" | cut -d' ' -f1; }

environment_is_current() {
  [ "$(cat "$STAMP" 2>/dev/null)" = "$(lock_sum)" ] && "$VENV/bin/python" -c '' 2>/dev/null
}

sync_with_uv() {
  export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 PIP_RETRIES=${PIP_RETRIES:-2}
  if ! "$TOOLS/bin/uv" --version >/dev/null 2>&1; then
    logged uv "$1" -m venv "$TOOLS" && logged uv "$TOOLS/bin/python" -m pip install uv || return 1
  fi
  logged packages "$TOOLS/bin/uv" pip sync --require-hashes --python "$VENV/bin/python" "$LOCK_FILE"
}

sync_with_pip() {
  step "Packages again, with plain pip (uv did not do it): about a minute"
  "$VENV/bin/python" -m pip --version >/dev/null 2>&1 ||
    logged packages "$VENV/bin/python" -m ensurepip || return 1
  logged packages "$VENV/bin/python" -m pip install --no-input --require-hashes -r "$LOCK_FILE"
}

make_environment() {
  local python
  environment_is_current && return # another script made it while this one waited
  if ! python=$(find_python); then
    install_packages "Python 3.11 with venv" python3 python3-venv
    python=$(find_python) || fail "no Python >= 3.11 that can make environments was found"
  fi
  if ! "$VENV/bin/python" -c '' 2>/dev/null; then
    step "Environment .venv ($("$python" --version))"
    need_space 1500 "the environment"
    rm -rf "$VENV"
    logged venv "$python" -m venv --without-pip "$VENV" || explain "$LOGS/venv.log" "making .venv"
  fi
  # An environment that somebody made by hand from the same lock file is adopted as it is.
  if ! "$VENV/bin/python" "$ROOT/bin/lib/satisfied.py" "$LOCK_FILE" 2>/dev/null; then
    install_lock_file "$python"
  fi
  lock_sum >"$STAMP"
}

install_lock_file() {
  step "Packages of the lock file"
  need_space 1500 "the environment"
  sync_with_uv "$1" || sync_with_pip || explain "$LOGS/packages.log" "the environment"
}

# What WeasyPrint loads to write agreements as PDF, asked of the loader itself.
PANGO='import ctypes
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"): ctypes.CDLL(name)'

has_pango() { "$VENV/bin/python" -c "$PANGO" 2>/dev/null; }

ensure_pango() {
  has_pango ||
    install_packages "Pango (agreements as PDF)" \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
}

# Two scripts may start at once in a fresh clone: one makes the environment, the other waits.
ensure_environment() {
  make_folders
  environment_is_current && return
  (
    flock 9
    make_environment 9>&-
  ) 9>"$DATA_DIR/environment.lock" || exit 1
}
