#!/usr/bin/env bash
# Builds what is installed twice from one commit, each time from a clone of its own, in another directory, time zone and
# language, and says whether both come to the same bytes.
#
#   same-bytes.sh [COMMIT]      the one checked out unless given
#
# It needs 4 GB below TMPDIR and the time of two builds; the builds stay there if something differs. BERTH_MAVEN_ARGS go
# to both, as in BERTH_MAVEN_ARGS=-o.
set -euo pipefail
umask 022

fail() { echo "same-bytes.sh: $*" >&2; exit 1; }

[ $# -le 1 ] || fail "expected one commit at most, as in: same-bytes.sh v0.1.0"
tree=$(cd "$(dirname "${BASH_SOURCE[0]}")" && git rev-parse --show-toplevel) || fail "not in a clone of Berth"
commit=$(git -C "$tree" rev-parse --verify --quiet "${1:-HEAD}^{commit}") || fail "no commit is named $1"
dir=$(mktemp -d "${TMPDIR:-/tmp}/same-bytes.XXXXXX")

build() { # DIRECTORY
  git clone --quiet --no-checkout "$tree" "$1"
  (
    # shellcheck disable=SC2086 # there may be several
    cd "$1" && git checkout --quiet --detach "$commit" &&
      mvn -B -q ${BERTH_MAVEN_ARGS:-} -Pdist -DskipTests -Dspotless.check.skip=true package >build.log 2>&1 </dev/null
  ) || fail "the build failed; see $1/build.log"
}

sums() { # DIRECTORY
  (cd "$1" && sha256sum dist/target/*.tar.gz dist/target/*.deb agent/target/*.tar.gz agent/target/*.deb \
    docker/target/berth-image.tar)
}

(TZ=UTC LC_ALL=C.UTF-8 build "$dir/one")
(TZ=Asia/Tokyo LC_ALL=C build "$dir/another/deeper")

sums "$dir/one" >"$dir/one.sums"
sums "$dir/another/deeper" >"$dir/another.sums"
cat "$dir/one.sums"
if ! diff "$dir/one.sums" "$dir/another.sums" >&2; then
  fail "two builds of $commit differ; they are in $dir"
fi
rm -rf "$dir"
echo "two builds of $commit came to the same bytes"
