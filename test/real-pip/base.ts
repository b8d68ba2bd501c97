// The Python that the others are copied from: pyenv's, as it comes from python.org, else the system's.

import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { python } from "../real/python.ts";
import { ask } from "./prefix.ts";

export type Base = {
  readonly interpreter: string;
  /** `python3.11` */
  readonly library: string;
  /** Where packages are, below a prefix. */
  readonly site: string;
  /** Whether they are where Python itself has them; Debian moved them. */
  readonly isUpstream: boolean;
};

const versions = join(homedir(), ".pyenv/versions");

/** One with pip and setuptools, the newest; old ones would not know what Pythons are marked with. */
export function findBase(): Base {
  const names = existsSync(versions) ? readdirSync(versions) : [];
  const found = names
    .filter((name) => /^3\.\d+\.\d+$/.test(name) && minorOf(name) >= 9)
    .toSorted((left, right) => minorOf(right) - minorOf(left))
    .map((name) => join(versions, name, "bin/python3"))
    .find((interpreter) => existsSync(interpreter) && hasPackages(interpreter));
  return describe(found ?? python());
}

function minorOf(version: string): number {
  return Number(version.split(".")[1] ?? "");
}

function hasPackages(interpreter: string): boolean {
  const site = ask(interpreter, "sysconfig.get_path('purelib')");
  return ["pip", "setuptools"].every((name) => existsSync(join(site, name)));
}

function describe(interpreter: string): Base {
  const prefix = ask(interpreter, "sys.prefix");
  const library = basename(ask(interpreter, "sysconfig.get_path('stdlib')"));
  const site = ask(interpreter, "sysconfig.get_path('purelib')").slice(prefix.length + 1);
  return { interpreter, library, site, isUpstream: site === `lib/${library}/site-packages` };
}
