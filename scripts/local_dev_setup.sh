#!/bin/sh
# Runs an object store and a database on this machine, for development alone.
#
#   scripts/local_dev_setup.sh [up]     start them, write .env, make the bucket and the database
#   scripts/local_dev_setup.sh down     stop them and keep their data
#   scripts/local_dev_setup.sh reset    stop them and delete their data
#   scripts/local_dev_setup.sh status   say what runs
#
# --native uses no containers, --store moto no Ceph. PYTHON names another Python than that of .venv.
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "local_dev_setup: $*" >&2
    exit 1
}

has_stack() {
    "$1" -c 'import aegis_multimodal_ai_system.local_stack.commands' 2>/dev/null
}

python=${PYTHON:-.venv/bin/python}
if ! has_stack "$python"; then
    [ -z "${PYTHON:-}" ] || fail "$PYTHON has no codomyrmex-cloud[aegis]; install it there, or unset PYTHON."
    scripts/bootstrap aegis
    has_stack "$python" || fail "the installation in .venv is not complete; delete .venv and repeat."
fi
exec "$python" -m aegis_multimodal_ai_system.local_stack "$@"
