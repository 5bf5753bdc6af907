#!/bin/sh
# Installs db-ops for all users of a dev container. The tool that builds the container runs this as root, with the
# options of the feature as variables (https://containers.dev/implementors/features/).
#
# packaging/fill puts install.sh of the release beside this script, under the name db-ops-install.sh.
set -eu
cd -- "$(dirname -- "$0")"

if ! command -v curl >/dev/null && ! command -v wget >/dev/null && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update
    apt-get -qq install -y --no-install-recommends ca-certificates curl
    rm -rf /var/lib/apt/lists/*
fi

set -- --prefix "${DB_OPS_PREFIX:-/usr/local}"
[ -z "${VERSION-}" ] || set -- "$@" --version "$VERSION"
[ -z "${BASEURL-}" ] || set -- "$@" --base-url "$BASEURL"
exec sh ./db-ops-install.sh "$@"
