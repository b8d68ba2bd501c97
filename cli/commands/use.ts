// `pyguard use`: an environment that lives elsewhere is this project's; nothing is written into the project.

import type { Command } from "commander";
import { toText } from "../../daemon/core/bytes.ts";
import { use, type Using } from "../../daemon/service/use.ts";
import type { Context } from "../context.ts";
import { namePath } from "../name-path.ts";
import { openPatientEyes } from "../patient-eyes.ts";
import { sayNothing, sayTrusted, show } from "../trust/words.ts";
import { openWorkspace, type Workspace } from "../trust/workspace.ts";
import { findNamed } from "../use/find-named.ts";

type Options = { readonly none?: boolean };

/** Adds `use`, which leaves everything as it was where it ends with 1. */
export function registerUse(program: Command, context: Context): void {
  program
    .command("use")
    .usage("ENV [directory] | --none [directory]")
    .argument(
      "[env]",
      "its directory, or its name among virtualenvwrapper's, Pipenv's and pyenv's",
      namePath,
    )
    .argument("[directory]", "the project; without one, here", namePath)
    .option("--none", "the project has its own .venv, or none")
    .description("take an environment that lives elsewhere for this project")
    .action((named: string | undefined, project: string | undefined, options: Options) =>
      run(context, [named, project], options),
    );
}

type Words = readonly [named: string | undefined, project: string | undefined];

async function run(context: Context, [named, project]: Words, options: Options): Promise<void> {
  const workspace = openWorkspace(context);
  if (options.none === true && project !== undefined) {
    context.misuse("--none takes one project: pyguard use --none [directory]");
    return;
  }
  if (options.none === true) {
    await useNone(context, workspace, named);
    return;
  }
  if (named === undefined) {
    context.misuse("use which environment? Its directory, or its name: pyguard use ENV");
    return;
  }
  const environment = await findNamed(named, context);
  const { typeOf } = openPatientEyes();
  const asked = { environment, project: workspace.directory(project) };
  report(context, workspace, await use(asked, { ...workspace, typeOf }));
  await workspace.poke();
}

async function useNone(
  context: Context,
  workspace: Workspace,
  named: string | undefined,
): Promise<void> {
  const directory = workspace.directory(named);
  const project = (await workspace.ports.canonical(directory)) ?? directory;
  const used = (await workspace.uses.list()).find((each) => each.project === project);
  if (used !== undefined) {
    await workspace.ports.trust.forget(used);
  }
  context.write(
    used !== undefined
      ? `${show(directory)} uses no environment from elsewhere any more\n`
      : `${show(directory)} used no environment from elsewhere\n`,
  );
  await workspace.poke();
}

function report(context: Context, { ports }: Workspace, using: Using): void {
  if (using.kind === "used") {
    const [, ...accepted] = sayTrusted(using.trusting, ports);
    const { path, project } = using.trusting.environment;
    const whose = using.isOwn ? "its own " : "";
    const done = `${show(project)} uses ${whose}${show(path)}; shells enter it at their next prompt there`;
    context.write(`${[done, ...accepted].join("\n")}\n`);
    return;
  }
  context.fail(sayWhyNot(using));
}

function sayWhyNot(using: Exclude<Using, { readonly kind: "used" }>): string {
  switch (using.kind) {
    case "no-project":
      return `there is no directory ${show(using.project)}`;
    case "no-environment":
      return using.isConda
        ? `${show(using.environment)} is conda's: conda enters it itself, with conda activate`
        : `${show(using.environment)} is no virtual environment: it has no pyvenv.cfg; those that are known: pyguard list`;
    case "unusable":
      return `PATH cannot carry ${show(using.path)}: it has a colon or a control character in it`;
    case "not-trusted":
      return using.trusting.kind === "refused"
        ? `not using ${toText(using.trusting.why)}`
        : sayNothingHere(using.trusting.sighting);
  }
}

type Sighting = Parameters<typeof sayNothing>[1];

function sayNothingHere(sighting: Sighting): string {
  return sighting.kind === "none" && !sighting.isSearched
    ? "a home directory, those above it and those of others have no environment of their own; make a directory for the project"
    : "something else stands in the way, nearer than this project's own directory";
}
