// The steps that rows are made of: what is typed, and what must then be so.

import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import type { Dialect } from "./dialect.ts";
import { namesIn, type Sandbox } from "./sandbox.ts";
import type { Stage, Step } from "./stage.ts";
import type { TimedTurn } from "./terminal.ts";

type Line = string | ((dialect: Dialect, stage: Stage) => string);

/** Types a line and waits for the prompt. */
export function types(line: Line): Step {
  return async (stage) => {
    const typed = typeof line === "string" ? line : line(stage.dialect, stage);
    note(stage, await stage.terminal.run(typed));
  };
}

/** Keeps what a line wrote, and the longest that one took since all was well. */
export function note(stage: Stage, { output, elapsedMs }: TimedTurn): void {
  Object.assign(stage, { output, elapsedMs: Math.max(stage.elapsedMs, elapsedMs) });
}

/** Changes directory, below the row's own. */
export function cd(path: string): Step {
  return types((dialect, stage) => dialect.cd(join(stage.path, path)));
}

/** Changes to a directory that belongs to no project. */
export function leave(): Step {
  return cd(".");
}

/** The line typed last wrote exactly this, or something like it. */
export function prints(expected: string | RegExp): Step {
  return async (stage) => {
    equals(stage, { seen: stage.output, expected, what: "the output" });
  };
}

/** Said by pyguard at this prompt, or, where the daemon was mute for a moment on a busy machine, at a later one. */
export function tells(expected: RegExp): Step {
  return async (stage) => {
    for (let waits = 0; waits < 40 && !stage.output.includes("pyguard: "); waits += 1) {
      await pass(250);
      await types("")(stage);
    }
    equals(stage, { seen: stage.output, expected, what: "what is said" });
  };
}

type Seen = {
  readonly seen: string;
  readonly expected: string | RegExp;
  readonly what: string;
};

/** tap's `match` takes a part of a string for the whole. */
function equals({ t }: Stage, { seen, expected, what }: Seen): void {
  if (typeof expected === "string") {
    t.equal(seen, expected, what);
  } else {
    t.match(seen, expected, what);
  }
}

/** The line typed last wrote nothing. */
export function printsNothing(): Step {
  return prints("");
}

/** The command typed last ended so. */
export function endsWith(status: number): Step {
  return async (stage) => {
    await types((dialect) => dialect.status)(stage);
    stage.t.equal(stage.output, `status=${status}\n`, "the exit status");
  };
}

/** This project's environment is entered: one PATH entry, in front, one prefix, the canonical path. */
export function inside(project: string, prompt: string | RegExp = `(${project}) > `): Step {
  return async (stage) => {
    const environment = join(realpathSync(join(stage.path, project)), ".venv");
    const seen = await look(stage, (variables) => isActive(variables, environment));
    stage.t.ok(isActive(seen, environment), "PYGUARD_ACTIVE");
    stage.t.equal(seen.get("VIRTUAL_ENV"), environment, "VIRTUAL_ENV");
    stage.t.equal(seen.get("PATH"), `${environment}/bin:${stage.path0}`, "PATH");
    equals(stage, { seen: stage.terminal.prompt(), expected: prompt, what: "the prompt" });
  };
}

function isActive(variables: Variables, environment: string): boolean {
  return variables.get("PYGUARD_ACTIVE")?.startsWith(`${environment}:`) ?? false;
}

/** No environment is entered and nothing is left of one. */
export function outside(): Step {
  return async (stage) => {
    const seen = await look(stage, (variables) => !variables.has("VIRTUAL_ENV"));
    stage.t.equal(seen.get("VIRTUAL_ENV"), undefined, "VIRTUAL_ENV");
    stage.t.equal(seen.get("VIRTUAL_ENV_PROMPT"), undefined, "VIRTUAL_ENV_PROMPT");
    stage.t.equal(seen.get("PYGUARD_ACTIVE"), undefined, "PYGUARD_ACTIVE");
    stage.t.equal(seen.get("PATH"), stage.path0, "PATH");
    stage.t.equal(stage.terminal.prompt(), "> ", "the prompt");
  };
}

/** Does something in Node, with the stage at hand. */
export function meanwhile(act: (stage: Stage) => Promise<void> | void): Step {
  return async (stage) => {
    await act(stage);
  };
}

/** Sees what an exported variable is. */
export function has(name: string, value: string | undefined | ((stage: Stage) => string)): Step {
  return async (stage) => {
    const seen = await look(stage, () => true);
    const expected = typeof value === "function" ? value(stage) : value;
    stage.t.equal(seen.get(name), expected, name);
  };
}

type Variables = ReadonlyMap<string, string>;

/** How long a hook waits for an answer at a prompt, a little less. */
const budgetMs = 45;
const triesWhenBusy = 3;

/**
 * The exported variables. Where they are not as expected and the shell waited in vain for the daemon, which may happen
 * on a busy machine and is over in a second, looks again at a later prompt.
 */
async function look(stage: Stage, expected: (seen: Variables) => boolean): Promise<Variables> {
  let seen = await readVariables(stage);
  for (let tries = 0; tries < triesWhenBusy && !expected(seen); tries += 1) {
    if (!(await daemonWasMute(stage.sandbox)) && stage.elapsedMs < budgetMs) {
      return seen;
    }
    stage.t.comment("the daemon was mute for a moment");
    await stage.terminal.run("");
    seen = await readVariables(stage);
  }
  stage.elapsedMs = 0;
  return seen;
}

async function readVariables({ terminal }: Stage): Promise<Variables> {
  const { output } = await terminal.run("/usr/bin/env");
  const lines = output.split("\n").map((line) => /^(\w+)=(.*)$/.exec(line));
  return new Map(
    lines.flatMap((match) => (match === null ? [] : [[match[1] ?? "", match[2] ?? ""]])),
  );
}

/** Waits until the record that the daemon was mute is gone again; false where there was none. */
export async function daemonWasMute(sandbox: Sandbox): Promise<boolean> {
  const directory = sandbox.runtimeDirectory() ?? "";
  const records = namesIn(directory).filter((name) => name.startsWith("mute."));
  for (
    let waits = 0;
    waits < 60 && records.some((name) => existsSync(join(directory, name)));
    waits += 1
  ) {
    await pass(50);
  }
  return records.length > 0;
}
