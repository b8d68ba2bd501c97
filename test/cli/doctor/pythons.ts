// A machine that is well, with a real Python in it whose packages are its own; and packages as pip leaves them.

import fs from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Machine } from "./machine.ts";

/** A Python of this machine, and what its packages' directory is called. */
type Real = { readonly program: string; readonly name: string };

/** Null where there is none that could be used. */
export const real: Real | null = findReal();

export type Here = Machine & {
  /** The account's own packages for the Python that is there. */
  readonly site: string;
  /** The Python's own packages. */
  readonly theirs: string;
  readonly program: string;
};

function findReal(): Real | null {
  const versions = join(homedir(), ".pyenv/versions");
  const places = [
    ...(process.env["PATH"] ?? "").split(":"),
    ...namesIn(versions).map((name) => join(versions, name, "bin")),
  ];
  const system = new Set(["/usr/bin", "/usr/local/bin"].flatMap(namesIn));
  for (const place of places) {
    // One that the system has as well would bring what is installed there into every answer.
    const name = namesIn(place).find(
      (each) => /^python3\.(?:[89]|\d\d)$/.test(each) && !system.has(each),
    );
    if (name !== undefined && isProgram(join(place, name))) {
      return { program: fs.realpathSync(join(place, name)), name };
    }
  }
  return null;
}

/** pyenv's shims are scripts. */
function isProgram(path: string): boolean {
  return fs.readFileSync(path).toString("latin1", 0, 4) === "\u007fELF";
}

function namesIn(directory: string): readonly string[] {
  try {
    return fs.readdirSync(directory).toSorted();
  } catch {
    return [];
  }
}

/** A Python in a place of its own: its program and its library are the real one's, its packages are not. */
function makePython(prefix: string, { program, name }: Real): void {
  const library = join(dirname(dirname(program)), "lib", name);
  const own = join(prefix, "lib", name);
  fs.mkdirSync(join(own, "site-packages"), { recursive: true });
  fs.mkdirSync(join(prefix, "bin"));
  fs.copyFileSync(program, join(prefix, "bin", name));
  for (const entry of namesIn(library)) {
    if (entry !== "site-packages") {
      fs.symlinkSync(join(library, entry), join(own, entry));
    }
  }
}

export function makeHere(machine: Machine): Here {
  const { name } = real ?? { name: "" };
  const prefix = join(machine.path, "python");
  if (real !== null) {
    makePython(prefix, real);
    // The fewest are there under each name that is looked for.
    fs.symlinkSync(join(prefix, "bin", name), join(machine.bin, "python3"));
  }
  const program = join(prefix, "bin", name);
  const changes = { PATH: `${machine.bin}:${prefix}/bin` };
  return {
    ...machine,
    program,
    theirs: join(prefix, "lib", name, "site-packages"),
    site: join(machine.home, ".local/lib", name, "site-packages"),
    examine: ({ environment = {}, ...rest } = {}) =>
      machine.examine({ ...rest, environment: { ...changes, ...environment } }),
  };
}

/** The real one's own pip. */
export function linkPip(site: string): void {
  const { program, name } = real ?? { program: "", name: "" };
  const theirs = join(dirname(dirname(program)), "lib", name, "site-packages");
  for (const entry of namesIn(theirs).filter((each) => /^pip(?:-.*)?$/.test(each))) {
    fs.symlinkSync(join(theirs, entry), join(site, entry));
  }
}

export type Wheel = {
  readonly name: string;
  readonly version: string;
  /** Directories that it brings; null for one without `__init__.py`. */
  readonly modules?: Readonly<Record<string, string | null>>;
  /** Beside METADATA and RECORD. */
  readonly files?: Readonly<Record<string, string>>;
};

/** As pip leaves it. */
export function install(site: string, { name, version, modules = {}, files = {} }: Wheel): void {
  const info = `${name.replaceAll("-", "_")}-${version}.dist-info`;
  fs.mkdirSync(join(site, info), { recursive: true });
  const record = [`${info}/METADATA,,`, `${info}/RECORD,,`];
  for (const [module, text] of Object.entries(modules)) {
    fs.mkdirSync(join(site, module), { recursive: true });
    const file = text === null ? `${name}.py` : "__init__.py";
    fs.writeFileSync(join(site, module, file), text ?? "");
    record.push(`${module}/${file},sha256=x,0`);
  }
  const metadata = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;
  const all = { METADATA: metadata, RECORD: `${record.join("\n")}\n`, ...files };
  for (const [file, text] of Object.entries(all)) {
    fs.writeFileSync(join(site, info, file), text);
  }
}
