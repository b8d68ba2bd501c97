// What a script's first lines say about the interpreter that will run it. Nothing is run, only read.

import { asBytes, fromBuffer, split, type Bytes } from "../../core/bytes.ts";
import { basename } from "../../core/path.ts";
import { splitWords } from "./words.ts";

/** An interpreter with the options that stand between it and the script. */
type Call = { readonly interpreter: Bytes; readonly options: readonly Bytes[] };

export type Script =
  /** Run by an interpreter at a path. */
  | ({ readonly kind: "path" } & Call)
  /** Run by the program of that name beside the script itself, links followed (uv's relocatable form). */
  | ({ readonly kind: "beside" } & Call)
  /** Run by whatever has that name on PATH. */
  | ({ readonly kind: "search" } & Call)
  | { readonly kind: "pyenv"; readonly root: Bytes | null }
  | { readonly kind: "asdf"; readonly versions: readonly Bytes[] }
  /** Another shell script: what it ends up running only running it would tell. */
  | { readonly kind: "shell" }
  | { readonly kind: "program" }
  | { readonly kind: "windows" }
  | { readonly kind: "unknown" };

const shells = new Set(["sh", "bash", "dash", "zsh", "ksh", "ash"]);
const machO = new Set(["cffaedfe", "cefaedfe", "feedfacf", "feedface", "cafebabe"]);

/** Reads the first bytes of a file that a shell would run. */
export function readScript(head: Buffer): Script {
  const magic = head.subarray(0, 4);
  if (magic.toString("latin1") === "\x7fELF" || machO.has(magic.toString("hex"))) {
    return { kind: "program" };
  }
  if (magic.subarray(0, 2).toString("latin1") === "MZ") {
    return { kind: "windows" };
  }
  const text = fromBuffer(head);
  return text.startsWith("#!") ? readShebang(text) : { kind: "unknown" };
}

/** The program that the system starts for a script, such as `/usr/bin/env`; null for what is no script. */
export function readStarter(head: Buffer): Bytes | null {
  const program = splitShebang(fromBuffer(head))?.[1];
  return program === undefined ? null : asBytes(program);
}

/** The kernel cuts at the first blank and gives all the rest as one word. */
function splitShebang(text: Bytes): RegExpExecArray | null {
  return /^#![ \t]*([^ \t]+)[ \t]*(.*?)[ \t]*$/s.exec(split(text, "\n")[0] ?? text);
}

function readShebang(text: Bytes): Script {
  const match = splitShebang(text);
  if (match === null) {
    return { kind: "unknown" };
  }
  const interpreter = asBytes(match[1] ?? "");
  const rest = asBytes(match[2] ?? "");
  if (basename(interpreter) === "env") {
    return readEnv(rest, text);
  }
  if (shells.has(basename(interpreter))) {
    return readShellScript(text);
  }
  return { kind: "path", interpreter, options: splitWords(rest) ?? [] };
}

/** `#!/usr/bin/env [-S] [NAME=VALUE…] name [options]`. */
function readEnv(rest: Bytes, text: Bytes): Script {
  const joined = rest.replace(/^(-v?S|--split-string=?)[ \t]*/, "");
  const words = (splitWords(asBytes(joined)) ?? []).filter(
    (word, index, all) => !isPassedOver(word, all.slice(0, index)),
  );
  const [interpreter, ...options] = words;
  if (interpreter === undefined) {
    return { kind: "unknown" };
  }
  if (shells.has(basename(interpreter))) {
    return readShellScript(text);
  }
  return { kind: interpreter.includes("/") ? "path" : "search", interpreter, options };
}

/** Options of env itself and its assignments, as long as nothing else came before. */
function isPassedOver(word: Bytes, before: readonly Bytes[]): boolean {
  return /^-|^\w+=/.test(word) && before.every((earlier) => /^-|^\w+=/.test(earlier));
}

const exec = /^'''exec'[ \t]+(.+?)[ \t]+"\$0"[ \t]+"\$@"[ \t]*$/m;
const besideItself = /^"\$\(dirname -- "\$\(realpath -- "\$0"\)"\)"\/(.*)$/;
const pyenv = /^[^#\n]*\bexec[ \t]+"?([^"\n]*\/)?pyenv"?[ \t]+exec\b/m;
const pyenvRoot = /^[ \t]*export[ \t]+PYENV_ROOT="?([^"$\n]+?)"?[ \t]*$/m;
const asdf = /^[^#\n]*\bexec[ \t]+"?([^"\n]*\/)?asdf"?[ \t]+exec\b/m;

function readShellScript(text: Bytes): Script {
  const command = exec.exec(text)?.[1];
  if (command !== undefined) {
    return readExec(command);
  }
  if (pyenv.test(text)) {
    const root = pyenvRoot.exec(text)?.[1];
    return { kind: "pyenv", root: root === undefined ? null : asBytes(root) };
  }
  if (asdf.test(text)) {
    const versions = [...text.matchAll(/^# asdf-plugin:[ \t]*python[ \t]+(.+?)[ \t]*$/gm)];
    return { kind: "asdf", versions: versions.map((found) => asBytes(found[1] ?? "")) };
  }
  return { kind: "shell" };
}

/** The shell-and-Python form for paths that a first line cannot hold. */
function readExec(command: string): Script {
  const beside = besideItself.exec(command)?.[1];
  const [interpreter, ...options] = splitWords(asBytes(beside ?? command)) ?? [];
  if (interpreter === undefined) {
    return { kind: "unknown" };
  }
  return { kind: beside === undefined ? "path" : "beside", interpreter, options };
}
