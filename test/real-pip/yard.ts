// Pythons of every kind in one directory, each a real one, most of them with a real pip.

import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { findBase, type Base } from "./base.ts";
import { outside, prefixOf, type Ground } from "./ground.ts";
import { siteOf } from "./prefix.ts";
import { makeConda } from "./yard-conda.ts";
import { makeManaged } from "./yard-managed.ts";
import { makeStored } from "./yard-stores.ts";
import { makeByMakers, makeEnvironments } from "./yard-venvs.ts";
import { openWorld, type Words } from "./world.ts";

export type Yard = {
  readonly root: string;
  readonly base: Base;
  /** The prefix of a Python, as the shell under test sees it. */
  readonly prefix: (name: string) => string;
  /** The same directory as this process sees it. */
  readonly place: (name: string) => string;
  /** Whether this machine could make it. */
  readonly has: (name: string) => boolean;
  /** Where its commands are. */
  readonly bin: (name: string) => string;
  /** Where its packages are, as this process sees it. */
  readonly site: (name: string) => string;
  /** Where packages are sent to on purpose. */
  readonly out: string;
  /** Null where this account may not make one. */
  readonly world: Words | null;
};

/** What is made besides shared Pythons; less of it takes less time. */
export type Family = "venvs" | "makers" | "conda" | "stores";

const families: Readonly<Record<Family, (ground: Ground) => void>> = {
  venvs: makeEnvironments,
  makers: makeByMakers,
  conda: makeConda,
  stores: makeStored,
};

export function makeYard(root: string, wanted: readonly Family[]): Yard {
  mkdirSync(join(root, "out"), { recursive: true });
  const base = findBase();
  const world = openWorld(root);
  const prefixes = new Map([["debian", "/usr"]]);
  const bins = new Map<string, string>();
  const ground: Ground = { root, base, world, prefixes, bins };
  makeManaged(ground);
  wanted.forEach((family) => families[family](ground));
  const prefix = (name: string): string => prefixOf(ground, name);
  const place = (name: string): string => outside(root, prefix(name));
  return {
    root,
    base,
    prefix,
    place,
    has: (name) => prefixes.has(name),
    bin: (name) => bins.get(name) ?? join(prefix(name), "bin"),
    site: (name) => siteFor(place(name), base),
    out: join(root, "out"),
    world,
  };
}

/** Where all have them that were copied; another, as Debian's and its environments, is asked. */
function siteFor(prefix: string, base: Base): string {
  // Debian moved them in its own Python, and in none that has a pyvenv.cfg.
  const isEnvironment = existsSync(join(prefix, "pyvenv.cfg"));
  const usual = join(prefix, isEnvironment ? `lib/${base.library}/site-packages` : base.site);
  const isOther = !existsSync(usual) && existsSync(join(prefix, "bin/python3"));
  return isOther ? siteOf(prefix) : usual;
}
