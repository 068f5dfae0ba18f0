# shellcheck shell=bash
# What every script shares: where things are, how to speak, and how to fail in one clear line.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export DATA_DIR=${DATA_DIR:-$ROOT/.data}
export NUMBA_CACHE_DIR=${NUMBA_CACHE_DIR:-$DATA_DIR/numba}
PROGRAM=bin/${0##*/}
LOGS=$DATA_DIR/logs

# Standard output stays free for what a command answers: progress goes to standard error.
say() { printf '%s\n' "$*" >&2; }
step() { say "$(printf '[%3d s]' "$SECONDS") $*"; }
fail() {
  say "$PROGRAM: $*"
  exit 1
}

make_folders() {
  mkdir -p "$LOGS" "$NUMBA_CACHE_DIR" 2>/dev/null ||
    fail "cannot write in $DATA_DIR: the disk is full or the folder is protected"
}

# need_space MB FOR: fails early, because a disk that fills up half-way gives unreadable errors.
need_space() {
  local free_kb
  free_kb=$(df -Pk "$DATA_DIR" 2>/dev/null | awk 'NR == 2 { print $4 }')
  case $free_kb in '' | *[!0-9]*) return 0 ;; esac
  [ "$free_kb" -ge $(($1 * 1024)) ] ||
    fail "the disk is full: $2 needs $1 MB in $DATA_DIR, $((free_kb / 1024)) MB are free"
}

# explain LOG WHAT: the one line that says why the command behind LOG failed.
explain() {
  if grep -qiE 'no space left|disk quota exceeded' "$1"; then
    fail "the disk is full: $2 could not be finished (details: $1)"
  elif grep -qiE 'temporary failure (in name resolution|resolving)|could not resolve|network is unreachable|connection refused|no matching distribution|failed to fetch|could not connect|unable to locate package|timed out' "$1"; then
    fail "no network: $2 needs to download packages and could not (details: $1)"
  fi
  fail "$2 failed: $(grep -v '^[[:space:]]*$' "$1" | tail -n 1 | cut -c1-200) (details: $1)"
}

# logged NAME COMMAND...: runs silently, keeps what it says in a log.
logged() {
  local log=$LOGS/$1.log
  shift
  "$@" </dev/null >"$log" 2>&1
}

# install_packages WHAT PACKAGE...: Debian's packages when we may, else one line that names them.
install_packages() {
  local what=$1
  shift
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    fail "$what is missing: install it first (on Debian, as root: apt-get install $*)"
  fi
  step "Installing $what (Debian packages: $*)"
  need_space 700 "$what"
  logged apt-update env DEBIAN_FRONTEND=noninteractive apt-get update ||
    explain "$LOGS/apt-update.log" "installing $what"
  logged apt-install env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "$@" ||
    explain "$LOGS/apt-install.log" "installing $what"
}
