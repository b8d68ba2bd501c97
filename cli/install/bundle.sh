#!/bin/sh
# Makes each program in $1 (`dist`) one file, and one more for each part that it loads later: to find and read some
# hundred modules takes Node longer than to run them. The modules stay, for the tests.

cd -- "$1" || exit 1
rm -rf -- chunks
for program in daemon/main.js daemon/one-shot.js cli/main.js; do
  # Parts lie as deep as the modules do: both find the program's home two levels up.
  esbuild "${program}" --log-level=warning --bundle --splitting --packages=external --platform=node --target=node20 \
    --format=esm --outbase=. --outdir=. --allow-overwrite '--chunk-names=chunks/[name]-[hash]' || exit 1
done
