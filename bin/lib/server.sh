# shellcheck shell=bash
# The web server: one at a time for each data folder, known by its recorded pid.

SERVER_RECORD=$DATA_DIR/server.pid # "pid port"

# Prints "pid port" of the running server when the recorded pid is really our gunicorn.
running_server() {
  local pid port
  read -r pid port 2>/dev/null <"$SERVER_RECORD" || return 1
  tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" |
    grep -qE 'gunicorn geo_matching.wsgi|bin/lib/demo.py' || return 1
  [ "$(readlink "/proc/$pid/cwd")" = "$ROOT" ] && echo "$pid $port"
}

check_port() {
  case $1 in '' | *[!0-9]* | ??????*) fail "--port wants a number from 1 to 65535, not '$1'" ;; esac
  [ "$1" -ge 1 ] && [ "$1" -le 65535 ] || fail "--port wants a number from 1 to 65535, not '$1'"
  if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
    fail "port $1 is in use by another program: choose another one with --port"
  fi
}

# Ends the server; true when there was one.
stop_server() {
  local running pid
  running=$(running_server) || return 1
  pid=${running% *}
  rm -f "$SERVER_RECORD"
  kill -TERM "$pid"
  for _ in $(seq 200); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null || true
}

# serve PORT [PROGRAM...]: in the foreground until Ctrl-C or until stop_server runs in another terminal.
# PROGRAM is a Python program that becomes gunicorn, which reads its options from the environment.
serve() {
  local port=$1 pid stopped='' status=0
  shift
  [ $# -gt 0 ] || set -- -m gunicorn geo_matching.wsgi
  check_port "$port"
  export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-geo_matching.settings.dev}
  # Links in messages lead here, not to the port of another server.
  export SITE_URL=${SITE_URL:-http://127.0.0.1:$port}
  export GUNICORN_CMD_ARGS="-c python:geo_matching.serving -b 127.0.0.1:$port --log-level warning"
  (cd "$ROOT" && exec "$VENV/bin/python" "$@") &
  pid=$!
  trap 'stopped=yes; kill -TERM "$pid" 2>/dev/null' INT TERM HUP
  echo "$pid $port" >"$SERVER_RECORD"
  if "$VENV/bin/python" "$ROOT/bin/lib/wait_for.py" "http://127.0.0.1:$port/api/v1/health/" "$pid" 1800; then
    step "Ready: http://127.0.0.1:$port/   (Ctrl-C stops the server; PostGIS keeps running)"
  elif [ -z "$stopped" ] && kill -TERM "$pid" 2>/dev/null; then
    rm -f "$SERVER_RECORD"
    fail "the server runs but does not answer on port $port"
  fi
  # A trapped signal ends `wait` early: ask again until the server is really gone.
  while :; do
    wait "$pid" && status=0 || status=$?
    kill -0 "$pid" 2>/dev/null || break
  done
  # --stop removes the record first: then this end was wanted.
  if [ -z "$stopped" ] && [ -e "$SERVER_RECORD" ] && [ "$status" -ne 0 ]; then
    rm -f "$SERVER_RECORD"
    [ "$status" -eq 64 ] && exit 1 # it has said why
    fail "the server ended by itself (status $status)"
  fi
  rm -f "$SERVER_RECORD"
  say "Stopped. Nothing is lost: bin/demo starts again, bin/demo --stop also stops PostGIS."
}
