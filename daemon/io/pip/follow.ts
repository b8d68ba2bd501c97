// From a command's name to the interpreter that would run, reading files only: nothing is run to learn it.

import { asBytes, split, type Bytes } from "../../core/bytes.ts";
import { basename, join, parent } from "../../core/path.ts";
import type { Followed, Step } from "../../core/pip/python.ts";
import { findCommand } from "./find-command.ts";
import { readLauncher } from "./launcher.ts";
import { isProgram, readHead, readTail, resolve, scriptLimit } from "./read.ts";
import { readScript, type Script } from "./script.ts";
import { behindAsdf } from "./shims/asdf.ts";
import { variable, type Caller } from "../../core/pip/caller.ts";
import { behindMise } from "./shims/mise.ts";
import { behindPyenv } from "./shims/pyenv.ts";
import { standIns } from "./stand-ins.ts";

const launcherLimit = 1024 * 1024;
const depthLimit = 6;

/** Follows the command called `name` to its interpreter. */
export async function follow(name: Bytes, caller: Caller): Promise<Followed> {
  for (const candidate of [name, ...standIns(name)]) {
    const file = await findCommand(candidate, caller.search);
    if (file !== null) {
      const steps = [
        { what: candidate === name ? "on PATH" : `no ${name} on PATH, but`, path: file },
      ];
      return followFile({ file, name: candidate, steps }, caller);
    }
  }
  return { kind: "missing", what: name, steps: [] };
}

type Trail = {
  readonly file: Bytes;
  /** The command whose file it is: shims are asked for it. */
  readonly name: Bytes;
  readonly steps: readonly Step[];
};

async function followFile(trail: Trail, caller: Caller): Promise<Followed> {
  const { file, name, steps } = trail;
  const [head, real] = await Promise.all([readHead(file, scriptLimit), resolve(file)]);
  if (head === null || steps.length > depthLimit) {
    return { kind: "unknown", steps };
  }
  if (real !== null && /^(mise|rtx)(\.exe)?$/.test(basename(real))) {
    return followShim(trail, caller, {
      what: "mise's shim for",
      program: await behindMise(name, caller),
    });
  }
  const script = readScript(head);
  if (script.kind === "program") {
    return isStored(real) || isPythonName(name)
      ? { kind: "interpreter", interpreter: file, options: [], steps, isWrapped: false }
      : { kind: "unknown", steps };
  }
  return followScript(trail, script, caller);
}

/** A store's program is known by where it lies, wrapped or not. */
function isStored(real: Bytes | null): boolean {
  return real !== null && /^\/(nix|gnu)\/store\//.test(real);
}

function isPythonName(name: Bytes): boolean {
  return /^(python|pypy)[\w.-]*$/.test(basename(name));
}

async function followScript(trail: Trail, script: Script, caller: Caller): Promise<Followed> {
  if ("interpreter" in script) {
    return followCall(trail, script, caller);
  }
  const name = basename(trail.name);
  switch (script.kind) {
    case "pyenv": {
      const root = rootOf("PYENV_ROOT", trail, caller);
      const program = await behindPyenv(name, script.root ?? root, caller);
      return followShim(trail, caller, { what: "pyenv's shim for", program });
    }
    case "asdf": {
      const program = await behindAsdf(name, rootOf("ASDF_DATA_DIR", trail, caller), caller);
      return followShim(trail, caller, { what: "asdf's shim for", program });
    }
    case "windows":
      return followLauncher(trail);
    case "shell":
    case "program":
    case "unknown":
      return followUnread(trail);
  }
}

/** Only running it would tell more; where it lies may say enough. */
async function followUnread({ file, name, steps }: Trail): Promise<Followed> {
  return isStored(await resolve(file)) || isPythonName(name)
    ? { kind: "interpreter", interpreter: file, options: [], steps, isWrapped: true }
    : { kind: "unknown", steps };
}

/** Shims lie in the `shims` of their manager's directory. */
function rootOf(name: string, { file }: Trail, caller: Caller): Bytes {
  return variable(caller, name) ?? parent(parent(file));
}

type Shim = { readonly what: string; readonly program: Bytes | null };

async function followShim(trail: Trail, caller: Caller, shim: Shim): Promise<Followed> {
  if (shim.program === null) {
    return { kind: "missing", what: trail.name, steps: trail.steps };
  }
  const steps = [...trail.steps, { what: shim.what, path: shim.program }];
  return followFile({ file: shim.program, name: trail.name, steps }, caller);
}

type Call = Extract<Script, { readonly interpreter: Bytes }>;

async function followCall(trail: Trail, call: Call, caller: Caller): Promise<Followed> {
  const { interpreter, options } = call;
  const file = await locate(trail.file, call, caller);
  if (file === null || !(await isProgram(file))) {
    return { kind: "missing", what: file ?? interpreter, steps: trail.steps };
  }
  const steps = [...trail.steps, { what: "its first line says", path: file }];
  const followed = await followFile({ file, name: asPythonName(file), steps }, caller);
  switch (followed.kind) {
    case "interpreter":
      return { ...followed, options: [...options, ...followed.options] };
    case "missing":
      return followed;
    case "unknown":
      // A wrapper: what it runs is not known, but an environment that it lies in is.
      return { kind: "interpreter", interpreter: file, options, steps, isWrapped: true };
  }
}

// Whatever a script names as its interpreter is taken for one, however it is called.
function asPythonName(file: Bytes): Bytes {
  return isPythonName(file) ? basename(file) : asBytes("python");
}

async function locate(file: Bytes, call: Call, caller: Caller): Promise<Bytes | null> {
  const { interpreter } = call;
  if (call.kind === "search") {
    return findCommand(interpreter, caller.search);
  }
  if (call.kind === "beside") {
    const real = await resolve(file);
    return real === null ? null : join(parent(real), interpreter);
  }
  return interpreter.startsWith("/") ? interpreter : join(caller.directory, interpreter);
}

async function followLauncher(trail: Trail): Promise<Followed> {
  const { file, steps } = trail;
  const [head, tail] = await Promise.all([
    readHead(file, launcherLimit),
    readTail(file, launcherLimit),
  ]);
  const named = head === null || tail === null ? null : readLauncher(head, tail);
  const interpreter = named === null ? null : await findNamed(named, file);
  if (interpreter === null) {
    return isPythonName(trail.name)
      ? { kind: "interpreter", interpreter: file, options: [], steps, isWrapped: false }
      : { kind: "unknown", steps };
  }
  const told = [...steps, { what: "its launcher says", path: interpreter }];
  return { kind: "interpreter", interpreter, options: [], steps: told, isWrapped: false };
}

/** A Windows path seen from here: below /mnt, or beside the launcher, which an environment keeps together. */
async function findNamed(named: Bytes, launcher: Bytes): Promise<Bytes | null> {
  const forward = asBytes(named.replaceAll("\\", "/"));
  const drive = /^([A-Za-z]):(\/.*)$/s.exec(forward);
  const candidates = [
    forward.startsWith("/") ? forward : join(parent(launcher), forward),
    ...(drive === null ? [] : [asBytes(`/mnt/${(drive[1] ?? "").toLowerCase()}${drive[2] ?? ""}`)]),
    join(parent(launcher), split(forward, "/").at(-1) ?? forward),
  ];
  for (const candidate of candidates) {
    if ((await readHead(candidate, 2)) !== null) {
      return candidate;
    }
  }
  return null;
}
