// The lock files, project files and programs that decide which advice is true for a place.

import { asBytes, isUtf8, type Bytes } from "../../core/bytes.ts";
import { projectFiles } from "../../core/discover.ts";
import { ancestors, isUsable, isWithin, join } from "../../core/path.ts";
import { variable } from "../../core/pip/caller.ts";
import type { LockTool } from "../../core/pip/message-facts.ts";
import type { Around } from "../../core/pip/surroundings.ts";
import { isAdministrator } from "./administrator.ts";
import { findCommand } from "./find-command.ts";
import type { Asker, Eyes } from "./eyes.ts";

const lockFiles: Readonly<Record<LockTool, string>> = {
  uv: "uv.lock",
  poetry: "poetry.lock",
  pdm: "pdm.lock",
  pipenv: "Pipfile.lock",
};

const programs = [
  "apt",
  "conda",
  "mamba",
  "micromamba",
  "pdm",
  "pipenv",
  "pipx",
  "poetry",
  "python",
  "python3",
  "spack",
  "sudo",
  "uv",
  "virtualenv",
];

const levels = 8;

/** Whose directory this is says no file of Python's, but it is somebody's. */
const otherMarks = [".git", ".venv"];

export async function lookAround(caller: Asker, python: string | null): Promise<Around> {
  const [lock, root, isOther, knowsPackages, tools] = await Promise.all([
    findLock(caller),
    findRoot(caller),
    holdsAny(caller.directory, otherMarks, caller.eyes),
    hasPackageLists(caller.eyes),
    findTools(python === null ? programs : [...programs, python], caller),
  ]);
  const projectRoot = root === caller.directory ? null : root;
  return {
    isFixed: !(await canHold(projectRoot ?? caller.directory, caller.eyes)),
    lock,
    isProject: isOther || root !== null || lock !== null,
    projectRoot,
    knowsPackages,
    tools,
  };
}

/** Whether an environment can be made there and entered; `pyguard venv` refuses such names too. */
async function canHold(place: Bytes, eyes: Eyes): Promise<boolean> {
  return isUsable(place) && isUtf8(place) && eyes.isWritable(place);
}

/** The directories at and above the caller's, below HOME: what lies there would speak for everything. */
function levelsOf({ directory, home }: Asker): readonly Bytes[] {
  const all = ancestors(directory).slice(0, levels);
  const end = all.findIndex((level) => isWithin(home, level));
  return end < 0 ? all : all.slice(0, end);
}

/** The nearest lock file. */
async function findLock(caller: Asker): Promise<LockTool | null> {
  const found = await Promise.all(levelsOf(caller).map((level) => lockIn(level, caller.eyes)));
  return found.find((tool) => tool !== null) ?? null;
}

async function lockIn(directory: Bytes, eyes: Eyes): Promise<LockTool | null> {
  const tools = ["uv", "poetry", "pdm", "pipenv"] as const;
  const there = await Promise.all(
    tools.map((tool) => eyes.isFile(join(directory, lockFiles[tool]))),
  );
  return tools.find((_, index) => there[index] === true) ?? null;
}

/** The nearest directory with a Python project's files. */
async function findRoot(caller: Asker): Promise<Bytes | null> {
  const all = levelsOf(caller);
  const found = await Promise.all(all.map((level) => holdsAny(level, projectFiles, caller.eyes)));
  return all.find((_, index) => found[index] === true) ?? null;
}

async function holdsAny(directory: Bytes, names: readonly string[], eyes: Eyes): Promise<boolean> {
  const types = await Promise.all(names.map((name) => eyes.typeOf(join(directory, name))));
  return types.some((type) => type !== "nothing");
}

/** Debian's images come without them: then apt finds no package before `apt update`. */
export async function hasPackageLists(eyes: Eyes): Promise<boolean> {
  const names = await eyes.namesIn(asBytes("/var/lib/apt/lists"));
  return names.some((name) => /_Packages(\.\w+)?$/.test(name));
}

async function findTools(names: readonly string[], caller: Asker): Promise<ReadonlySet<string>> {
  const paths = await Promise.all(names.map((name) => findCommand(asBytes(name), caller)));
  const found = new Set(names.filter((_, index) => paths[index] !== null));
  if (found.has("sudo") && !(await isAdministrator(caller.eyes))) {
    found.delete("sudo");
  }
  // conda is a function in most shells, and says by a variable where its program is.
  const conda = variable(caller, "CONDA_EXE");
  if (conda !== null && (await caller.eyes.isProgram(conda))) {
    found.add("conda");
  }
  // Its program cannot change a shell: the function that can is there where these are set.
  if (["CONDA_EXE", "CONDA_SHLVL"].some((name) => variable(caller, name) !== null)) {
    found.add("conda activate");
  }
  return found;
}
