// What a project's own files say about the Python it wants and how its packages are installed. Read only by request.

import { parse } from "smol-toml";
import { toText, type Bytes } from "../core/bytes.ts";
import { ancestors, join } from "../core/path.ts";
import { parsePythonVersionFile, type PythonRequest } from "../core/python-request.ts";
import { isHomeOrAbove } from "../core/walk.ts";
import { lstat, readBounded } from "./files.ts";

export type Project = {
  readonly requires: string;
  /** Of the nearest `.python-version`; null where none says one. */
  readonly preferred: PythonRequest | null;
  /** What would come next, the most fitting first: each can be done where its first word is here. */
  readonly next: readonly string[];
};

const steps: readonly (readonly [string, string])[] = [
  ["uv.lock", "uv sync"],
  ["poetry.lock", "poetry install"],
  ["pdm.lock", "pdm install"],
  ["Pipfile", "pipenv install"],
  ["requirements.txt", "pip install -r requirements.txt"],
];
const install = "pip install -e .";

/** `homes` and what is above them say nothing about a project. */
export async function readProject(directory: Bytes, homes: readonly Bytes[]): Promise<Project> {
  const manifest = await readText(join(directory, "pyproject.toml"));
  return {
    requires: readRequires(manifest ?? ""),
    preferred: await readPreferred(directory, homes),
    next: await findNext(directory, manifest ?? ""),
  };
}

/** As pyenv looks for it, but not in a home directory: what lies there is a habit, not a project's wish. */
async function readPreferred(
  directory: Bytes,
  homes: readonly Bytes[],
): Promise<PythonRequest | null> {
  for (const level of ancestors(directory)) {
    if (isHomeOrAbove(level, homes)) {
      return null;
    }
    const text = await readText(join(level, ".python-version"));
    if (text !== null) {
      return parsePythonVersionFile(text);
    }
  }
  return null;
}

async function findNext(directory: Bytes, manifest: string): Promise<readonly string[]> {
  const hasFile = async (name: string): Promise<boolean> =>
    (await lstat(join(directory, name)))?.type === "file";
  const isThere = await Promise.all(steps.map(([name]) => hasFile(name)));
  const next = steps.flatMap(([, command], index) => (isThere[index] === true ? [command] : []));
  const isPackage = /^\s*\[(project|build-system|tool\.poetry)\]/m.test(manifest);
  return isPackage || (await hasFile("setup.py")) ? [...next, install] : next;
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
