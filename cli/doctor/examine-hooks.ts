// Whether each shell that is here loads the hook, once, from a file that is there and ours.

import { stat } from "node:fs/promises";
import { asBytes, fromText, toBuffer, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { join, parent } from "../../daemon/core/path.ts";
import { findCommand } from "../../daemon/io/pip/find-command.ts";
import { run } from "../../daemon/io/run.ts";
import { shells } from "../../shells/registry.ts";
import type { Shell } from "../../shells/shell.ts";
import { chain, spell, spellPath, type Desk } from "./desk.ts";
import type { Finding } from "./finding.ts";

/** Of the shells that are on PATH; others cannot miss it. */
export async function examineHooks(desk: Desk): Promise<readonly Finding[]> {
  const found = await Promise.all(shells.map((shell) => examineShell(shell, desk)));
  return found.flat();
}

async function examineShell(shell: Shell, desk: Desk): Promise<readonly Finding[]> {
  const program = await findShellProgram(shell, desk);
  if (program === null) {
    return [];
  }
  const paths = await listFiles(shell, program, desk);
  const files = await Promise.all(paths.map((path) => readRc(path, shell, desk)));
  const loading = files.filter(({ lines }) => lines.length > 0);
  const spoiled = await Promise.all(loading.map((file) => examineFile(file, desk)));
  const found = [...(await findMissing(files, shell, desk)), ...spoiled.flat()];
  return found.map(({ id, what, where, mend }) => ({ id, what, where, mend, names: [shell.name] }));
}

function findShellProgram(shell: Shell, { context, eyes }: Desk): Promise<Bytes | null> {
  const { environment, directory, home } = context;
  const search = { path: environment.get("PATH") ?? asBytes(""), directory, skip: [] };
  return findCommand(asBytes(shell.name), {
    search,
    directory,
    home,
    variables: environment,
    eyes,
  });
}

type RcFile = {
  readonly path: Bytes;
  readonly exists: boolean;
  readonly text: string;
  /** Those that load the hook. */
  readonly lines: readonly { readonly number: number; readonly text: string }[];
};

/** The file in which the line belongs first; then those that may hold it as well. */
async function listFiles(shell: Shell, program: Bytes, desk: Desk): Promise<readonly Bytes[]> {
  const { environment, home } = desk.context;
  const configHome = environment.get("XDG_CONFIG_HOME") ?? asBytes("");
  const zshHome = shell.name === "zsh" ? await askZsh(program, desk) : asBytes("");
  const files = shell.rcFiles({ home, configHome, zshHome });
  const [first = home] = files;
  switch (shell.name) {
    case "fish":
      return [...files, join(parent(parent(first)), "config.fish")];
    case "pwsh":
      return [...files, join(parent(first), "Microsoft.PowerShell_profile.ps1")];
    case "bash":
    case "zsh":
      return files;
  }
}

const askMs = 2000;
const rcLimit = 1024 * 1024;

/** `.zshenv` may say that the rest is elsewhere; every zsh reads it, so asking starts nothing new. */
async function askZsh(program: Bytes, { context }: Desk): Promise<Bytes> {
  const words = ["-c", 'builtin print -rn -- "${ZDOTDIR-}"'].map(asBytes);
  const { environment, home } = context;
  const ran = await run({
    file: program,
    arguments: words,
    directory: home,
    environment,
    limitMs: askMs,
  });
  const said = ran.kind === "ended" ? fromText(ran.output.trim()) : asBytes("");
  return said.startsWith("/") ? said : asBytes("");
}

async function readRc(path: Bytes, shell: Shell, { eyes }: Desk): Promise<RcFile> {
  const head = await eyes.readHead(path, rcLimit);
  const text = head === null ? null : head.toString("latin1");
  const suffix = shell.hook.replace(/^.*\./, "");
  const pattern = new RegExp(
    `^[^#]*(?:\\bhooks/pyguard\\.${suffix}\\b|\\bpyguard init ${shell.name}\\b)`,
  );
  const lines = (text ?? "")
    .split("\n")
    .map((line, index) => ({ number: index + 1, text: line }))
    .filter((line) => pattern.test(line.text));
  return { path, exists: text !== null, text: text ?? "", lines };
}

async function findMissing(
  files: readonly RcFile[],
  shell: Shell,
  desk: Desk,
): Promise<readonly Finding[]> {
  // A shell that has it gets it from somewhere, if only from a file that one of these reads.
  if (desk.facts?.shell === shell && desk.facts.isHooked) {
    return [];
  }
  const lacking = shell.name === "bash" ? lackingOfBash(files) : lackingOf(files);
  return Promise.all(lacking.map((file) => missing(file, shell, desk)));
}

function loads({ lines }: RcFile): boolean {
  return lines.length > 0;
}

function lackingOf(files: readonly RcFile[]): readonly RcFile[] {
  return files.some(loads) ? [] : files.slice(0, 1);
}

/** A login shell reads the first of the others that is there, and .bashrc only if that one says so. */
function lackingOfBash([main, ...others]: readonly RcFile[]): readonly RcFile[] {
  const login = others.find(({ exists }) => exists);
  const isLoginFine =
    login === undefined || loads(login) || /^[^#]*[^\w]\.bashrc/m.test(login.text);
  return [...(main === undefined || loads(main) ? [] : [main]), ...(isLoginFine ? [] : [login])];
}

async function missing({ path, text }: RcFile, shell: Shell, desk: Desk): Promise<Finding> {
  const file = spellPath(desk, path);
  const line = `pyguard init ${shell.name} >> ${file}`;
  const directory = spell(desk, ...["mkdir", "-p"].map(asBytes), parent(path));
  const isOpen = text !== "" && !text.endsWith("\n");
  const hasPlace = await desk.eyes.isDirectory(parent(path));
  return {
    id: "hook-missing",
    what: `${shell.name} does not load pyguard's hook`,
    where: toText(path),
    mend: chain(
      desk,
      ...(hasPlace ? [] : [directory]),
      ...(isOpen ? [`echo >> ${file}`] : []),
      line,
    ),
  };
}

async function examineFile(file: RcFile, { context }: Desk): Promise<readonly Finding[]> {
  const { path, lines } = file;
  const [first, second] = lines;
  const findings: Finding[] = [];
  if (second !== undefined) {
    const numbers = lines.map(({ number }) => number).join(" and ");
    findings.push({
      id: "hook-twice",
      what: "the hook is loaded more than once",
      where: `${toText(path)}, lines ${numbers}`,
      mend: `remove line ${second.number} of ${toText(path)}`,
    });
  }
  const hook = first === undefined ? null : hookIn(asBytes(first.text), context.home);
  if (first !== undefined && hook !== null) {
    const where = `${toText(path)}, line ${first.number}`;
    findings.push(...(await examineHook(hook, where)));
  }
  return findings;
}

/** The path that a line names, as far as it can be told by reading it; null for `pyguard init`. */
function hookIn(line: Bytes, home: Bytes): Bytes | null {
  const match =
    /"\$HOME(\/[^"$`\\]*\/hooks\/pyguard\.\w+)"|'([^'\\]*\/hooks\/pyguard\.\w+)'|(?<![\w"'$}~])(\/[\w./+@-]*\/hooks\/pyguard\.\w+)/.exec(
      line,
    );
  const [, below, quoted, plain] = match ?? [];
  if (below !== undefined) {
    return asBytes(`${home}${below}`);
  }
  const path = quoted ?? plain;
  return path?.startsWith("/") === true ? asBytes(path) : null;
}

async function examineHook(hook: Bytes, where: string): Promise<readonly Finding[]> {
  const found = await stat(toBuffer(hook)).catch(() => null);
  if (found === null) {
    return [
      {
        id: "hook-gone",
        what: `the hook is not there any more: ${toText(hook)}`,
        where,
        mend: "install pyguard again, or remove that line",
      },
    ];
  }
  return found.uid === process.geteuid?.()
    ? []
    : [
        {
          id: "hook-foreign",
          what: `the hook belongs to somebody else (uid ${found.uid}), so shells of yours do nothing with it: ${toText(hook)}`,
          where,
          mend: "install pyguard as yourself, or remove that line",
        },
      ];
}
