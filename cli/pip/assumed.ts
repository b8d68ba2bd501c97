// `pyguard explain --assume`: decisions for machines that are not this one, a row of facts each.

import { readFile } from "node:fs/promises";
import { asBytes, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { join } from "../../daemon/core/path.ts";
import { findAmbient } from "../../daemon/core/pip/ambient.ts";
import { assume, type Assumed } from "../../daemon/core/pip/assume.ts";
import type { PipFacts } from "../../daemon/core/pip/facts.ts";
import { describeKind } from "../../daemon/core/pip/kind.ts";
import { sayAdvice } from "../../daemon/core/pip/message-advise.ts";
import type { Active, MessageFacts, Target } from "../../daemon/core/pip/message-facts.ts";
import { pythonNamed } from "../../daemon/core/pip/message-make.ts";
import { sayRefusal } from "../../daemon/core/pip/message.ts";
import type { Decision } from "../../daemon/core/pip/decision.ts";
import type { Shell } from "../../shells/shell.ts";
import { sayReason } from "../say-error.ts";

/** What cannot be done with the file, in one line. */
export class BadRows extends Error {}

/** Reads the rows; `-` is standard input. Every failure is one line that names the file. */
export async function readRows(file: string): Promise<unknown> {
  const name = file === "-" ? "standard input" : file;
  let text: string;
  try {
    text = await (file === "-" ? readInput() : readFile(file, "utf8"));
  } catch (error) {
    throw new BadRows(`${name} cannot be read: ${sayReason(error)}`);
  }
  if (text.trim() === "") {
    throw new BadRows(`${name} is empty: it must hold one row of facts, or an array of rows`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new BadRows(`${name} is no JSON: ${sayReason(error)}`);
  }
}

/** Not `readFile(0)`: a pipe that has nothing yet would be an error. */
async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString("utf8");
}

export type AssumedJudgement = { readonly decision: Decision; readonly message: Bytes };

/** Judges every row; a bad row ends it, since the lines that come out are counted. */
export function judgeRows(
  document: unknown,
  argv: readonly string[] | null,
  shell: Shell,
): readonly AssumedJudgement[] {
  return assume(document, argv).map((assumed: Assumed) => {
    if (assumed.kind === "bad-row") {
      throw new BadRows(toText(asBytes(assumed.problem)));
    }
    return { decision: assumed.decision, message: wordAssumed(assumed, shell) };
  });
}

function wordAssumed(
  { facts, decision }: Extract<Assumed, { kind: "assumed" }>,
  shell: Shell,
): Bytes {
  switch (decision.decision) {
    case "allow":
    case "route":
      return asBytes("");
    case "advise":
      return sayAdvice(describe(facts, decision), shell);
    case "refuse":
      return sayRefusal(describe(facts, decision), shell);
  }
}

/** Of a machine that is not there nothing is known but the row: no tool, no file, a plain directory. */
function describe(facts: PipFacts, decision: Decision): MessageFacts {
  return {
    decision,
    argv: facts.argv.map(asBytes),
    directory: asBytes(facts.directory),
    target: describeTarget(facts, decision),
    spot: facts.projectVenv === null ? { kind: "free" } : { kind: "untrusted" },
    here: null,
    kept: null,
    missed: null,
    active: describeActive(facts),
    lock: null,
    isProject: true,
    projectRoot: null,
    tools: new Set([
      "python3",
      pythonNamed(facts.argv[0] ?? "") ?? "python",
      ...(decision.kind.startsWith("conda-") ? ["conda", "conda activate"] : []),
    ]),
    hasCondaEnvironment: false,
    isRoot: false,
    knowsPackages: true,
    isEntered: false,
    mayEnter: true,
    ambient: findAmbient(facts),
    frozenReason: "",
    marker: null,
  };
}

const whole = { hasEnsurepip: true, library: asBytes("") } as const;

function describeTarget(facts: PipFacts, { kind }: Decision): Target {
  const prefix = asBytes(facts.prefix);
  return {
    ...whole,
    path: asBytes(facts.interpreter ?? join(prefix, "bin/python3")),
    phrase: describeKind(kind),
    prefix,
    tool: null,
    version: facts.pythonVersion,
    hasPip: true,
    pipVersion: facts.pipVersion,
    isWritable: facts.writable,
    broken: null,
    isSites: kind.startsWith("spack-"),
    userBase: asBytes(facts.userBase),
  };
}

function describeActive({ environment, prefix }: PipFacts): Active | null {
  const path = environment.get("VIRTUAL_ENV") ?? "";
  return path === "" || path === prefix
    ? null
    : { ...whole, path: asBytes(path), hasPip: false, isConda: false };
}
