#!/usr/bin/env bash
# The step of action.yml that checks: one run, its reports, what got worse since a base, the job's summary, annotations and
# outputs.
#
# Everything that a caller may write comes in through the environment and is only ever passed on as one quoted word.
set -euo pipefail

folder=$(mktemp -d "${RUNNER_TEMP:?}/timlint.XXXXXX")
json=$folder/timlint.json
markdown=$folder/timlint.md
worse=$folder/timlint-diff.md
sarif=${TIMLINT_SARIF:-}
path=${TIMLINT_PATH:-.}

# What both verbs are told.
common=()
[ -z "${TIMLINT_LANG:-}" ] || common+=("--lang=$TIMLINT_LANG")
[ -z "${TIMLINT_AS_OF:-}" ] || common+=("--as-of=$TIMLINT_AS_OF")

# After the `--` nothing is taken for a flag; a path may begin with `-`.
words=(check --format "json=$json" --format "markdown=$markdown")
if [ "${TIMLINT_ANNOTATIONS:-true}" = true ]; then
    words+=(--format github)
else
    words+=(--format human)
fi
[ -z "$sarif" ] || words+=(--format "sarif=$sarif")
[ -z "${TIMLINT_FAIL_ON:-}" ] || words+=("--fail-on=$TIMLINT_FAIL_ON")
words+=(${common[@]+"${common[@]}"})
while IFS= read -r word; do
    word=${word%$'\r'}
    [ -z "$word" ] || words+=("$word")
done <<<"${TIMLINT_ARGS:-}"
words+=(-- "$path")

code=0
timlint "${words[@]}" || code=$?

# A branch that was just made has no revision before: GitHub then says a row of zeros.
base=${TIMLINT_BASE:-}
[[ $base =~ [^0] ]] || base=
if [ -n "$base" ]; then
    timlint diff ${common[@]+"${common[@]}"} --fail-on=never "--path=$path" --format "markdown=$worse" -- "$base" || true
    [ -s "$worse" ] || echo "::warning::timlint: could not compare with the base; the log says why"
fi

# An output ends at a mark that no value can hold; a line break in a path must not begin another output.
mark=timlint_$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
output() { printf '%s<<%s\n%s\n%s\n' "$1" "$mark" "$2" "$mark" >>"${GITHUB_OUTPUT:?}"; }

# Counts are read out of our own JSON: they stand at its beginning, before anything that a register holds.
total() {
    local found=
    [ ! -s "$json" ] || found=$(head -c 2000 "$json" | tr -d ' \n' | grep -o '"summary":{[^}]*}' | grep -o "\"$1\":[0-9]*" | grep -o '[0-9]*$') || true
    echo "${found:-0}"
}
for name in errors warnings notes waived; do
    output "$name" "$(total "$name")"
done
output exit-code "$code"
written() { if [ -s "$1" ]; then echo "$1"; fi; }
output json "$(written "$json")"
output markdown "$(written "$markdown")"
output diff "$(written "$worse")"
output sarif "$([ -z "$sarif" ] || written "$sarif")"

# GitHub takes a megabyte a step and drops all of it when there is more.
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    if [ -s "$worse" ]; then
        { cat "$worse"; echo; } >>"$GITHUB_STEP_SUMMARY"
    elif [ -n "$base" ]; then
        printf 'timlint could not compare with the base; the log says why.\n\n' >>"$GITHUB_STEP_SUMMARY"
    fi
    if [ ! -s "$markdown" ]; then
        printf 'timlint could not run (exit code %s); the log says why.\n' "$code" >>"$GITHUB_STEP_SUMMARY"
    elif [ "$(wc -c <"$markdown")" -lt 1000000 ]; then
        cat "$markdown" >>"$GITHUB_STEP_SUMMARY"
    else
        printf 'timlint: %s errors, %s warnings, %s notes. The report is longer than a summary may be; it is in the output named markdown.\n' \
            "$(total errors)" "$(total warnings)" "$(total notes)" >>"$GITHUB_STEP_SUMMARY"
    fi
fi
exit "$code"
