// INI files as Python's own ConfigParser reads them: the same text, read by both.

import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import t from "tap";
import { fromBuffer } from "../../../../daemon/core/bytes.ts";
import { readIni } from "../../../../daemon/core/pip/ini.ts";
import { anyPython } from "../../io/pip/pythons.ts";

const script = `
import configparser, json, sys
def read(text):
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(bytes(text, "latin-1").decode("utf-8"))
    except (configparser.Error, UnicodeDecodeError):
        return None
    encode = lambda part: part.encode("utf-8").decode("latin-1")
    return {encode(s): {encode(k): encode(v) for k, v in parser.items(s)} for s in parser.sections()}
print(json.dumps([read(text) for text in json.load(sys.stdin)]))`;

const python = anyPython();

function askPython(texts: readonly string[]): readonly unknown[] {
  const { stdout } = spawnSync(python, ["-c", script], {
    input: JSON.stringify(texts),
    encoding: "utf8",
  });
  const read: unknown = JSON.parse(stdout);
  return Array.isArray(read) ? read : [];
}

function readOurs(text: string): unknown {
  const ini = readIni(fromBuffer(Buffer.from(text, "latin1")));
  return ini.kind === "broken"
    ? null
    : Object.fromEntries(
        [...ini.sections].map(([name, entries]) => [name, Object.fromEntries(entries)]),
      );
}

const utf8 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

const texts = [
  "",
  "[global]\nuser = true\n",
  "[global]\nuser: true\nindex-url=https://u:p@h/simple\n",
  "[global]\n  user = 1\n    more\n  next = 2\n",
  "[global]\nfind-links =\n    a\n\n    b\n# comment\n    c\nlast = x\n",
  "[global]\n; user = 1\n# user = 2\nuser = 3 ; not a comment\n",
  "user = 1\n",
  "[global]\nuser\n",
  "[global]\nuser = 1\nUSER = 2\n",
  "[global]\na=1\n[global]\nb=2\n",
  "[DEFAULT]\na=1\n[global]\nb=2\n[install]\na=3\n",
  "[DEFAULT]\na=1\n[DEFAULT]\nb=1\n[x]\n",
  "[global\na=1\n",
  "[global] ; trailing\na=1\n",
  "[a]b]\nc=1\n",
  "\u00ef\u00bb\u00bf[global]\nuser = 1\n",
  "[global]\nuser = \u00ff\u00fe\n",
  utf8("[externally-managed]\nError=voilà\n Ü\nError-de=Nein, schöne Grüße\n"),
  "[externally-managed]\r\nError = one\r\n  two\r\n",
  "[x]\n = 1\n",
  "[x]\na = 1\n\n\n\n",
  "[x]\na=\n b\n  c\n\n d\ne=1",
  "[x]\n\ta=1\n\t\tb\n",
  "[x]\na=b=c:d\n",
  "[x]\na = %(b)s\n",
];

t.test("reads what ConfigParser reads, and stops where it stops", async (t) => {
  const expected = askPython(texts);
  texts.forEach((text, index) => t.same(readOurs(text), expected[index], JSON.stringify(text)));
});

t.test("the same for texts that nobody wrote", async (t) => {
  const piece = fc.constantFrom(
    "[a]",
    "[b]",
    "[DEFAULT]",
    "x",
    "y",
    "=",
    ":",
    " ",
    "  ",
    "\n",
    "\n",
    "#",
    ";",
    "\t",
    "é",
  );
  const made = fc
    .sample(fc.array(piece, { maxLength: 24 }), 400)
    .map((pieces) => utf8(pieces.join("")));
  const expected = askPython(made);
  made.forEach((text, index) => {
    const ours = readOurs(text);
    if (JSON.stringify(ours) !== JSON.stringify(expected[index])) {
      t.same(ours, expected[index], JSON.stringify(text));
    }
  });
  t.pass(`${made.length} texts`);
});
