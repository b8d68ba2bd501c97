// The Python that makes an environment: the first that fits what the project and the person ask for.

import { fromText, type Bytes } from "../core/bytes.ts";
import type { Interpreter } from "../core/interpreter.ts";
import { basename, join, resolve } from "../core/path.ts";
import {
  fit,
  parsePythonRequest,
  type Fit,
  type Offered,
  type PythonRequest,
} from "../core/python-request.ts";
import { accepts, type Release } from "../core/requires-python.ts";
import { realpath } from "./files.ts";
import { followName, listPythons, type Place } from "./list-pythons.ts";
import type { AskPython, Refused } from "./probe/ask-python.ts";
import { librariesName } from "./probe/gather-runnable.ts";

export type Maker = {
  readonly file: Bytes;
  readonly release: Release;
  readonly implementation: string;
  /** Debian keeps it in a package of its own; without it no pip comes into an environment. */
  readonly hasEnsurepip: boolean;
  readonly hasVenv: boolean;
};

export type Wanted = {
  /** A version, versions (`>=3.10`), a command or a path; empty for any. */
  readonly python: string;
  /** Of `.python-version`; null where it names none. */
  readonly preferred: PythonRequest | null;
  /** Of pyproject.toml; may be empty. */
  readonly requires: string;
  /** Whether the environment is to have pip. */
  readonly needsPip: boolean;
};

export type FoundPython =
  | {
      readonly kind: "found";
      readonly maker: Maker;
      readonly because: "asked" | "preferred" | "near" | "required" | "first";
      /** Those before it that fit, and cannot make environments. */
      readonly lacking: readonly Maker[];
      /** The first before it that does not work, or may not be run. */
      readonly failed: Failed | null;
    }
  /** One fits, and cannot make environments. */
  | { readonly kind: "lacking"; readonly maker: Maker }
  | {
      readonly kind: "none";
      /** Those that do not fit. */
      readonly seen: readonly Release[];
      /** The first that does not work, or may not be run. */
      readonly failed: Failed | null;
      /** Why the one that was named is not run, or does not work. */
      readonly why: Refused | string | null;
    };

export type Failed = { readonly file: Bytes; readonly why: Refused | string };

export type FindPorts = { readonly askPython: AskPython };

const patienceMs = 4000;

export async function findPython(
  wanted: Wanted,
  place: Place,
  ports: FindPorts,
): Promise<FoundPython> {
  const request = parsePythonRequest(wanted.python);
  if (wanted.python !== "" && request === null && !isSpecifier(wanted.python)) {
    return findNamed(wanted, place, ports);
  }
  const search = new Search(await listPythons(place), place, ports);
  for (const criterion of criteriaOf(wanted, request)) {
    const maker = await search.first(criterion);
    if (maker !== null) {
      const because = criterion.how === "near" ? "near" : reasonOf(wanted);
      return { kind: "found", because, maker, lacking: search.lacking, failed: search.failed };
    }
  }
  const [lacking] = search.lacking;
  return lacking === undefined
    ? { kind: "none", seen: search.seen(), failed: search.failed, why: null }
    : { kind: "lacking", maker: lacking };
}

/** `>=3.10,<4`, as in pyproject.toml. */
function isSpecifier(python: string): boolean {
  return accepts(python, [3]) !== null;
}

/** `.python-version` says 3.12.1 and 3.12.4 is here: better than none. What was typed is meant as it is. */
function criteriaOf(
  { python, preferred, requires, needsPip }: Wanted,
  request: PythonRequest | null,
): readonly Criterion[] {
  if (python !== "") {
    return [{ asked: request, how: "exact", requires: request === null ? python : "", needsPip }];
  }
  const exact = { asked: preferred, how: "exact", requires, needsPip } as const;
  return preferred === null ? [exact] : [exact, { ...exact, how: "near" }];
}

function reasonOf({ python, preferred, requires }: Wanted) {
  if (python !== "") {
    return "asked";
  }
  if (preferred !== null) {
    return "preferred";
  }
  return requires === "" ? "first" : "required";
}

/** A path, a directory with a Python in it, or a command. */
async function findNamed(
  { python, needsPip }: Wanted,
  place: Place,
  ports: FindPorts,
): Promise<FoundPython> {
  const path = python.includes("/") ? resolve(place.directory, fromText(python)) : null;
  const file = path === null ? await followName(python, place) : await findIn(path);
  if (file === null) {
    return { kind: "none", seen: [], failed: null, why: "there is no such command" };
  }
  const answer = await ask(file, { place, ports, isNamed: true });
  if (typeof answer === "string" || "because" in answer) {
    return { kind: "none", seen: [], failed: null, why: answer };
  }
  return canMake(answer, needsPip)
    ? { kind: "found", maker: answer, because: "asked", lacking: [], failed: null }
    : { kind: "lacking", maker: answer };
}

