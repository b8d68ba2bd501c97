// What a project's own files say about the Python it wants and how its packages are installed. Read only by request.

import { parse } from "smol-toml";
import { toText, type Bytes } from "../core/bytes.ts";
import { join } from "../core/path.ts";
import { parsePythonVersion, type Release } from "../core/requires-python.ts";
import { lstat, readBounded } from "./files.ts";

export type Project = {
  readonly requires: string;
  readonly preferred: Release;
  /** The command that would come next, or empty. */
  readonly next: string;
};

const steps: readonly (readonly [string, string])[] = [
  ["uv.lock", "uv sync"],
  ["poetry.lock", "poetry install"],
  ["pdm.lock", "pdm install"],
  ["Pipfile", "pipenv install"],
  ["requirements.txt", "pip install -r requirements.txt"],
];

export async function readProject(directory: Bytes): Promise<Project> {
  const manifest = await readText(join(directory, "pyproject.toml"));
  const version = await readText(join(directory, ".python-version"));
  return {
    requires: readRequires(manifest ?? ""),
    preferred: parsePythonVersion(version ?? ""),
    next: await findNext(directory, manifest ?? ""),
  };
}

async function findNext(directory: Bytes, manifest: string): Promise<string> {
  for (const [name, command] of steps) {
    if ((await lstat(join(directory, name)))?.type === "file") {
      return command;
    }
  }
  const isPackage = /^\s*\[(project|build-system|tool\.poetry)\]/m.test(manifest);
  return isPackage || (await lstat(join(directory, "setup.py")))?.type === "file"
    ? "pip install -e ."
    : "";
}

function readRequires(manifest: string): string {
  try {
    const { project } = parse(manifest);
    const requires = isTable(project) ? project["requires-python"] : undefined;
    return typeof requires === "string" ? requires : "";
  } catch {
    return "";
  }
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function readText(path: Bytes): Promise<string | null> {
  const content = await readBounded(path);
  return content === null ? null : toText(content.bytes);
}
