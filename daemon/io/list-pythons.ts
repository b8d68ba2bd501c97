// Pythons that could make an environment, in the order in which a person would try them. None is run.

import { asBytes, split, type Bytes } from "../core/bytes.ts";
import { basename, join, parent } from "../core/path.ts";
import type { Caller } from "../core/pip/caller.ts";
import { list, lstat, readBounded, realpath } from "./files.ts";
import { openEyes } from "./pip/eyes.ts";
import { follow } from "./pip/follow.ts";
import { compareVersions } from "./pip/shims/versions.ts";

export type Place = {
  readonly directory: Bytes;
  readonly environment: ReadonlyMap<string, Bytes>;
};

const nothing = asBytes("");

/** What `python3` means here, then all on PATH, then those that managers keep, then conda's; each once. */
export async function listPythons(place: Place): Promise<readonly Bytes[]> {
  const all = [
    ...(await Promise.all(["python3", "python"].map((name) => followName(name, place)))),
    ...(await listPath(place)),
    ...(await listManaged(place)),
    ...(await listCondas(place)),
  ];
  const paths = [...new Set(all.filter((path) => path !== null))];
  const there = await Promise.all(paths.map(isProgram));
  return paths.filter((_, index) => there[index]);
}

/** The interpreter behind a command, managers' shims seen through; null where there is none. */
export async function followName(name: string, place: Place): Promise<Bytes | null> {
  const followed = await follow([asBytes(name)], { ...toCaller(place), eyes: openEyes(plainly) });
  return followed.kind === "interpreter" ? followed.interpreter : null;
}

function plainly<T>(path: Bytes, call: (path: Bytes) => Promise<T>): Promise<T> {
  return call(path);
}

function toCaller({ directory, environment }: Place): Caller {
  // Relative entries of PATH mean whatever directory one stands in: nothing of that is run.
  const path = asBytes(readPath({ directory, environment }).join(":"));
  return {
    directory,
    home: homeOf({ directory, environment }),
    variables: environment,
    search: { path, directory, skip: [] },
  };
}

function readPath({ environment }: Place): readonly Bytes[] {
  return split(environment.get("PATH") ?? nothing, ":")
    .filter((entry) => /^\/./.test(entry))
    .map((entry) => asBytes(entry.replace(/\/+$/, "")));
}

function homeOf({ environment }: Place): Bytes {
  return environment.get("HOME") ?? asBytes("/nonexistent");
}

const versioned = /^(python3\.\d+|pypy3(\.\d+)?)$/;

/** Those without a version in their name, then by version, the newest first. Managers' shims stand for others. */
async function listPath(place: Place): Promise<readonly Bytes[]> {
  const directories = [...new Set(readPath(place))].filter((path) => basename(path) !== "shims");
  const names = await Promise.all(directories.map(namesIn));
  const versions = directories.flatMap((directory, index) =>
    (names[index] ?? [])
      .filter((name) => versioned.test(name))
      .map((name) => join(directory, name)),
  );
  const plain = ["python3", "python"].flatMap((name) =>
    directories.map((directory) => join(directory, name)),
  );
  return [...plain, ...newestFirst(versions)];
}

/** By the numbers in their names. */
function newestFirst(paths: readonly Bytes[]): readonly Bytes[] {
  return paths.toSorted((one, other) => compareVersions(basename(other), basename(one)));
}

async function namesIn(directory: Bytes): Promise<readonly Bytes[]> {
  return (await list(directory).catch(() => null)) ?? [];
}

/** Where pyenv, uv, asdf and mise keep theirs: a directory each, called by its version. */
async function listManaged(place: Place): Promise<readonly Bytes[]> {
  const home = homeOf(place);
  const at = (name: string, otherwise: string): Bytes => {
    const value = place.environment.get(name) ?? nothing;
    return value.startsWith("/") ? value : join(home, otherwise);
  };
  const roots = [
    join(at("PYENV_ROOT", ".pyenv"), "versions"),
    at("UV_PYTHON_INSTALL_DIR", ".local/share/uv/python"),
    join(at("ASDF_DATA_DIR", ".asdf"), "installs/python"),
    join(at("MISE_DATA_DIR", ".local/share/mise"), "installs/python"),
  ];
  const names = await Promise.all(roots.map(namesIn));
  return roots.flatMap((root, index) =>
    newestFirst((names[index] ?? []).filter((name) => /\d/.test(name))).map((name) =>
      join(root, name, "bin/python3"),
    ),
  );
}

const condaHomes = ["miniforge3", "mambaforge", "miniconda3", "anaconda3"];

/** conda's own installations, then the environments that it has a list of. */
async function listCondas(place: Place): Promise<readonly Bytes[]> {
  const home = homeOf(place);
  const program = place.environment.get("CONDA_EXE") ?? nothing;
  const known = await readBounded(join(home, ".conda/environments.txt"));
  const prefixes = [
    program.startsWith("/") ? parent(parent(program)) : nothing,
    ...condaHomes.map((name) => join(home, name)),
    asBytes("/opt/conda"),
    ...split(known?.bytes ?? nothing, "\n"),
  ];
  return prefixes
    .filter((prefix) => prefix.startsWith("/"))
    .map((prefix) => join(prefix, "bin/python"));
}

async function isProgram(path: Bytes): Promise<boolean> {
  const real = await realpath(path);
  const fact = real === null ? null : await lstat(real);
  return fact?.type === "file" && (fact.mode & 0o111) !== 0;
}
