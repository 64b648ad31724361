#!/usr/bin/env bash
# One release archive for one target: the program, licences, README, completions, manual pages; and its line for SHA256SUMS.
#
# Usage: release.sh TARGET [FOLDER]     TARGET as rustc names it; FOLDER is dist/ unless named
# What each target needs to be built stands in docs/releasing.md.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:?"usage: release.sh TARGET [FOLDER]"}
out=${2:-dist}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
name=timlint-$version-$target
say() { printf '%s\n' "$*" >&2; }
sum() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

case $target in
*-windows-*) exe=.exe ;;
*) exe= ;;
esac
host=$(rustc -vV | sed -n 's/^host: //p')

if ! rustc --print target-libdir --target "$target" 2>/dev/null | xargs -I{} test -d {}; then
    say "the standard library of $target is not here: rustup target add $target"
    exit 3
fi

# The same bytes wherever it is built: no path of the machine, no time. A static musl program runs on any Linux.
flags="--remap-path-prefix=$PWD=timlint --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
case $target in
*-musl) flags+=" -C target-feature=+crt-static -C relocation-model=static" ;;
*-windows-msvc) flags+=" -C target-feature=+crt-static" ;;
esac
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
RUSTFLAGS=$flags cargo build --release --locked --target "$target"
program=${CARGO_TARGET_DIR:-target}/$target/release/timlint$exe

# What a program can say of itself is asked of one that runs here.
speaker=$program
if ! "$program" --version >/dev/null 2>&1; then
    say "$target does not run on $host: completions and manual pages are asked of a program for $host"
    cargo build --release --locked
    speaker=${CARGO_TARGET_DIR:-target}/release/timlint
elif [ "$("$program" --version)" != "timlint $version" ]; then
    say "the program says $("$program" --version), Cargo.toml says $version"
    exit 1
fi

case $target in
*-linux-musl)
    if readelf -l "$program" | grep -q INTERP; then
        say "$program is not static"
        exit 1
    fi
    ;;
esac
size=$(wc -c <"$program")
if [ "$size" -ge 15000000 ]; then
    say "$program has $size bytes, less than 15000000 were promised"
    exit 1
fi

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir -p "$stage/$name/completions" "$stage/$name/man/man1" "$stage/$name/man/ja/man1" "$out"
cp "$program" README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT "$stage/$name/"
"$speaker" completions bash --lang en >"$stage/$name/completions/timlint.bash"
"$speaker" completions zsh --lang en >"$stage/$name/completions/_timlint"
"$speaker" completions fish --lang en >"$stage/$name/completions/timlint.fish"
"$speaker" completions powershell --lang en >"$stage/$name/completions/_timlint.ps1"
"$speaker" man --lang en --output "$stage/$name/man/man1"
"$speaker" man --lang ja --output "$stage/$name/man/ja/man1"

out=$(cd "$out" && pwd)
if [ -n "$exe" ] && command -v 7z >/dev/null; then
    archive=$name.zip
    (cd "$stage" && 7z a -bso0 -tzip "$out/$archive" "$name")
elif [ -n "$exe" ]; then
    archive=$name.zip
    (cd "$stage" && zip -q -r "$out/$archive" "$name")
else
    archive=$name.tar.gz
    # GNU tar can leave owners, order and times out; others make an archive that differs only in these.
    if tar --version 2>/dev/null | grep -q GNU; then
        tar -C "$stage" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -cf - "$name" | gzip -n -9 >"$out/$archive"
    else
        tar -C "$stage" -czf "$out/$archive" "$name"
    fi
fi
(cd "$out" && sum "$archive" >"$archive.sha256")
say "$out/$archive"
