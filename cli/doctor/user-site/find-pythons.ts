// Where Pythons are on this machine, and the directories of the account's own packages that they share.

import { asBytes, split, type Bytes } from "../../../daemon/core/bytes.ts";
import { basename, join, parent } from "../../../daemon/core/path.ts";
import type { Desk } from "../desk.ts";

/** One directory of the account's own packages: every Python of that version sees it. */
export type UserSite = {
  readonly site: Bytes;
  /** What such a Python is called: `python3.12`. */
  readonly program: string;
};

/** Where `pip install --user` puts things. */
export function userBase({ context }: Desk): Bytes {
  const named = context.environment.get("PYTHONUSERBASE") ?? asBytes("");
  return named.startsWith("/") ? named : join(context.home, ".local");
}

/** Those that hold something, by version. */
export async function findUserSites(desk: Desk): Promise<readonly UserSite[]> {
  const { eyes, context } = desk;
  const library = join(userBase(desk), "lib");
  const plain = (await eyes.namesIn(library))
    .filter((name) => /^(python|pypy)\d+\.\d+t?$/.test(name))
    .map((name) => ({ site: join(library, name, "site-packages"), program: name as string }));
  // Apple's and python.org's.
  const frameworks = join(context.home, "Library/Python");
  const framework = (await eyes.namesIn(frameworks))
    .filter((name) => /^\d+\.\d+$/.test(name))
    .map((name) => ({
      site: join(frameworks, name, "lib/python/site-packages"),
      program: `python${name}`,
    }));
  const all = [...plain, ...framework].toSorted((one, other) =>
    one.program.localeCompare(other.program, "en", { numeric: true }),
  );
  const filled = await Promise.all(
    all.map(async ({ site }) => (await eyes.namesIn(site)).length > 0),
  );
  return all.filter((_, index) => filled[index]);
}

/** Every program of that name, those on PATH first; links to the same directory once. */
export async function findPrograms(program: string, desk: Desk): Promise<readonly Bytes[]> {
  const { eyes } = desk;
  const seen = new Set<Bytes>();
  const found: Bytes[] = [];
  for (const directory of await listPlaces(desk)) {
    const real = (await eyes.resolve(directory)) ?? directory;
    const path = join(directory, program);
    // A shim leads to one that is found elsewhere.
    if (!seen.has(real) && basename(directory) !== "shims" && (await eyes.isProgram(path))) {
      seen.add(real);
      found.push(path);
    }
  }
  return found;
}

async function listPlaces(desk: Desk): Promise<readonly Bytes[]> {
  const { environment } = desk.context;
  const path = split(environment.get("PATH") ?? asBytes(""), ":").filter((each) =>
    each.startsWith("/"),
  );
  const prefixes = [...(await listManaged(desk)), ...(await listConda(desk))];
  const system = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map(asBytes);
  return [...path, ...prefixes.map((prefix) => join(prefix, "bin")), ...system];
}

/** Those of pyenv, uv, asdf and mise. */
async function listManaged({ context, eyes }: Desk): Promise<readonly Bytes[]> {
  const { environment, home } = context;
  const at = (name: string, otherwise: string): Bytes =>
    environment.get(name) ?? join(home, otherwise);
  const data = at("XDG_DATA_HOME", ".local/share");
  const roots = [
    join(at("PYENV_ROOT", ".pyenv"), "versions"),
    join(data, "uv/python"),
    join(at("ASDF_DATA_DIR", ".asdf"), "installs/python"),
    join(at("MISE_DATA_DIR", ".local/share/mise"), "installs/python"),
  ];
  return listBelow(roots, { eyes });
}

async function listBelow(
  roots: readonly Bytes[],
  { eyes }: Pick<Desk, "eyes">,
): Promise<readonly Bytes[]> {
  const names = await Promise.all(roots.map((root) => eyes.namesIn(root)));
  return roots.flatMap((root, index) =>
    (names[index] ?? []).toSorted().map((name) => join(root, name)),
  );
}

/** conda's base and its environments, the active one first. */
export async function listConda({ context, eyes }: Desk): Promise<readonly Bytes[]> {
  const { environment, home } = context;
  const program = environment.get("CONDA_EXE");
  const bases = [
    ...(program === undefined ? [] : [parent(parent(program))]),
    ...["miniconda3", "anaconda3", "miniforge3", "mambaforge"].map((name) => join(home, name)),
  ];
  const listed = await eyes.readSmall(join(home, ".conda/environments.txt"));
  const all = [
    environment.get("CONDA_PREFIX") ?? asBytes(""),
    ...bases,
    ...(await listBelow(
      bases.map((base) => join(base, "envs")),
      { eyes },
    )),
    ...split(listed ?? asBytes(""), "\n"),
  ].filter((path) => path.startsWith("/"));
  const are = await Promise.all(
    [...new Set(all)].map((path) => eyes.isDirectory(join(path, "conda-meta"))),
  );
  return [...new Set(all)].filter((_, index) => are[index]);
}