async function findIn(path: Bytes): Promise<Bytes> {
  const inside = join(path, "bin/python");
  return (await realpath(inside)) === null ? path : inside;
}

type Criterion = {
  readonly asked: PythonRequest | null;
  readonly how: Fit;
  readonly requires: string;
  readonly needsPip: boolean;
};

/** Goes through the candidates; each is asked once, and only if its name does not rule it out. */
class Search {
  readonly lacking: Maker[] = [];
  failed: Failed | null = null;
  readonly #seen = new Map<string, Release>();
  readonly #makers = new Map<Bytes, Maker | null>();
  readonly #candidates: readonly Bytes[];
  readonly #place: Place;
  readonly #ports: FindPorts;

  constructor(candidates: readonly Bytes[], place: Place, ports: FindPorts) {
    this.#candidates = candidates;
    this.#place = place;
    this.#ports = ports;
  }

  async first(criterion: Criterion): Promise<Maker | null> {
    for (const file of this.#candidates) {
      const named = this.#makers.get(file) ?? (await readName(file));
      if (named !== null && !fulfils(named, criterion)) {
        this.#note(named.release);
        continue;
      }
      const maker = await this.#ask(file);
      if (maker === null || !fulfils(maker, criterion)) {
        this.#note(maker?.release);
      } else if (canMake(maker, criterion.needsPip)) {
        return maker;
      } else {
        this.lacking.push(maker);
      }
    }
    return null;
  }

  seen(): readonly Release[] {
    return [...this.#seen.values()];
  }

  #note(release: Release | undefined): void {
    if (release !== undefined) {
      this.#seen.set(release.join("."), release);
    }
  }

  async #ask(file: Bytes): Promise<Maker | null> {
    const known = this.#makers.get(file);
    if (known !== undefined) {
      return known;
    }
    const answer = await ask(file, { place: this.#place, ports: this.#ports, isNamed: false });
    const isFailed = typeof answer === "string" || "because" in answer;
    const maker = isFailed ? null : answer;
    if (isFailed) {
      this.failed ??= { file, why: answer };
    }
    this.#makers.set(file, maker);
    return maker;
  }
}

function canMake({ hasVenv, hasEnsurepip }: Maker, needsPip: boolean): boolean {
  return hasVenv && (hasEnsurepip || !needsPip);
}

function fulfils(offered: Offered, { asked, how, requires }: Criterion): boolean {
  const isAsked = asked === null || fit(asked, offered) === how;
  // What cannot be understood decides nothing.
  return isAsked && accepts(requires, offered.release) !== false;
}

/** Its version, where its file or its directory is called by the whole of it. */
async function readName(file: Bytes): Promise<Offered | null> {
  const real = (await realpath(file)) ?? file;
  const directory = /\/(\d+\.\d+\.\d+)\/bin\/[^/]+$/.exec(real)?.[1];
  if (directory === undefined || !/^python3?(\.\d+)?$/.test(basename(real))) {
    return null;
  }
  return { implementation: "cpython", release: directory.split(".").map(Number) };
}

type Asking = { readonly place: Place; readonly ports: FindPorts; readonly isNamed: boolean };

/** Words where it does not work. */
async function ask(
  file: Bytes,
  { place, ports, isNamed }: Asking,
): Promise<Maker | Refused | string> {
  const { directory, environment: variables } = place;
  const asked = { interpreter: file, directory, variables, isNamed };
  const plain = await ports.askPython(asked, patienceMs);
  const needsLibraries = plain.kind === "broken" && variables.has(librariesName);
  const answer = needsLibraries
    ? await ports.askPython({ ...asked, needsLibraries }, patienceMs)
    : plain;
  switch (answer.kind) {
    case "interpreter":
      return toMaker(file, answer.interpreter);
    case "shim":
      return toMaker(answer.interpreter.executable, answer.interpreter);
    case "refused":
      return answer;
    case "broken":
      return answer.why;
    case "pending":
      return "it does not answer";
  }
}

function toMaker(file: Bytes, { version, ...said }: Interpreter): Maker | string {
  const release = version.split(".").map(Number);
  const { hasEnsurepip, hasVenv, implementation } = said;
  return release[0] === 3 && file.startsWith("/")
    ? { file, release, implementation, hasEnsurepip, hasVenv }
    : `it is Python ${version}`;
}
