# shellcheck shell=bash
# The database: DATABASE_URL when it is given, else a private PostGIS cluster in the data folder.

# Sets PG_BIN to PostgreSQL's programs, the newest release that has PostGIS.
find_postgis() {
  local folder share
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
    share=${folder/\/lib\//\/share\/}
    if [ -x "$folder/initdb" ] && [ -e "${share%/bin}/extension/postgis.control" ]; then
      PG_BIN=$folder
      return
    fi
  done
  command -v initdb pg_config >/dev/null || return 1
  [ -e "$(pg_config --sharedir)/extension/postgis.control" ] && PG_BIN=$(pg_config --bindir)
}

# initdb refuses root, and a user without a name (a container's --user 12345): both take the number
# of postgres in a user namespace. Root where these are refused becomes the user postgres.
find_way() {
  PG_UID=$(id -u postgres 2>/dev/null || id -u nobody)
  if [ "$(id -u)" != 0 ] && id -un >/dev/null 2>&1; then
    PG_WAY=direct
  elif unshare --user --map-user="$PG_UID" --map-group="$PG_UID" -- true 2>/dev/null; then
    PG_WAY=unshare
  elif [ "$(id -u)" = 0 ] && id postgres >/dev/null 2>&1 && runuser -u postgres -- true 2>/dev/null; then
    PG_WAY=runuser
  else
    fail "PostgreSQL refuses this user and no other can be taken here: set DATABASE_URL, or run as another user"
  fi
}

as_postgres() {
  case $PG_WAY in
    direct) "$@" ;;
    unshare) unshare --user --map-user="$PG_UID" --map-group="$PG_UID" -- "$@" ;;
    runuser) (cd / && runuser -u postgres -- "$@") ;;
  esac
}

short_sum() { printf '%s' "$1" | sha256sum | cut -c1-12; }

# Sets CLUSTER (folder) and PG_SOCKET. A socket's path must stay under 108 bytes, so a deep folder
# gets a short one; the user postgres cannot enter a closed home, so it gets one of its own.
place_cluster() {
  CLUSTER=$DATA_DIR/$1
  if [ "$PG_WAY" = runuser ] && ! runuser -u postgres -- test -x "$DATA_DIR"; then
    CLUSTER=/var/lib/postgresql/stages-$(short_sum "$CLUSTER")
  fi
  PG_SOCKET=$CLUSTER/socket
  case $PG_SOCKET in
    *[!A-Za-z0-9._/-]*) PG_SOCKET= ;;
  esac
  if [ -z "$PG_SOCKET" ] || [ ${#PG_SOCKET} -gt 90 ]; then
    PG_SOCKET=${TMPDIR:-/tmp}
    [ ${#PG_SOCKET} -le 60 ] || PG_SOCKET=/tmp
    PG_SOCKET=$PG_SOCKET/stages-$(id -u)-$(short_sum "$CLUSTER")
  fi
}

# Anybody who can open the socket is the database's owner: the folder is for one user only.
own_folder() {
  mkdir -p "${1%/*}" 2>/dev/null && { [ -d "$1" ] || mkdir -m 700 "$1" 2>/dev/null; } && [ -O "$1" ] && [ ! -L "$1" ] ||
    { [ "$PG_WAY" = runuser ] && [ "$(stat -c %U "$1" 2>/dev/null)" = postgres ]; } ||
    fail "cannot use the folder $1: it belongs to somebody else or the disk is full"
  [ "$PG_WAY" != runuser ] || chown postgres: "$1"
}

# Prints the pid of the cluster's server when it runs and is ours (a pid may be reused).
cluster_pid() {
  local pid
  pid=$(head -n 1 "$CLUSTER/data/postmaster.pid" 2>/dev/null) || return 1
  tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "-D $CLUSTER/data" && echo "$pid"
}

make_cluster() {
  step "Making a private PostGIS in $CLUSTER"
  need_space 300 "the database"
  rm -rf "$CLUSTER"
  own_folder "$CLUSTER"
  # --no-sync: a cluster that a power cut breaks while it is being made is simply made again.
  logged initdb as_postgres "$PG_BIN/initdb" -D "$CLUSTER/data" -U app -A trust -E UTF8 \
    --locale=C.UTF-8 --no-sync || explain "$LOGS/initdb.log" "making the database"
  : >"$CLUSTER/made"
}

# What people enter in the demo must outlive a power cut, hence PostgreSQL's own durability there.
# A test database is made anew each time, hence none.
cluster_options() {
  printf '%s' "-c listen_addresses= -k $PG_SOCKET -c shared_buffers=256MB -c max_connections=200"
  [ "$1" != pg-test ] || printf '%s' " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
}

start_cluster() {
  [ -e "$CLUSTER/made" ] || make_cluster
  own_folder "$PG_SOCKET"
  if cluster_pid >/dev/null; then
    [ -S "$PG_SOCKET/.s.PGSQL.5432" ] && return
    stop_cluster "$1" # its socket was swept away with the temporary folder
  fi
  need_space 50 "the database"
  # Right after a kill, the dead server's children may hold its memory for a moment.
  for _ in $(seq 30); do
    as_postgres "$PG_BIN/pg_ctl" start -w -t 60 -s -D "$CLUSTER/data" -l "$CLUSTER/server.log" \
      -o "$(cluster_options "$1")" </dev/null >"$LOGS/pg_ctl.log" 2>&1 && return
    tail -n 20 "$CLUSTER/server.log" >>"$LOGS/pg_ctl.log" 2>/dev/null
    grep -qE 'still in use|already exists' "$LOGS/pg_ctl.log" || break
    sleep 0.3
  done
  explain "$LOGS/pg_ctl.log" "starting the database"
}

run_sql() { "$PG_BIN/psql" -h "$PG_SOCKET" -U app -d "$1" -qAtX -v ON_ERROR_STOP=1 -c "$2"; }

# locate_cluster CLUSTER_NAME: sets PG_BIN, PG_WAY, CLUSTER, PG_SOCKET; false when PostGIS is missing.
locate_cluster() {
  find_postgis || return 1
  find_way
  place_cluster "$1"
}

# ensure_postgis [CLUSTER_NAME] [DATABASE]: exports DATABASE_URL of a database that answers.
ensure_postgis() {
  local name=${1:-pg} database=${2:-stages}
  [ -z "${DATABASE_URL:-}" ] || return 0
  make_folders
  if ! find_postgis; then
    install_packages PostGIS postgresql postgresql-postgis
    find_postgis || fail "PostGIS was installed but its initdb is not to be found"
  fi
  locate_cluster "$name"
  (
    flock 9
    start_cluster "$name" 9>&-
    [ -n "$(run_sql postgres "SELECT 1 FROM pg_database WHERE datname = '$database'" 9>&-)" ] ||
      run_sql postgres "CREATE DATABASE $database" 9>&-
  ) 9>"$DATA_DIR/$name.lock" || exit 1
  export DATABASE_URL="postgis://app@/$database?host=$PG_SOCKET"
}

# stop_cluster [CLUSTER_NAME]: a fast shutdown by the recorded pid, waits for its end.
stop_cluster() {
  local pid
  locate_cluster "${1:-pg}" || return 0
  pid=$(cluster_pid) || return 0
  kill -INT "$pid"
  for _ in $(seq 300); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  fail "PostGIS (pid $pid) does not stop"
}
