#!/usr/bin/env bash
# Fuzzes one target with afl++, which measures what each input reaches: fuzz/run.sh TARGET [FINDINGS-FOLDER]
# Needs Debian's afl++ and the tool SharpFuzz.CommandLine. Without them: dotnet run --project fuzz/Gatehouse.Fuzz -- run TARGET
set -euo pipefail
cd "$(dirname "$0")"
target=${1:?a target, such as saml-response}
out=${2:-$(mktemp -d)}
dotnet publish Gatehouse.Fuzz -c Release -o "$out/bin" --nologo -v quiet
for library in Gatehouse.Saml Gatehouse.Scim; do sharpfuzz "$out/bin/$library.dll"; done
AFL_SKIP_BIN_CHECK=1 afl-fuzz -i "corpus/$target" -o "$out/findings" -t 5000 -m none -- dotnet "$out/bin/Gatehouse.Fuzz.dll" afl "$target"
