// `pyguard venv`: makes the environment here, trusted, entered at the next prompt.

import type { Command } from "commander";
import { fromText, toText } from "../../daemon/core/bytes.ts";
import { join } from "../../daemon/core/path.ts";
import { findPython, type Maker } from "../../daemon/io/find-python.ts";
import { isDebian, makeEnvironment } from "../../daemon/io/make-environment.ts";
import { readProject, type Project } from "../../daemon/io/read-project.ts";
import { trust } from "../../daemon/service/trust.ts";
import type { Context } from "../context.ts";
import { show } from "../trust/words.ts";
import { openWorkspace, type Workspace } from "../trust/workspace.ts";
import { findObstacle } from "../venv/find-obstacle.ts";
import { parseVenvArguments, type VenvArguments } from "../venv/parse-arguments.ts";

const usageStatus = 2;
const interruptedStatus = 130;

export function registerVenv(program: Command, context: Context): void {
  program
    .command("venv")
    .usage("[--python WHICH] [NAME] [options of python -m venv]")
    .argument("[words...]")
    .allowUnknownOption()
    .description("make .venv here, trusted, entered at the next prompt")
    .addHelpText("after", "\nWHICH is a version (3.12), a command (pypy3) or a path.")
    .action((words: readonly string[]) => run(context, words));
}

async function run(context: Context, words: readonly string[]): Promise<void> {
  const asked = parseVenvArguments(words);
  if (typeof asked === "string") {
    context.complain(asked);
    context.finish(usageStatus);
    return;
  }
  const workspace = openWorkspace(context);
  const obstacle = await findObstacle(asked, context.directory, workspace.ports);
  if (obstacle !== null) {
    context.complain(obstacle.line);
    context.finish(obstacle.status);
    return;
  }
  const project = await readProject(context.directory);
  const maker = await choosePython(context, asked, project);
  if (maker === null) {
    context.finish(1);
    return;
  }
  await make({ context, workspace, asked, project }, maker);
}

/** Null after a complaint. */
async function choosePython(
  context: Context,
  { python, options }: VenvArguments,
  project: Project,
): Promise<Maker | null> {
  const { directory, environment } = context;
  const found = await findPython({ python, ...project }, { directory, environment });
  if (found.kind === "none") {
    context.complain(sayNone(python, project, found.seen));
    return null;
  }
  const { maker } = found;
  const lacks = sayLacking(maker, options);
  if (lacks !== "") {
    context.complain(lacks);
    return null;
  }
  return maker;
}

function sayNone(python: string, { requires }: Project, seen: readonly Maker[]): string {
  if (python !== "") {
    return `${python} is no Python 3 that can be run here`;
  }
  if (seen.length === 0) {
    return "there is no python3 on PATH; install one, or name it: pyguard venv --python WHICH";
  }
  const versions = [...new Set(seen.map(({ release }) => release.join(".")))].join(", ");
  return `pyproject.toml wants Python ${requires}, and here are only ${versions}; install one that fits, or name one: pyguard venv --python WHICH`;
}

/** Told before anything is made, so that nothing half-made is left. */
function sayLacking(maker: Maker, options: readonly string[]): string {
  const needsPip = !options.includes("--without-pip");
  if (maker.hasVenv && (maker.hasEnsurepip || !needsPip)) {
    return "";
  }
  const [major, minor] = maker.release;
  const name = `python${major}.${minor}-venv`;
  return isDebian() && maker.file.startsWith("/usr/bin/")
    ? `${show(maker.file)} cannot make environments yet; first: sudo apt install ${name}`
    : `${show(maker.file)} has no ensurepip, so no pip would come into an environment; another one: pyguard venv --python WHICH`;
}

type Making = {
  readonly context: Context;
  readonly workspace: Workspace;
  readonly asked: VenvArguments;
  readonly project: Project;
};

async function make(making: Making, maker: Maker): Promise<void> {
  const { context, asked } = making;
  const { directory, environment } = context;
  const version = maker.release.join(".");
  context.complain(`making ${asked.name} with Python ${version} (${show(maker.file)}) ...`);
  const path = join(directory, fromText(asked.name));
  const made = await makeEnvironment(path, maker, { ...asked, directory, environment });
  if (made.kind === "failed") {
    context.complain(`${asked.name} was not made, and nothing was left: ${made.why}`);
    context.finish(made.isInterrupted ? interruptedStatus : 1);
    return;
  }
  await conclude(making);
}

async function conclude({ context, workspace, asked, project }: Making): Promise<void> {
  const next = project.next === "" ? "" : `\n  what would come next: ${project.next}`;
  const { names } = await workspace.ports.settings();
  if (!names.includes(fromText(asked.name))) {
    context.write(
      `made ${asked.name}; it is not entered by itself, as ${toText(names[0] ?? fromText(".venv"))} would be${next}\n`,
    );
    return;
  }
  const trusting = await trust(context.directory, workspace.ports, "created");
  if (trusting.kind === "refused") {
    context.complain(`made ${asked.name}, but not trusting ${toText(trusting.why)}`);
    context.finish(1);
    return;
  }
  await workspace.poke();
  context.write(`made ${asked.name}; it is entered at the next prompt${next}\n`);
}
