// `pyguard list`: every environment that is known, whose it is, and which of them are broken.

import type { Command } from "commander";
import { asBytes, fromText, toText, type Bytes } from "../../daemon/core/bytes.ts";
import {
  listEnvironments,
  type Environment,
  type Known,
  type State,
} from "../../daemon/service/list-environments.ts";
import type { Shell } from "../../shells/shell.ts";
import type { Context } from "../context.ts";
import { findCallingShell } from "../pip/calling-shell.ts";
import { onlyVisible } from "../only-visible.ts";
import { renew } from "../renew.ts";
import { show } from "../trust/words.ts";
import { openWorkspace, type Workspace } from "../trust/workspace.ts";

/** Adds `list`. Broken environments are no failure. */
export function registerList(program: Command, context: Context): void {
  program
    .command("list")
    .option("--json", "for programs")
    .description("all environments known, broken ones marked")
    .action((options: { readonly json?: boolean }) =>
      run(context, options.json === true ? "json" : "text"),
    );
}

async function run(context: Context, form: "json" | "text"): Promise<void> {
  const workspace = openWorkspace(context);
  const listed = await listEnvironments(await gather(workspace), workspace.ports);
  if (form === "json") {
    context.write(`${JSON.stringify(listed.map(toJson))}\n`);
    return;
  }
  if (listed.length === 0) {
    context.write("no environment is known yet; to make one: pyguard venv\n");
  }
  const shell = findCallingShell(context);
  for (const each of listed) {
    context.write(`${await toLine(each, shell)}\n`);
  }
}

/** Trusted and used ones, each once, by path. */
async function gather({ store, uses }: Workspace): Promise<readonly Known[]> {
  const used = (await uses.list()).map(({ environment, project }) => ({
    environment,
    project,
    isUsed: true,
  }));
  const trusted = (await store.list()).flatMap((listed) =>
    listed.kind === "trusted" ? [listed.record] : [],
  );
  const known = [
    ...used,
    ...trusted.map(({ path, project }) => ({ environment: path, project, isUsed: false })),
  ];
  const byPair = new Map(
    known.toReversed().map((one) => [`${one.environment}\0${one.project}`, one] as const),
  );
  return [...byPair.values()].toSorted((one, other) =>
    one.environment < other.environment ? -1 : 1,
  );
}

const words: Readonly<Record<State, string>> = {
  good: "",
  gone: "gone",
  broken: "broken",
  changed: "changed",
  open: "not safe",
  refused: "refused",
  left: "not used",
  unseen: "no answer",
};

async function toLine(listed: Environment, shell: Shell): Promise<string> {
  const { environment, project, state, version, isUsed } = listed;
  const whose = isUsed || !environment.startsWith(`${project}/`) ? `  for ${show(project)}` : "";
  const command = await sayAdvice(listed, shell);
  const what = command === null ? "" : `: ${command}`;
  const mark = words[state] === "" ? "" : `  (${words[state]}${what})`;
  return `${(toText(fromText(version)) || "-").padEnd("3.12.10".length)}  ${show(environment)}${whose}${mark}`;
}

/** What to do about it; null where people can do nothing. */
async function sayAdvice(
  { project, state, spot, isUsed }: Environment,
  shell: Shell,
): Promise<string | null> {
  if (state === "changed") {
    return spell(["trust"], project, shell);
  }
  if (state === "gone") {
    return spell(isUsed ? ["use", "--none"] : ["forget"], project, shell);
  }
  return state === "broken" && spot !== null ? onlyVisible(await renew(spot, shell)) : null;
}

function spell(command: readonly string[], project: Bytes, shell: Shell): string {
  return onlyVisible(toText(shell.command([...["pyguard", ...command].map(asBytes), project])));
}

function toJson({ environment, project, state, version, isUsed }: Environment) {
  return {
    environment: toText(environment),
    project: toText(project),
    version,
    state,
    isBroken: state === "gone" || state === "broken",
    isUsed,
  };
}
