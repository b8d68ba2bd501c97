// Files of pip that send elsewhere what any pip installs.

import t from "tap";
import { asBytes } from "../../../../daemon/core/bytes.ts";
import { readIni } from "../../../../daemon/core/pip/ini.ts";
import { sendsElsewhere } from "../../../../daemon/core/pip/sent-elsewhere.ts";

const rows = [
  ["[global]\npython = /usr/bin/python3\n", true],
  ["[install]\ntarget = /srv/lib\n", true],
  ["[install]\n--PREFIX = ~/.local\n", true],
  ["[install]\nroot: /mnt\n", true],
  ["[global]\nprefix =\n", false],
  ["[global]\nindex-url = https://example.org/target\nroot-user-action = ignore\n", false],
  ["", false],
  ["prefix = /usr\n", false],
] as const;

for (const [text, expected] of rows) {
  t.equal(sendsElsewhere(readIni(asBytes(text))), expected, JSON.stringify(text));
}
