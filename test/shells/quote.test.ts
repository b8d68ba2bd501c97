// Every word comes back from the real shell as it went in.

import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { array, constantFrom, oneof, sample, uint8Array, type Arbitrary } from "fast-check";
import t from "tap";
import { asBytes, fromBuffer, fromText, toBuffer, type Bytes } from "../../daemon/core/bytes.ts";
import { findShell } from "../../shells/registry.ts";

type Case = {
  readonly title: string;
  readonly shell: string;
  readonly program: readonly string[];
  readonly isText: boolean;
};

const cases: readonly Case[] = [
  { title: "bash", shell: "bash", program: ["bash", "--norc"], isText: false },
  {
    title: "bash 3.2",
    shell: "bash",
    program: [process.env["PYGUARD_TEST_BASH32"] ?? "bash32", "--norc"],
    isText: false,
  },
  { title: "bash in /bin", shell: "bash", program: ["/bin/bash", "--norc"], isText: false },
  { title: "zsh", shell: "zsh", program: ["zsh", "-f"], isText: false },
  {
    title: "zsh with csh_junkie_quotes, rc_quotes, ksh_glob and magic_equal_subst",
    shell: "zsh",
    program: [
      "zsh",
      "-f",
      ...["cshjunkiequotes", "rcquotes", "kshglob", "magicequalsubst"].flatMap((name) => [
        "-o",
        name,
      ]),
    ],
    isText: false,
  },
  { title: "fish", shell: "fish", program: ["fish", "--no-config"], isText: true },
  {
    title: "PowerShell",
    shell: "pwsh",
    program: ["pwsh", "-NoProfile", "-NonInteractive", "-File"],
    isText: true,
  },
];

// What breaks quoting, said often; then anything at all.
const pieces = [
  "'",
  "\\",
  '"',
  "$",
  "`",
  "!",
  "\n",
  " ",
  "=",
  "==",
  "~",
  "%",
  "#",
  "-",
  "--",
  "*",
  "[a,b]",
  "{",
  "}",
  "(",
  ")",
  ";",
  "&",
  "|",
  "<",
  ">",
  "^",
  "\u2018",
  "\u2019",
  "\u201a",
  "\u201b",
  "\u201c",
  "\u2014",
  "\t",
  "\r",
  "$(id)",
  "a",
  "pip",
  "1.0",
  ".",
  ":",
  "@",
  ",",
  "\ufdd0",
  "\u00e9",
  "@(",
  "$x",
  "\\'",
  "''",
];

const words: Arbitrary<Bytes> = array(constantFrom(...pieces), { maxLength: 8 }).map((some) =>
  fromText(some.join("")),
);

const anyBytes: Arbitrary<Bytes> = uint8Array({ max: 255, min: 1, maxLength: 20 }).map((some) =>
  fromBuffer(Buffer.from(some)),
);

const plain: readonly Bytes[] = [
  "",
  "-",
  "--",
  "-x",
  "-foo.bar",
  "-a:b",
  "-a=b.c",
  "--a=b.c",
  "--index-url=http://h/p",
  "x==1.0",
  "=ls",

  "~",
  "~root",
  "a=~",
  "%1",
  "%self",
  "1.10",
  "1kb",
  "0x10",
  ".5",
  "-5.0",
  "@x",
  "+x",
  "a,b",
  "if",
  "./x",
].map(asBytes);

for (const { title, shell, program, isText } of cases) {
  const [name = ""] = program;
  const isHere =
    process.platform !== "win32" &&
    spawnSync(name, [name === "pwsh" ? "-Version" : "--version"]).status === 0;
  t.test(
    `${title} reads back what was quoted`,
    { skip: isHere ? false : `no ${name} here` },
    async (t) => {
      const arbitrary = isText ? words : oneof(words, anyBytes);
      const given = [...plain, ...sample(arbitrary, 1500)].filter((word) => word !== "--%");
      const speaker = findShell(shell);
      t.ok(speaker);
      const script = `${t.testdir()}/say.ps1`;
      writeFileSync(
        script,
        lines(given, (word) => speaker?.quote(word) ?? word),
      );
      const run = spawnSync(name, [...program.slice(1), script], { maxBuffer: 1 << 26 });
      const heard = fromBuffer(run.stdout).split("\0").slice(0, -1);
      t.equal(run.stderr.toString(), "");
      t.equal(heard.length, given.length);
      t.strictSame(
        heard.find((word, index) => word !== given[index]),
        undefined,
      );
    },
  );
}

// Fifty words a command: one process for each command in PowerShell.
function lines(given: readonly Bytes[], quote: (word: Bytes) => Bytes): Buffer {
  const program = existsSync("/usr/bin/printf") ? "/usr/bin/printf" : "printf";
  const commands: string[] = [];
  for (let from = 0; from < given.length; from += 50) {
    const some = given.slice(from, from + 50);
    commands.push(`${program} '%s\\0' ${some.map(quote).join(" ")}`);
  }
  return toBuffer(asBytes(`${commands.join("\n")}\n`));
}
