// Asks an interpreter itself, where the files around it leave open what it is.

import { asBytes, fromBuffer, type Bytes } from "../../core/bytes.ts";
import type { Environment, Trusted } from "../../core/environment.ts";
import type { Interpreter } from "../../core/interpreter.ts";
import { basename, isWithin } from "../../core/path.ts";
import type { Caller } from "../../core/pip/caller.ts";
import { isIsolated } from "../../core/pip/kind.ts";
import { needsAsking } from "../../core/pip/needs-asking.ts";
import type { Followed, Python } from "../../core/pip/python.ts";
import { showPath } from "../../core/show-name.ts";
import { sayNotRun } from "../../core/words-for-runnable.ts";
import type { AskPython } from "../probe/ask-python.ts";
import { scriptLimit, type Eyes } from "./eyes.ts";
import { canWrite, type lookAtPython } from "./look-at-python.ts";

type Plain = Parameters<typeof lookAtPython>[0];

export type Found = Plain & {
  /** Options of Python in a script's first line. */
  readonly options?: Extract<Followed, { kind: "interpreter" }>["options"];
  /** The environment that may be run because it is trusted. */
  readonly trusted?: Trusted<Environment> | undefined;
};

export type LookDeeperPorts = {
  readonly ask: AskPython;
  /** By files. */
  readonly look: (found: Plain, caller: Caller) => Promise<Python>;
  readonly within: <T>(look: (eyes: Eyes) => Promise<T>) => Promise<T>;
  /** So long an answer about a command may wait for an interpreter. */
  readonly patienceMs: number;
};

/** What an interpreter is: by files, and where they do not tell, by its own words. */
export function createLookDeeper(ports: LookDeeperPorts) {
  return async (found: Found, caller: Caller): Promise<Python> => {
    const { interpreter, isWrapped } = found;
    const python = await ports.look({ interpreter, isWrapped }, caller);
    const variables = heeded(found, caller);
    if (!needsAsking(python, variables)) {
      return python;
    }
    const { directory } = caller;
    const asked = { interpreter, variables, directory, trusted: found.trusted };
    const answer = await ports.ask(asked, ports.patienceMs);
    switch (answer.kind) {
      case "interpreter":
        return tell(answer.interpreter, { found, caller, python }, ports);
      case "shim":
        return lookBehind(answer.interpreter, { found, caller, python }, ports);
      case "broken":
        return withEvidence(python, `asked, ${answer.why}`);
      case "pending":
        return withEvidence(python, "asked, it has not answered yet");
      case "refused":
        return withEvidence(python, `not asked: ${sayNotRun(answer)}`);
    }
  };
}

type Subject = {
  readonly found: Found;
  readonly caller: Caller;
  /** As the files have it. */
  readonly python: Python;
};

/** -E and -I make Python pass over its variables. */
function heeded({ options = [] }: Found, { variables, home }: Caller): ReadonlyMap<string, Bytes> {
  const isDeaf = options.some((option) => /^-[a-zA-Z]*[EI]/.test(option));
  const kept = [...variables].filter(([name]) => !isDeaf || !name.startsWith("PYTHON"));
  return new Map([...kept, ["HOME", home]]);
}

/** A script that stands for another Python: that one is what counts. */
async function lookBehind(
  said: Interpreter,
  { found, caller, python }: Subject,
  ports: LookDeeperPorts,
): Promise<Python> {
  const interpreter = said.executable;
  const script = await ports.within((eyes) => eyes.readHead(found.interpreter, scriptLimit));
  if (script === null || !names(fromBuffer(script), interpreter, caller)) {
    return withEvidence(
      python,
      `asked, ${showPath(interpreter)} answered, but PATH may have another`,
    );
  }
  const next = { interpreter, isWrapped: false };
  const behind = await ports.look(next, caller);
  return needsAsking(behind, heeded(found, caller))
    ? tell(said, { found: next, caller, python }, ports)
    : withEvidence(behind, `asked, ${showPath(found.interpreter)} runs this one`);
}

/** It was asked with a PATH of its own: only one that the script names is what it runs for everybody. */
function names(script: Bytes, interpreter: Bytes, { home }: Caller): boolean {
  const short = isWithin(interpreter, home) ? interpreter.slice(home.length) : interpreter;
  return interpreter.startsWith("/") && script.includes(short);
}

/** The files that its own words lead to, and its words where there are none. */
async function tell(
  said: Interpreter,
  { found, caller }: Subject,
  ports: LookDeeperPorts,
): Promise<Python> {
  const { prefix, basePrefix, stdlib, purelib, platlib, data } = said;
  const base = { prefix: basePrefix, directory: stdlib, name: basename(stdlib) };
  const { interpreter } = found;
  const told = { interpreter, isWrapped: false, told: { prefix, base } };
  const python = await ports.look(told, caller);
  const isVenv = prefix !== basePrefix && !isIsolated(python.kind) && !isSpacks(python);
  const siteDirs = [...new Set([purelib, platlib, ...python.siteDirs])].filter(isPath);
  return withEvidence(
    {
      ...python,
      kind: isVenv ? "venv" : python.kind,
      version: said.version,
      prefix,
      basePrefix,
      localPrefix: data === prefix || !isPath(data) ? python.localPrefix : data,
      siteDirs,
      isWritable: await ports.within((eyes) => canWrite(siteDirs[0], eyes)),
      hidesUserSite: ["pyvenv.cfg", "site", "owner"].includes(said.userSiteIs),
      isFramework: said.isFramework,
      marker: prefix === basePrefix ? (said.marker?.path ?? null) : null,
      hasEnsurepip: said.hasEnsurepip,
    },
    `asked, it says that its prefix is ${showPath(prefix)}`,
  );
}

function isSpacks({ kind }: Python): boolean {
  return kind.startsWith("spack-");
}

function isPath(path: Bytes): boolean {
  return path.startsWith("/");
}

function withEvidence(python: Python, more: string): Python {
  return { ...python, evidence: asBytes(`${python.evidence}; ${more}`) };
}
