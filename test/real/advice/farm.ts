// A Python of every kind that this machine can run, made once for all shells.

import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Kind } from "../../../daemon/core/pip/kind.ts";
import { makePrefix, siteOf } from "../../real-pip/prefix.ts";
import { giveQuickPip, libraryName, writeQuickPip } from "./quick-pip.ts";
import { marked as isMarked } from "./scene.ts";
import { condaProgram } from "./shared-pythons.ts";

export type Farm = {
  readonly path: string;
  readonly pythons: readonly FarmPython[];
  /** All programs of the system but Pythons, pips, and what messages speak of. */
  readonly tools: string;
  readonly quick: string;
  /** Directories of the farm, by where a shell sees them. */
  readonly mounts: Readonly<Record<string, string>>;
  /** Nothing can be made below it. */
  readonly apps: string;
};

export type FarmPython = {
  readonly kind: Kind;
  readonly name: string;
  /** Where its programs are, as a shell sees it. */
  readonly bin: string;
  /** What is said to conda to have it. */
  readonly activates?: string;
  /** The system's own mark has to go for it. */
  readonly isUnmarked?: true;
};

type Plan = {
  readonly kind: Kind;
  readonly name?: string;
  /** Below the farm, or below one of its mounts. */
  readonly prefix: string;
  readonly marker?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly hasPip?: false;
  readonly activates?: string;
};

/** An ordinary user, and the group of those who may use sudo on Debian. */
export const user = 54_321;
export const administrators = 27;

const marker = "[externally-managed]\nError=Somebody else manages this Python.\n";
const framework = "Library/Frameworks/Python.framework/Versions/3";
const history = { "conda-meta/history": "" };

export const aModules = "a module's";
export const withoutPip = "one without pip";

const plans: readonly Plan[] = [
  { kind: "global", prefix: "opt/python" },
  { kind: "global", name: aModules, prefix: "apps/python/3" },
  { kind: "distro-em", name: withoutPip, prefix: "bare/python", marker, hasPip: false },
  { kind: "pyenv-global", prefix: ".pyenv/versions/3.11.2" },
  { kind: "asdf", prefix: ".asdf/installs/python/3.11.2" },
  { kind: "mise", prefix: "mise/installs/python/3.11.2" },
  { kind: "homebrew-em", prefix: "brew/Cellar/python@3/3.11.2", marker },
  {
    kind: "uv-managed-em",
    prefix: "uv/python/cpython-3.11.2",
    marker: "[externally-managed]\nError=This Python installation is managed by uv.\n",
  },
  { kind: "nix-store", prefix: "nix/store/abc-python3-3.11.2", marker },
  { kind: "nix-env", prefix: "nix/store/abc-python3-3.11.2-env" },
  { kind: "guix-store", prefix: "gnu/store/abc-python-3.11.2" },
  { kind: "macos-framework", prefix: framework },
  { kind: "macos-system", prefix: "Library/Developer/CommandLineTools/usr" },
  { kind: "spack-store", prefix: "spack/opt/python-abc", files: { ".spack/spec.json": "{}" } },
  { kind: "spack-view", prefix: "spack/env/.spack-env/view" },
  { kind: "conda-base", prefix: "conda", files: history, activates: "base" },
  {
    kind: "conda-frozen",
    prefix: "conda/envs/fixed",
    activates: "fixed",
    files: { ...history, "conda-meta/frozen": '{"message": "The course needs it as it is."}' },
  },
  {
    kind: "conda-em",
    prefix: "conda/envs/marked",
    activates: "marked",
    marker,
    files: history,
  },
];

/** Environments of their own; nobody may change the last. */
const environments: readonly Plan[] = [
  { kind: "conda-env", prefix: "conda/envs/sci", files: history },
  { kind: "pixi-env", prefix: "conda/envs/pixi", files: { ...history, "conda-meta/pixi": "" } },
  { kind: "conda-env", prefix: "apps/shared", files: history },
];

/** Roots of the file system that these Pythons must be under to be what they are. */
const mounted = ["nix", "gnu", "Library"];

