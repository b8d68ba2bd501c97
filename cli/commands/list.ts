// `pyguard list`: every environment that is known, whose it is, and which of them are broken.

import type { Command } from "commander";
import { fromText, toText } from "../../daemon/core/bytes.ts";
import {
  listEnvironments,
  type Environment,
  type Known,
  type State,
} from "../../daemon/service/list-environments.ts";
import type { Context } from "../context.ts";
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
  for (const each of listed) {
    context.write(`${toLine(each)}\n`);
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

/** What to do about it, for those that people can do something about. */
const advice: Readonly<Partial<Record<State, string>>> = {
  gone: "pyguard forget",
  broken: "pyguard venv --clear",
  changed: "pyguard trust",
};

function toLine({ environment, project, state, version, isUsed }: Environment): string {
  const whose = isUsed || !environment.startsWith(`${project}/`) ? `  for ${show(project)}` : "";
  const command = advice[state];
  const what = command === undefined ? "" : `: ${sayAdvice(command, state, { project, isUsed })}`;
  const mark = words[state] === "" ? "" : `  (${words[state]}${what})`;
  return `${(toText(fromText(version)) || "-").padEnd("3.12.10".length)}  ${show(environment)}${whose}${mark}`;
}

function sayAdvice(
  command: string,
  state: State,
  { project, isUsed }: Pick<Environment, "project" | "isUsed">,
): string {
  if (isUsed && state !== "changed") {
    return `pyguard use --none ${show(project)}`;
  }
  return state === "broken" ? `cd ${show(project)} && ${command}` : `${command} ${show(project)}`;
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
