# shellcheck shell=sh disable=SC2154
# Sourced by ./somaloop and ./test, with $root set: makes .venv hold what a requirements file pins.
#
# .venv/installed-<file> holds the checksum of the file that was installed last; it is written when all went well, so a
# changed file and an interrupted set-up both lead to another installation. One set-up runs at a time (.venv.lock).
# Nothing is written outside of the checkout except temporary files.

say() { printf 'somaloop: %s\n' "$*" >&2; }

stop() {
    say "$@"
    exit 1
}

is_ready() { # FILE
    [ -x "$root/.venv/bin/python" ] && [ -r "$root/.venv/installed-$1" ] || return 1
    read -r installed <"$root/.venv/installed-$1" || return 1
    [ "$installed" = "$(cksum <"$root/$1")" ]
}

find_python() {
    for python in ${SOMALOOP_PYTHON:+"$SOMALOOP_PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null && return
    done
    stop "needs Python 3.11 to 3.14, and found none on the PATH; SOMALOOP_PYTHON=/path/to/python names another one"
}

create_environment() {
    find_python
    "$python" -c 'import ensurepip, venv' 2>/dev/null || stop "the Python at $(command -v "$python") cannot make a" \
        "virtual environment; install its venv module (on Debian and Ubuntu: the package python3-venv) and try again"
    "$python" -m venv --clear "$root/.venv" || stop "could not make a virtual environment in $root/.venv"
}

lock() {
    lock=$root/.venv.lock
    waited=
    until mkdir "$lock" 2>/dev/null; do
        [ -d "$lock" ] || [ -w "$root" ] || stop "the folder $root must be writable for the first run"
        owner=$(cat "$lock/owner" 2>/dev/null) || owner=
        # The lock of a set-up that was killed is adopted; "heir" lets one process alone do so.
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null && mkdir "$lock/heir" 2>/dev/null; then
            if [ "$owner" = "$(cat "$lock/owner" 2>/dev/null)" ]; then
                break
            fi
            rmdir "$lock/heir"
        fi
        [ -n "$waited" ] || say "another set-up is at work; waiting (if there is none, remove $lock)"
        waited=yes
        sleep 1
    done
    trap 'rm -rf "$lock"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    echo $$ >"$lock/owner.$$" && mv "$lock/owner.$$" "$lock/owner"
    rmdir "$lock/heir" 2>/dev/null || :
}

unlock() {
    rm -rf "$lock"
    trap - EXIT INT TERM HUP
}

install() { # FILE
    begun=$(date +%s)
    existed=yes
    if [ -e "$root/.venv/interrupted" ] || ! "$root/.venv/bin/python" -m pip --version >/dev/null 2>&1; then
        existed=
        say "setting up in $root/.venv (once; about 1 GB of disk, a minute or two) ..."
        create_environment
    else
        say "bringing $root/.venv up to date with $1 ..."
    fi
    : >"$root/.venv/interrupted"
    if ! PIP_USER=0 "$root/.venv/bin/python" -m pip install --quiet --no-input --no-cache-dir \
        --disable-pip-version-check --only-binary :all: --require-hashes -r "$root/$1" >&2; then
        [ -z "$existed" ] || rm -f "$root/.venv/interrupted"
        stop "installing from $1 failed, see above; the same command tries again"
    fi
    # The test requirements hold the others, so installing them makes both ready.
    for file in requirements.txt "$1"; do
        cksum <"$root/$file" >"$root/.venv/installed-$file"
    done
    rm -f "$root/.venv/interrupted"
    say "ready after $(($(date +%s) - begun)) s"
}

prepare() { # FILE
    is_ready "$1" && return
    lock
    is_ready "$1" || install "$1"
    unlock
}
