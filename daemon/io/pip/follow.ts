// From a command's name to the interpreter that would run, reading files only: nothing is run to learn it.

import { asBytes, split, type Bytes } from "../../core/bytes.ts";
import { basename, join, parent, resolve } from "../../core/path.ts";
import type { Followed, Step } from "../../core/pip/python.ts";
import { findCommand, findCommands } from "./find-command.ts";
import { readLauncher } from "./launcher.ts";
import { behindPy } from "./py-launcher.ts";
import { scriptLimit, type Asker, type Eyes } from "./eyes.ts";
import { readScript, readStarter, type Script } from "./script.ts";
import { behindAsdf } from "./shims/asdf.ts";
import { variable } from "../../core/pip/caller.ts";
import { behindMise } from "./shims/mise.ts";
import { behindPyenv } from "./shims/pyenv.ts";
import { standIns } from "./stand-ins.ts";

const launcherLimit = 1024 * 1024;
const depthLimit = 6;

/** Follows a command, its name first, to its interpreter. */
export async function follow(argv: readonly Bytes[], caller: Asker): Promise<Followed> {
  const [name = asBytes(""), first = asBytes("")] = argv;
  for (const candidate of [name, ...standIns(name)]) {
    const { file, dead } = await findStarting(candidate, caller);
    if (file !== null) {
      const isStandIn = candidate !== name;
      const steps = [
        ...dead.map((path) => ({ what: "which does not start", path })),
        { what: isStandIn ? `no ${name} on PATH, but` : "on PATH", path: file },
      ];
      const trail = { file, name: candidate, steps };
      const followed = await (name === "py"
        ? followPy(trail, first, caller)
        : followFile(trail, caller));
      return followed.kind === "interpreter"
        ? { ...followed, isStandIn, ...(await followPassed(dead, name, caller)) }
        : followed;
    }
  }
  return { kind: "missing", what: name, steps: [] };
}

type Starting = {
  readonly file: Bytes | null;
  /** What the shell tries before, in vain. */
  readonly dead: readonly Bytes[];
};

/** The file that will run; where none starts, or the shell tries no other, the first of that name. */
async function findStarting(name: Bytes, caller: Asker): Promise<Starting> {
  if (caller.search.goesOn !== true) {
    return { file: await findCommand(name, caller), dead: [] };
  }
  const dead: Bytes[] = [];
  for await (const file of findCommands(name, caller)) {
    if (await isStarted(file, caller)) {
      return { file, dead };
    }
    dead.push(file);
  }
  return { file: dead[0] ?? null, dead: [] };
}

async function followPassed([file]: readonly Bytes[], name: Bytes, caller: Asker) {
  const steps = file === undefined ? [] : [{ what: "on PATH", path: file }];
  const passed = file === undefined ? null : await followFile({ file, name, steps }, caller);
  return passed?.kind === "missing" ? { passed } : {};
}

/** Whether the system finds the program that a script's first line names. */
async function isStarted(file: Bytes, { eyes, directory }: Asker): Promise<boolean> {
  const head = await eyes.readHead(file, scriptLimit);
  const program = head === null ? null : readStarter(head);
  return program === null || eyes.isProgram(resolve(directory, program));
}

async function followPy(trail: Trail, first: Bytes, caller: Asker): Promise<Followed> {
  return followShim(trail, caller, {
    what: "which starts",
    program: await behindPy(first, caller),
    name: asBytes("python"),
  });
}

type Trail = {
  readonly file: Bytes;
  /** The command whose file it is: shims are asked for it. */
  readonly name: Bytes;
  readonly steps: readonly Step[];
};

async function followFile(trail: Trail, caller: Asker): Promise<Followed> {
  const { file, name, steps } = trail;
  const [head, real] = await Promise.all([
    caller.eyes.readHead(file, scriptLimit),
    caller.eyes.resolve(file),
  ]);
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
      ? interpreterAt(file, steps)
      : { kind: "unknown", steps };
  }
  return followScript(trail, script, caller);
}

type Interpreter = Extract<Followed, { readonly kind: "interpreter" }>;

/** Of an interpreter of which nothing special is known. */
function interpreterAt(interpreter: Bytes, steps: readonly Step[]): Interpreter {
  return {
    kind: "interpreter",
    interpreter,
    options: [],
    steps,
    isWrapped: false,
    isStandIn: false,
  };
}