export function makeFarm(path: string): Farm {
  const ground = makeGround(path);
  const own = plans.map((plan) => makePython(path, ground.quick, plan));
  environments.forEach((plan) => makePython(path, ground.quick, plan));
  symlinkSync(join(path, "apps/shared"), join(path, "conda/envs/shared"));
  const broken: FarmPython = {
    kind: "distro-em",
    name: "a broken environment's",
    bin: breakEnvironment(path),
  };
  const conda = join(path, "conda");
  makePrefix(join(conda, "pkgs/python"));
  giveQuickPip(join(conda, "pkgs/python"), ground.quick);
  write(join(conda, "pkgs/python/conda-meta/history"), "");
  write(join(conda, "condabin/conda"), condaProgram(conda));
  chmodSync(join(conda, "condabin/conda"), 0o755);
  return {
    ...ground,
    pythons: isMarked ? [...systems, broken, ...own] : own,
    mounts: Object.fromEntries(mounted.map((name) => [`/${name}`, join(path, name)])),
  };
}

/** One without Pythons: the system's is all that is wanted. */
export function makeGround(path: string): Farm {
  // An ordinary user has to come in, too.
  chmodSync(path, 0o755);
  const accounts = ["root:x:0:0::/root:/bin/sh", `user:x:${user}:${user}::/nonexistent:/bin/sh`];
  const groups = ["root:x:0:", `sudo:x:${administrators}:`, `user:x:${user}:`];
  write(join(path, "passwd"), `${accounts.join("\n")}\n`);
  write(join(path, "group"), `${groups.join("\n")}\n`);
  const quick = join(path, "quick");
  writeQuickPip(quick);
  const tools = join(path, "tools");
  linkTools(tools);
  const apps = join(path, "apps");
  mkdirSync(apps);
  return { path, pythons: [], tools, quick, mounts: {}, apps };
}

/** Debian's, as it is and as it was before PEP 668. */
const systems: readonly FarmPython[] = [
  { kind: "distro-em", name: "distro-em", bin: "/usr/bin" },
  { kind: "distro", name: "distro", bin: "/usr/bin", isUnmarked: true },
];

/** One that was moved or half deleted: its programs lead to the system's Python. */
function breakEnvironment(path: string): string {
  const environment = join(path, "broken/env");
  const bin = join(environment, "bin");
  mkdirSync(bin, { recursive: true });
  for (const name of ["python", "python3"]) {
    symlinkSync("/usr/bin/python3", join(bin, name));
  }
  writeFileSync(join(bin, "activate"), "");
  writeFileSync(join(bin, "pip"), `#!${bin}/python3\n`, { mode: 0o755 });
  return bin;
}

function makePython(path: string, quick: string, plan: Plan): FarmPython {
  const prefix = join(path, plan.prefix);
  makePrefix(prefix);
  const root = plan.prefix.split("/")[0] ?? "";
  const seenAs = mounted.includes(root) ? `/${plan.prefix}` : prefix;
  giveQuickPip(prefix, quick, seenAs);
  const { files = {}, marker: text, kind } = plan;
  if (text !== undefined) {
    write(join(prefix, "lib", libraryName(), "EXTERNALLY-MANAGED"), text);
  }
  Object.entries(files).forEach(([name, content]) => {
    write(join(prefix, name), content);
  });
  if (kind === "spack-view") {
    const home = join(path, "spack/opt/python-abc/bin");
    write(join(prefix, "pyvenv.cfg"), `home = ${home}\ninclude-system-site-packages = false\n`);
  }
  if (plan.hasPip === false) {
    [join(siteOf(prefix), "pip"), join(prefix, "bin/pip"), join(prefix, "bin/pip3")].forEach(
      (each) => rmSync(each),
    );
  }
  const { activates } = plan;
  const python = { kind, name: plan.name ?? kind, bin: join(seenAs, "bin") };
  return activates === undefined ? python : { ...python, activates };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What messages would speak of if it were here. */
export const spokenOf: readonly string[] =
  "apt conda mamba micromamba pdm pipenv pipx poetry spack sudo uv virtualenv".split(" ");
const ofPython = /^(python|pypy|pip|pydoc|py3|idle)/;

function linkTools(tools: string): void {
  mkdirSync(tools);
  for (const directory of ["/usr/bin", "/bin"]) {
    for (const name of readdirSync(directory).filter((each) => isTool(each))) {
      tryLink(join(directory, name), join(tools, name));
    }
  }
}

function isTool(name: string): boolean {
  return !ofPython.test(name) && !spokenOf.includes(name);
}

function tryLink(to: string, path: string): void {
  try {
    symlinkSync(to, path);
  } catch {
    // /bin and /usr/bin are one on most machines.
  }
}
