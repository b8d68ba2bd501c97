// The lock files, project files and programs that decide which advice is true for a place.

import { asBytes, type Bytes } from "../../core/bytes.ts";
import { projectFiles } from "../../core/discover.ts";
import { ancestors, isWithin, join } from "../../core/path.ts";
import { variable, type Caller } from "../../core/pip/caller.ts";
import type { LockTool } from "../../core/pip/message-facts.ts";
import type { Around } from "../../core/pip/surroundings.ts";
import { findCommand } from "./find-command.ts";
import { isFile, isProgram, typeOf } from "./read.ts";

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
];

const levels = 12;

export async function lookAround(caller: Caller): Promise<Around> {
  const [lock, isProject, tools] = await Promise.all([
    findLock(caller),
    findProject(caller.directory),
    findTools(caller),
  ]);
  return { lock, isProject: isProject || lock !== null, tools };
}

/** The nearest lock file, below HOME: a stray one there would speak for everything. */
async function findLock(caller: Caller): Promise<LockTool | null> {
  for (const directory of ancestors(caller.directory).slice(0, levels)) {
    if (isWithin(caller.home, directory)) {
      return null;
    }
    const found = await lockIn(directory);
    if (found !== null) {
      return found;
    }
  }
  return null;
}

async function lockIn(directory: Bytes): Promise<LockTool | null> {
  const tools = ["uv", "poetry", "pdm", "pipenv"] as const;
  const there = await Promise.all(tools.map((tool) => isFile(join(directory, lockFiles[tool]))));
  return tools.find((_, index) => there[index] === true) ?? null;
}

async function findProject(directory: Bytes): Promise<boolean> {
  const names = [...projectFiles, asBytes(".git"), asBytes(".venv")];
  const types = await Promise.all(names.map((name) => typeOf(join(directory, name))));
  return types.some((type) => type !== "nothing");
}

async function findTools(caller: Caller): Promise<ReadonlySet<string>> {
  const paths = await Promise.all(
    programs.map((name) => findCommand(asBytes(name), caller.search)),
  );
  const found = new Set(programs.filter((_, index) => paths[index] !== null));
  // conda is a function in most shells, and says by a variable where its program is.
  const conda = variable(caller, "CONDA_EXE");
  if (conda !== null && (await isProgram(conda))) {
    found.add("conda");
  }
  return found;
}
