#!/usr/bin/env bash
# Puts timlint on the path of a GitHub job: a release of this action's own repository where a version was named and has an
# archive for this machine, else compiled from the revision of the action.
set -euo pipefail

version=${TIMLINT_VERSION#v}
bin=${RUNNER_TEMP:?}/timlint-bin
mkdir -p "$bin"

target() {
    case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo x86_64-unknown-linux-musl ;;
    Linux-aarch64 | Linux-arm64) echo aarch64-unknown-linux-musl ;;
    Darwin-arm64) echo aarch64-apple-darwin ;;
    Darwin-x86_64) echo x86_64-apple-darwin ;;
    MINGW*-x86_64 | MSYS*-x86_64) echo x86_64-pc-windows-msvc ;;
    *) return 1 ;;
    esac
}

sum() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# The archive's sum is compared with the list that was released beside it.
download() {
    local name folder=$RUNNER_TEMP/timlint-release
    name=timlint-$version-$(target) || return 1
    case $name in *windows*) name=$name.zip ;; *) name=$name.tar.gz ;; esac
    rm -rf "$folder"
    mkdir -p "$folder"
    gh release download "v$version" --repo "${TIMLINT_REPOSITORY:?}" --dir "$folder" \
        --pattern "$name" --pattern SHA256SUMS || return 1
    (cd "$folder" && grep -F "  $name" SHA256SUMS | sum -c -) || {
        echo "::error::timlint: $name has another SHA-256 than SHA256SUMS says"
        exit 2
    }
    case $name in
    *.zip) unzip -q "$folder/$name" -d "$folder" ;;
    *) tar -xzf "$folder/$name" -C "$folder" ;;
    esac
    find "$folder" -type f \( -name timlint -o -name timlint.exe \) -exec cp {} "$bin/" \;
    [ -n "$(ls -A "$bin")" ]
}

# A version becomes part of names: nothing but a version may.
if [ -n "$version" ] && ! [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]]; then
    echo "::error::timlint: version must be like 0.1.0"
    exit 2
fi
if [ -z "$version" ] || ! download; then
    [ -z "$version" ] || echo "::notice::timlint: no release archive of this version for this machine; compiling instead"
    cargo install --locked --path "${TIMLINT_ACTION:?}" --root "$RUNNER_TEMP/timlint-cargo"
    bin=$RUNNER_TEMP/timlint-cargo/bin
fi
echo "$bin" >>"${GITHUB_PATH:?}"
