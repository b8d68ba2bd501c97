// One run of an interpreter, and what came of it.

import { asBytes, split, toText, type Bytes } from "../../core/bytes.ts";
import { parseInterpreter, type Interpreter } from "../../core/interpreter.ts";
import type { Runnable } from "../../core/judge-runnable.ts";
import { showPath } from "../../core/show-name.ts";
import { LookFailed } from "../files.ts";
import { throwPartMissing } from "../load-part.ts";
import { runAlone, type RanAlone } from "../run-alone.ts";
import { answerMark, probeArguments } from "./script.ts";

export type Asked =
  | { readonly kind: "answer"; readonly interpreter: Interpreter }
  /** It does not work; `why` is words. */
  | { readonly kind: "broken"; readonly why: string };

/** Of the machine this moment, not of the interpreter. */
const shortages: ReadonlySet<string> = new Set(["EAGAIN", "EMFILE", "ENFILE", "ENOMEM"]);
export const probeMs = 3000;
const outputLimit = 1024 * 1024;

/**
 * Runs it, in no directory of anybody's, with nothing set but what its answer may depend on. Throws `LookFailed`
 * where the machine could not run anything.
 */
export async function askInterpreter(runnable: Runnable): Promise<Asked> {
  const ran = await runIt(runnable);
  if (ran.kind === "not-started" && shortages.has(ran.code)) {
    throw new LookFailed(`nothing can be started now (${ran.code})`);
  }
  return ran.kind === "broken" ? ran : read(ran);
}

async function runIt({ interpreter, variables }: Runnable): Promise<RanAlone | Broken> {
  try {
    return await runAlone({
      file: interpreter,
      arguments: probeArguments,
      directory: asBytes("/"),
      environment: new Map([...constant, ...variables]),
      limitMs: probeMs,
      limitBytes: outputLimit,
    });
  } catch (error) {
    throwPartMissing(error);
    return { kind: "broken", why: error instanceof Error ? error.message : String(error) };
  }
}

type Broken = Extract<Asked, { readonly kind: "broken" }>;

const constant = [
  ["PATH", asBytes("/usr/bin:/bin")],
  ["LC_ALL", asBytes("C")],
] as const;

function read(ran: RanAlone): Asked {
  switch (ran.kind) {
    case "late":
      return { kind: "broken", why: `it did not answer within ${probeMs / 1000} seconds` };
    case "loud":
      return { kind: "broken", why: "it printed more than a megabyte" };
    case "not-started":
      // It was there a moment ago: what its first line or its header names is not.
      return ran.code === "ENOENT"
        ? { kind: "broken", why: "it cannot be started: the program that runs it is not there" }
        : { kind: "broken", why: `it cannot be started (${ran.code})` };
    case "ended":
      return readEnded(ran);
  }
}

function readEnded({
  status,
  signal,
  output,
  errors,
}: Extract<RanAlone, { readonly kind: "ended" }>): Asked {
  const interpreter = readAnswer(output);
  if (interpreter !== null && status === 0) {
    return { kind: "answer", interpreter };
  }
  if (signal !== null) {
    return { kind: "broken", why: `it was ended by ${signal}` };
  }
  const said = lastLine(errors);
  if (status === 0 || echoesQuestion(said)) {
    return { kind: "broken", why: "it does not answer as a Python does" };
  }
  const words = said === "" ? "" : `: ${toText(showPath(asBytes(said.slice(0, 200))))}`;
  return { kind: "broken", why: `it ended with status ${status}${words}` };
}

/** Between the marks: whatever else runs when a Python starts may print, too. */
function readAnswer(output: Bytes): Interpreter | null {
  const [, json] = output.split(answerMark);
  return json === undefined ? null : parseInterpreter(json);
}

function lastLine(errors: Bytes): Bytes {
  return split(errors, "\n").findLast((each) => each.trim() !== "") ?? asBytes("");
}

const telling = 10;

/** Other programs complain of what a Python is asked as of a file that is not there. */
function echoesQuestion(said: Bytes): boolean {
  const lines = probeArguments.flatMap((word) => split(word, "\n")).map((line) => line.trim());
  return lines.some((line) => line.length >= telling && said.includes(line));
}
