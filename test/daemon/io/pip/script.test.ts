// First lines of scripts, as pip, distlib, uv, conda, Debian and the shims write them.

import * as fc from "fast-check";
import t from "tap";
import { asBytes } from "../../../../daemon/core/bytes.ts";
import { readScript } from "../../../../daemon/io/pip/script.ts";
import { splitWords } from "../../../../daemon/io/pip/words.ts";
import { bytes } from "./pythons.ts";

const body = "# -*- coding: utf-8 -*-\nimport re\nimport sys\n";
const long = `/home/u/${"a".repeat(130)}/bin/python3`;

const path = (interpreter: string, options: readonly string[] = []) => ({
  kind: "path",
  interpreter: bytes(interpreter),
  options: options.map(bytes),
});
const search = (interpreter: string, options: readonly string[] = []) => ({
  ...path(interpreter, options),
  kind: "search",
});

const cases: readonly (readonly [title: string, head: string, expected: object])[] = [
  ["pip's own", `#!/p/.venv/bin/python3.12\n${body}`, path("/p/.venv/bin/python3.12")],
  ["Debian's, with a blank", `#! /usr/bin/python3\n${body}`, path("/usr/bin/python3")],
  ["Fedora's", `#!/usr/bin/python3 -sP\n${body}`, path("/usr/bin/python3", ["-sP"])],
  ["two options", `#!/usr/bin/python3 -s -E\n${body}`, path("/usr/bin/python3", ["-s", "-E"])],
  ["without a line end", "#!/usr/bin/python3", path("/usr/bin/python3")],
  [
    "with a carriage return, which no file is called",
    "#!/usr/bin/python3\r\nimport x",
    path("/usr/bin/python3\r"),
  ],
  [
    "a name with letters of two bytes",
    `#!/home/u/voilà/bin/python\n${body}`,
    path("/home/u/voilà/bin/python"),
  ],
  ["distlib's, too long", `#!/bin/sh\n'''exec' ${long} "$0" "$@"\n' '''\n${body}`, path(long)],
  [
    "distlib's, with a blank",
    `#!/bin/sh\n'''exec' "/home/u/my project/.venv/bin/python" "$0" "$@"\n' '''\n${body}`,
    path("/home/u/my project/.venv/bin/python"),
  ],
  [
    "distlib's, with options",
    `#!/bin/sh\n'''exec' /usr/bin/python3 -s "$0" "$@"\n' '''\n${body}`,
    path("/usr/bin/python3", ["-s"]),
  ],
  [
    "uv's, with a blank",
    `#!/bin/sh\n'''exec' '/home/u/my project/.venv/bin/python' "$0" "$@"\n' '''\n${body}`,
    path("/home/u/my project/.venv/bin/python"),
  ],
  [
    "uv's, relocatable",
    `#!/bin/sh\n'''exec' "$(dirname -- "$(realpath -- "$0")")"/'python3' "$0" "$@"\n' '''\n${body}`,
    { ...path("python3"), kind: "beside" },
  ],
  ["env", `#!/usr/bin/env python3\n${body}`, search("python3")],
  ["env with -S", `#!/usr/bin/env -S python3 -s\n${body}`, search("python3", ["-s"])],
  ["env with a variable", `#!/usr/bin/env -S A=1 python3\n${body}`, search("python3")],
  ["env with a path", `#!/usr/bin/env /opt/p/bin/python\n${body}`, path("/opt/p/bin/python")],
  [
    "pyenv's shim",
    '#!/usr/bin/env bash\nset -e\nprogram="${0##*/}"\nexport PYENV_ROOT="/home/u/.pyenv"\nexec "/home/u/.pyenv/libexec/pyenv" exec "$program" "$@"\n',
    { kind: "pyenv", root: bytes("/home/u/.pyenv") },
  ],
  [
    "asdf's shim",
    '#!/usr/bin/env bash\n# asdf-plugin: python 3.12.1\n# asdf-plugin: python 3.11.0\nexec /home/u/.asdf/bin/asdf exec "pip" "$@" # asdf_allow: \' asdf \'\n',
    { kind: "asdf", versions: [bytes("3.12.1"), bytes("3.11.0")] },
  ],
  ["a wrapper", '#!/bin/sh\nexec /opt/x/python "$@"\n', { kind: "shell" }],
  ["a program", "\u007fELF\u0002\u0001\u0001", { kind: "program" }],
  ["a program of macOS", "\u00cf\u00fa\u00ed\u00fe", { kind: "program" }],
  ["a Windows program", "MZ\u0090", { kind: "windows" }],
  ["a text", "import sys\n", { kind: "unknown" }],
  ["nothing", "", { kind: "unknown" }],
  ["a mark and nothing", "#!\n", { kind: "unknown" }],
  ["env and nothing", "#!/usr/bin/env\n", { kind: "unknown" }],
  ["a quote that stays open", "#!/usr/bin/env -S 'python3\n", { kind: "unknown" }],
];

t.test("reads the interpreter of a script", async (t) => {
  for (const [title, head, expected] of cases) {
    const isRaw = /^(\u007f|\u00cf|MZ)/.test(head);
    t.strictSame(readScript(Buffer.from(head, isRaw ? "latin1" : "utf8")), expected, title);
  }
});

t.test("takes any bytes without a complaint", async (t) => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom("", "#!", "#!/bin/sh\n'''exec' "),
      (noise, start) => {
        readScript(Buffer.concat([Buffer.from(start), noise]));
      },
    ),
  );
  t.pass();
});

t.test("splits words as a shell does, and keeps every byte", async (t) => {
  const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
  const word = fc
    .uint8Array({ minLength: 1, maxLength: 12 })
    .map((raw) => Buffer.from(raw).toString("latin1"));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (words) => {
      const line = words.map(quote).join(" ");
      t.same(splitWords(asBytes(line)), words);
    }),
    { numRuns: 50 },
  );
});