/** A store's program is known by where it lies, wrapped or not. */
function isStored(real: Bytes | null): boolean {
  return real !== null && /^\/(nix|gnu)\/store\//.test(real);
}

function isPythonName(name: Bytes): boolean {
  return /^(python|pypy)[\w.-]*$/.test(basename(name));
}

async function followScript(trail: Trail, script: Script, caller: Asker): Promise<Followed> {
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
      return followLauncher(trail, caller.eyes);
    case "shell":
    case "program":
    case "unknown":
      return followUnread(trail, caller.eyes);
  }
}

/** Only running it would tell more; where it lies may say enough. */
async function followUnread({ file, name, steps }: Trail, eyes: Eyes): Promise<Followed> {
  return isStored(await eyes.resolve(file)) || isPythonName(name)
    ? { ...interpreterAt(file, steps), isWrapped: true }
    : { kind: "unknown", steps };
}

/** Shims lie in the `shims` of their manager's directory. */
function rootOf(name: string, { file }: Trail, caller: Asker): Bytes {
  return variable(caller, name) ?? parent(parent(file));
}

type Shim = {
  readonly what: string;
  readonly program: Bytes | null;
  /** What it is called then; without it, as before. */
  readonly name?: Bytes;
};

async function followShim(trail: Trail, caller: Asker, shim: Shim): Promise<Followed> {
  if (shim.program === null) {
    return { kind: "missing", what: trail.name, steps: trail.steps };
  }
  const steps = [...trail.steps, { what: shim.what, path: shim.program }];
  return followFile({ file: shim.program, name: shim.name ?? trail.name, steps }, caller);
}

type Call = Extract<Script, { readonly interpreter: Bytes }>;

async function followCall(trail: Trail, call: Call, caller: Asker): Promise<Followed> {
  const { interpreter, options } = call;
  const file = await locate(trail.file, call, caller);
  if (file === null || !(await caller.eyes.isProgram(file))) {
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
      return { ...interpreterAt(file, steps), options, isWrapped: true };
  }
}

// Whatever a script names as its interpreter is taken for one, however it is called.
function asPythonName(file: Bytes): Bytes {
  return isPythonName(file) ? basename(file) : asBytes("python");
}

async function locate(file: Bytes, call: Call, caller: Asker): Promise<Bytes | null> {
  const { interpreter } = call;
  if (call.kind === "search") {
    return findCommand(interpreter, caller);
  }
  if (call.kind === "beside") {
    const real = await caller.eyes.resolve(file);
    return real === null ? null : join(parent(real), interpreter);
  }
  return interpreter.startsWith("/") ? interpreter : join(caller.directory, interpreter);
}

async function followLauncher(trail: Trail, eyes: Eyes): Promise<Followed> {
  const { file, steps } = trail;
  const [head, tail] = await Promise.all([
    eyes.readHead(file, launcherLimit),
    eyes.readTail(file, launcherLimit),
  ]);
  const named = head === null || tail === null ? null : readLauncher(head, tail);
  const interpreter = named === null ? null : await findNamed(named, file, eyes);
  if (interpreter === null) {
    return isPythonName(trail.name) ? interpreterAt(file, steps) : { kind: "unknown", steps };
  }
  const told = [...steps, { what: "its launcher says", path: interpreter }];
  return interpreterAt(interpreter, told);
}

/** A Windows path seen from here: below /mnt, or beside the launcher, which an environment keeps together. */
async function findNamed(named: Bytes, launcher: Bytes, eyes: Eyes): Promise<Bytes | null> {
  const forward = asBytes(named.replaceAll("\\", "/"));
  const drive = /^([A-Za-z]):(\/.*)$/s.exec(forward);
  const candidates = [
    forward.startsWith("/") ? forward : join(parent(launcher), forward),
    ...(drive === null ? [] : [asBytes(`/mnt/${(drive[1] ?? "").toLowerCase()}${drive[2] ?? ""}`)]),
    join(parent(launcher), split(forward, "/").at(-1) ?? forward),
  ];
  for (const candidate of candidates) {
    if ((await eyes.readHead(candidate, 2)) !== null) {
      return candidate;
    }
  }
  return null;
}
