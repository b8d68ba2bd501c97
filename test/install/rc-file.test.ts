// A line goes into a file and out again, whatever bytes are there.

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { array, constantFrom, sample } from "fast-check";
import t from "tap";
import { clone } from "./account.ts";

const line = "if [ -r \"$HOME/a\\b\" ]; then . '$x'; fi";

const bytes = array(
  constantFrom(
    "a",
    "# b",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\u00ff",
    "\u00ef\u00bb\u00bf",
    " ",
    line,
    `x${line}`,
  ),
  { maxLength: 8 },
).map((parts) => parts.join(""));

const contents = [
  ...new Set(["", "\n", "\r\n", "a", "a\n", "a\r\n", "a\r\nb", "\0", ...sample(bytes, 60)]),
];

// Adds, keeps what came of it, takes away; then the same in place, as for a file with a second name.
const script = `
. "$1/cli/install/rc-file.sh"
cd -- "$2" || exit 1
mkdir private
for file in *.rc; do
  with_line "\${file}" "$3" >"\${file}.added"
  cp -- "\${file}.added" "\${file}.gone"
  remove_line "$PWD/\${file}.gone" "$3" "$PWD/private"
  cp -- "\${file}" "\${file}.place"
  rewrite "\${file}.place" "\${file}.added"
  cp -- "\${file}.place" "\${file}.placed"
  ln -- "\${file}.place" "\${file}.second"
  remove_line "$PWD/\${file}.place" "$3" "$PWD/private"
done`;

t.test("no byte moves", async (t) => {
  const directory = t.testdir();
  mkdirSync(`${directory}/files`);
  for (const [index, content] of contents.entries()) {
    writeFileSync(`${directory}/files/${index}.rc`, content, "latin1");
  }
  execFileSync("/bin/sh", ["-c", script, "sh", clone, `${directory}/files`, line]);
  const read = (index: number, suffix: string): string =>
    readFileSync(`${directory}/files/${index}.rc${suffix}`, "latin1");
  for (const [index, content] of contents.entries()) {
    const added = read(index, ".added");
    const told = JSON.stringify(content);
    t.ok(added.startsWith(content), `${told} is whole`);
    t.match(
      added.slice(content.length),
      /^(?:if .* \(remove with: pyguard uninstall\)\r?\n|\nif .* without its end .*\n)$/,
    );
    t.equal(read(index, ".gone"), content, `${told} is back`);
    t.equal(read(index, ".placed"), added, `${told} in place`);
    t.equal(read(index, ".second"), content, `${told} is back under both names`);
  }
  t.notOk(readdirSync(`${directory}/files`).includes(".pyguard-new"));
  t.strictSame(readdirSync(`${directory}/files/private`), []);
});
