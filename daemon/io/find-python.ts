// Pythons that could make an environment: found on PATH, asked once for their version and what they lack.

import { asBytes, fromText, split, type Bytes } from "../core/bytes.ts";
import { join } from "../core/path.ts";
import { accepts, type Release } from "../core/requires-python.ts";
import { list, lstat, realpath } from "./files.ts";
import { run } from "./run.ts";

export type Maker = {
  readonly file: Bytes;
  readonly release: Release;
  /** Debian keeps it in a package of its own; without it no pip comes into an environment. */
  readonly hasEnsurepip: boolean;
  readonly hasVenv: boolean;
};

export type Wanted = {
  /** A version, a command or a path; empty for any. */
  readonly python: string;
  /** Of `.python-version`, preferred; may be empty. */
  readonly preferred: Release;
  /** Of pyproject.toml; may be empty. */
  readonly requires: string;
};

export type Place = {
  readonly directory: Bytes;
  readonly environment: ReadonlyMap<string, Bytes>;
};

export type FoundPython =
  | { readonly kind: "found"; readonly maker: Maker }
  /** None is there, or none that fits; those that were asked. */
  | { readonly kind: "none"; readonly seen: readonly Maker[] };

const nothing = asBytes("");
const newestMinor = 30;
const oldestMinor = 8;
const probeMs = 20_000;

/** The first that fits, in the order in which a person would try them. */
export async function findPython(wanted: Wanted, place: Place): Promise<FoundPython> {
  const seen: Maker[] = [];
  for (const file of await listFiles(wanted, place)) {
    const maker = await probe(file, place);
    if (maker !== null) {
      if (wanted.python !== "" || accepts(wanted.requires, maker.release) !== false) {
        return { kind: "found", maker };
      }
      seen.push(maker);
    }
  }
  return { kind: "none", seen };
}

async function listFiles({ python, preferred }: Wanted, place: Place): Promise<readonly Bytes[]> {
  if (python.includes("/")) {
    const path = python.startsWith("/") ? fromText(python) : join(place.directory, python);
    return (await isFile(path)) ? [path] : [];
  }
  const names = python === "" ? nameAny(preferred) : [python];
  const directories = [...readPath(place), ...(await listManaged(place))];
  const paths = names
    .map((name) => (/^\d/.test(name) ? `python${name}` : name))
    .flatMap((name) => directories.map((directory) => join(directory, name)));
  const exist = await Promise.all(paths.map(isFile));
  return [...new Set(paths.filter((_, index) => exist[index]))];
}

/** `.python-version`'s own first, then what people type, then every version, the newest first. */
function nameAny([major, minor]: Release): readonly string[] {
  const first = minor === undefined ? [] : [`${major}.${minor}`];
  const versions = Array.from(
    { length: newestMinor - oldestMinor + 1 },
    (_, index) => `3.${newestMinor - index}`,
  );
  return [...first, "python3", "python", ...versions];
}

/** Relative entries of PATH are passed over: they mean whatever directory one stands in. */
function readPath({ environment }: Place): readonly Bytes[] {
  return split(environment.get("PATH") ?? nothing, ":")
    .filter((entry) => /^\/./.test(entry))
    .map((entry) => asBytes(entry.replace(/\/+$/, "")));
}

/** Where pyenv and uv keep Pythons that are not on PATH, or only as shims. */
async function listManaged({ environment }: Place): Promise<readonly Bytes[]> {
  const home = environment.get("HOME") ?? asBytes("/nonexistent");
  const roots = [
    join(environment.get("PYENV_ROOT") ?? join(home, ".pyenv"), "versions"),
    join(environment.get("XDG_DATA_HOME") ?? join(home, ".local/share"), "uv/python"),
  ];
  const names = await Promise.all(roots.map((root) => list(root).catch(() => null)));
  return roots.flatMap((root, index) =>
    (names[index] ?? []).toSorted().map((name) => join(root, name, "bin")),
  );
}

async function isFile(path: Bytes): Promise<boolean> {
  const real = await realpath(path);
  const fact = real === null ? null : await lstat(real);
  return fact?.type === "file" && (fact.mode & 0o111) !== 0;
}

const script = `import importlib.util as u, sys
print(*sys.version_info[:3], *(int(u.find_spec(n) is not None) for n in ("venv", "ensurepip")))`;

/** Isolated, so that nothing in the project is imported; null for what is no Python 3. */
async function probe(file: Bytes, { directory, environment }: Place): Promise<Maker | null> {
  const words = ["-I", "-c", script].map(asBytes);
  const ran = await run({ file, arguments: words, directory, environment, limitMs: probeMs });
  const match =
    ran.kind === "ended" && ran.status === 0
      ? /^(\d+) (\d+) (\d+) ([01]) ([01])$/.exec(ran.output.trim())
      : null;
  if (match === null || match[1] !== "3") {
    return null;
  }
  return {
    file,
    release: match.slice(1, 4).map(Number),
    hasVenv: match[4] === "1",
    hasEnsurepip: match[5] === "1",
  };
}
