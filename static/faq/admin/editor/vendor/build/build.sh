#!/bin/sh
# Builds prosemirror.js from the packages that package-lock.json pins, and says its size and hash (see README).
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
npx esbuild entry.mjs --bundle --minify --format=esm --target=es2022 --charset=utf8 --legal-comments=none \
  --outfile=../prosemirror.js
cat node_modules/prosemirror-model/LICENSE > ../prosemirror-LICENSE
rm -rf node_modules
wc -c ../prosemirror.js
sha256sum ../prosemirror.js
