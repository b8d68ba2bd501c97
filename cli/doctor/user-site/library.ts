// What is installed in one directory of packages, read from the files that installers leave: nothing is imported.

import { fromBuffer, type Bytes } from "../../../daemon/core/bytes.ts";
import { parseDistribution } from "../../../daemon/core/distribution.ts";
import { join } from "../../../daemon/core/path.ts";
import type { Eyes } from "../../../daemon/io/pip/eyes.ts";

export type Package = {
  /** Normalised. */
  readonly name: string;
  readonly version: string;
  /** The `.dist-info` and its like. */
  readonly info: Bytes;
};

export type Library = {
  readonly directory: Bytes;
  readonly packages: readonly Package[];
  /** Everything that lies there, by its file name. */
  readonly files: readonly Bytes[];
};

/** A directory that is not there, or cannot be read, holds nothing. */
export async function readLibrary(directory: Bytes, eyes: Eyes): Promise<Library> {
  const files = await eyes.namesIn(directory);
  const found = await Promise.all(files.map((file) => readPackage(directory, file, eyes)));
  return { directory, files, packages: found.filter((each) => each !== null) };
}

const headLimit = 16 * 1024;
const recordLimit = 8 * 1024 * 1024;

async function readPackage(directory: Bytes, file: Bytes, eyes: Eyes): Promise<Package | null> {
  const distribution = parseDistribution(file);
  if (distribution === null) {
    return null;
  }
  const info = join(directory, file);
  const version = distribution.version || (await readField(info, "Version", eyes));
  return { name: distribution.name, version, info };
}

/** A field of METADATA, or of what went before it. */
async function readField(info: Bytes, field: string, eyes: Eyes): Promise<string> {
  for (const path of [join(info, "METADATA"), join(info, "PKG-INFO"), info]) {
    const head = await eyes.readHead(path, headLimit);
    const value = new RegExp(`^${field}: *([^\\r\\n]+)`, "m").exec(head?.toString("latin1") ?? "");
    if (value !== null) {
      return value[1] ?? "";
    }
  }
  return "";
}

/** The program that installed it: `pip`, `conda`, `debian`; empty where nobody says so. */
export async function readInstaller({ info }: Package, eyes: Eyes): Promise<string> {
  return (await eyes.readHead(join(info, "INSTALLER"), headLimit))?.toString("latin1").trim() ?? "";
}

/** Whether it is a link to somebody's working copy. */
export async function isEditable({ info }: Package, eyes: Eyes): Promise<boolean> {
  if (info.endsWith(".egg-link")) {
    return true;
  }
  const url = (await eyes.readHead(join(info, "direct_url.json"), headLimit))?.toString("latin1");
  return /"editable"\s*:\s*true/.test(url ?? "");
}

/** The modules that it brings, as RECORD or top_level.txt has them. */
export async function readModules({ info }: Package, eyes: Eyes): Promise<ReadonlySet<string>> {
  const record = await eyes.readHead(join(info, "RECORD"), recordLimit);
  if (record !== null) {
    const paths = fromBuffer(record).split("\n");
    return new Set(
      paths.flatMap((path) => moduleOf(path.replace(/^"/, "").split(/[/,]/)[0] ?? "")),
    );
  }
  const names = await eyes.readHead(join(info, "top_level.txt"), headLimit);
  return new Set((names?.toString("latin1") ?? "").split(/\r?\n/).flatMap(moduleOf));
}

/** The name by which a file or directory of packages is imported. */
export function moduleOf(file: string): readonly string[] {
  const match = /^([A-Za-z_]\w*)(?:\.pyc?|(?:\.[\w-]+)*\.(?:so|pyd))?$/.exec(file);
  const [, name] = match ?? [];
  return name === undefined || name === "__pycache__" || name === "bin" ? [] : [name];
}

/** Whether the module is a directory without `__init__.py`: such ones are put together from several places. */
export async function isNamespace(directory: Bytes, name: string, eyes: Eyes): Promise<boolean> {
  const path = join(directory, name);
  return (await eyes.isDirectory(path)) && !(await eyes.isFile(join(path, "__init__.py")));
}

/** What a person would have to remove by hand. */
export async function listOwnFiles(
  one: Package,
  { directory, files }: Library,
  eyes: Eyes,
): Promise<readonly Bytes[]> {
  const modules = await readModules(one, eyes);
  const own = files.filter((file) => moduleOf(file).some((name) => modules.has(name)));
  return [...own.map((file) => join(directory, file)), one.info];
}

/** `numpy 1.26.4`. */
export function showPackage({ name, version }: Package): string {
  return version === "" ? name : `${name} ${version}`;
}
