#!/bin/bash
# A Keystone of its own on 127.0.0.1, from the system's packages (Debian: keystone, uwsgi-core, uwsgi-plugin-python3),
# with sqlite in a directory that is made for it.
#
#   keystone.sh check               exit 0 if it can be run here, else 1 and the reason
#   keystone.sh start DIR PORT      bootstrap it in DIR, start it, wait until it answers; admin's password is "admin"
#   keystone.sh stop DIR            stop the one that was started in DIR, by its process id
set -eu

PYTHON=/usr/bin/python3
# The packages are the system's: no other Python's paths and no virtual environment.
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV
export PATH=/usr/bin:/bin:/usr/sbin:/sbin

check() {
    for program in keystone-manage keystone-wsgi-public uwsgi curl; do
        command -v "$program" >/dev/null || { echo "$program is not installed"; return 1; }
    done
    ls /usr/lib/uwsgi/plugins/python3*_plugin.so >/dev/null 2>&1 || { echo "uwsgi-plugin-python3 is not installed"; return 1; }
    "$PYTHON" -c 'import keystone.version' 2>/dev/null || { echo "the Python package keystone is not installed"; return 1; }
}

start() {
    local dir=$1 port=$2 url="http://127.0.0.1:$2/v3"
    mkdir -p "$dir"/fernet "$dir"/credential "$dir"/home
    chmod 700 "$dir"/fernet "$dir"/credential
    cat > "$dir/keystone.conf" <<CONF
[DEFAULT]
log_file = $dir/keystone.log
[database]
connection = sqlite:///$dir/keystone.sqlite
[token]
provider = fernet
# Tokens that end while a test waits for it.
expiration = ${KEYSTONE_TOKEN_SECONDS:-3600}
allow_expired_window = 172800
[fernet_tokens]
key_repository = $dir/fernet
[credential]
key_repository = $dir/credential
[cache]
# What was revoked is to be told at once.
enabled = false
[oslo_policy]
enforce_scope = false
[identity]
password_hash_rounds = 4
CONF
    export HOME="$dir/home" OS_KEYSTONE_CONFIG_FILES="$dir/keystone.conf"
    local me group
    me=$(id -un) group=$(id -gn)
    manage() { keystone-manage --config-file "$dir/keystone.conf" "$@" >>"$dir/manage.log" 2>&1; }
    manage db_sync
    # So that connections that read do not keep others from writing; it stays with the file.
    "$PYTHON" -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA journal_mode=WAL")' "$dir/keystone.sqlite"
    manage fernet_setup --keystone-user "$me" --keystone-group "$group"
    manage credential_setup --keystone-user "$me" --keystone-group "$group"
    manage bootstrap --bootstrap-password admin --bootstrap-region-id RegionOne \
        --bootstrap-public-url "$url" --bootstrap-internal-url "$url" --bootstrap-admin-url "$url"
    uwsgi --plugin python3 --http-socket "127.0.0.1:$port" --wsgi-file /usr/bin/keystone-wsgi-public \
        --master --workers 1 --threads 2 --die-on-term --buffer-size 65535 --no-orphans \
        --pidfile "$dir/keystone.pid" >"$dir/uwsgi.log" 2>&1 </dev/null &
    local begun=$!
    for _ in $(seq 300); do
        if curl -sf -o /dev/null --max-time 2 "$url"; then return 0; fi
        kill -0 "$begun" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 20 "$dir/uwsgi.log" >&2
    stop "$dir"
    echo "Keystone did not start on port $port" >&2
    return 1
}

stop() {
    local pid
    [ -s "$1/keystone.pid" ] || return 0
    pid=$(cat "$1/keystone.pid")
    kill "$pid" 2>/dev/null || return 0
    for _ in $(seq 100); do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null || true
}

case "${1:-}" in
    check) check ;;
    start) check && start "$(realpath -m "$2")" "$3" ;;
    stop) stop "$(realpath -m "$2")" ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
