// `pyguard venv`: makes the environment here, trusted, entered at the next prompt.

import type { Command } from "commander";
import { fromText, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { join } from "../../daemon/core/path.ts";
import { NotKept } from "../../daemon/io/keeping.ts";
import { makeEnvironment, type Made } from "../../daemon/io/make-environment.ts";
import { readProject } from "../../daemon/io/read-project.ts";
import { trust } from "../../daemon/service/trust.ts";
import type { Context } from "../context.ts";
import { findCallingShell } from "../pip/calling-shell.ts";
import { findProgram } from "../run/find-program.ts";
import { sayCommands } from "../say-commands.ts";
import { sayNotKept } from "../say-error.ts";
import { gatherStatus, whyNotSoon } from "../status/gather.ts";
import { show } from "../trust/words.ts";
import { openWorkspace, type Workspace } from "../trust/workspace.ts";
import { choosePython, showVersion, type Choice, type Choosing } from "../venv/choose-python.ts";
import { findMisfit } from "../venv/find-misfit.ts";
import { findObstacle, type Obstacle } from "../venv/find-obstacle.ts";
import { parseVenvArguments } from "../venv/parse-arguments.ts";
import { sayAgain } from "../venv/say-again.ts";

const interruptedStatus = 130;
/** Longer than that, and people want to hear that something happens. */
const patienceMs = 4000;

export function registerVenv(program: Command, context: Context): void {
  program
    .command("venv")
    .usage("[--python WHICH] [NAME] [options of python -m venv]")
    .argument("[words...]")
    .allowUnknownOption()
    .description("make .venv here, trusted, entered at the next prompt")
    .addHelpText(
      "after",
      "\nWHICH is a version (3.12), versions ('>=3.10'), a command (pypy3) or a path.",
    )
    .action((words: readonly string[]) => run(context, words));
}

async function run(context: Context, words: readonly string[]): Promise<void> {
  const asked = parseVenvArguments(words);
  if (typeof asked === "string") {
    context.misuse(asked);
    return;
  }
  const workspace = openWorkspace(context);
  const { directory } = context;
  const asking = { asked, directory, shell: findCallingShell(context) };
  const obstacle = await findObstacle(asking, workspace.ports);
  const project = await readProject(directory, workspace.ports.account.homes);
  const making = { context, workspace, asked, project };
  if (obstacle !== null) {
    await tell(obstacle, making);
    return;
  }
  const choice = await choosePython(making);
  if (choice.kind === "none") {
    context.fail(choice.line);
    return;
  }
  await make(making, choice);
}

async function tell({ line, status, existing }: Obstacle, making: Choosing): Promise<void> {
  const { context } = making;
  const misfit = existing === undefined ? null : await findMisfit(existing, making);
  if (misfit !== null) {
    context.fail(misfit);
    return;
  }
  context.complain(line);
  context.finish(status);
}

async function make(
  making: Choosing,
  { maker, why }: Extract<Choice, { readonly kind: "python" }>,
): Promise<void> {
  const { context, asked } = making;
  const { directory, environment } = context;
  // What a group can write to would not be trusted: with umask 002 that is all that is made where the group is not one's own.
  process.umask(process.umask() | 0o022);
  const what = `${asked.name} with ${showVersion(maker)} (${show(maker.file)})`;
  context.complain(`making ${what}${why === "" ? "" : `: ${why}`} ...`);
  const path = join(directory, fromText(asked.name));
  const patience = setTimeout(() => {
    context.complain("still making it; most of the time pip is being put into it");
  }, patienceMs);
  const made = await makeEnvironment(path, maker, { ...asked, directory, environment }).finally(
    () => clearTimeout(patience),
  );
  if (made.kind === "failed") {
    context.complain(sayFailed(making, made));
    context.finish(made.isInterrupted ? interruptedStatus : 1);
    return;
  }
  await conclude(making);
}

function sayFailed(
  { asked, context }: Choosing,
  { why, isLeft }: Extract<Made, { readonly kind: "failed" }>,
): string {
  const { name } = asked;
  const commands = [
    ["rm", "-r", name],
    ["pyguard", "venv", name],
  ];
  const shell = findCallingShell(context);
  // What Python may not remove, such as root's after `sudo pip`, `rm` may not either.
  const again = /\[Errno (1|13)\]/.test(why)
    ? sayAgain(asked, shell)
    : sayCommands(commands, shell);
  return isLeft
    ? `${name} may be half made now: ${why.replace(/\.$/, "")}; to make it anew: ${again}`
    : `${name} was not made, and nothing was left: ${why}`;
}

async function conclude({ context, workspace, asked, project }: Choosing): Promise<void> {
  const step = await chooseNext(project.next, context);
  const next = step === undefined ? "" : `\n  what would come next: ${step}`;
  const { names } = await workspace.ports.settings();
  if (!names.includes(fromText(asked.name))) {
    const usual = toText(names[0] ?? fromText(".venv"));
    const take = sayCommands([["pyguard", "use", asked.name]], findCallingShell(context));
    context.write(
      `made ${asked.name}; it is not entered by itself, as ${usual} would be; to take it for this project: ${take}${next}\n`,
    );
    return;
  }
  const problem = await trustMade(context, workspace);
  if (problem !== null) {
    context.fail(`made ${asked.name}, but ${problem}`);
    return;
  }
  await workspace.poke();
  const why = whyNotSoon(await gatherStatus(context, workspace));
  const entered = why === null ? "it is entered at the next prompt" : `it is not entered: ${why}`;
  context.write(`made ${asked.name}; ${entered}${next}\n`);
}

/** The first whose tool is here; pip comes with what was made. */
async function chooseNext(steps: readonly string[], context: Context): Promise<string | undefined> {
  const path = toText(context.environment.get("PATH") ?? fromText(""));
  for (const step of steps) {
    const [tool = ""] = step.split(" ");
    if (tool === "pip" || (await findProgram(tool, path, context)).kind === "found") {
      return step;
    }
  }
  return undefined;
}

/** Why it is not trusted; null where it is. */
async function trustMade({ directory }: Context, workspace: Workspace): Promise<string | null> {
  try {
    // Made here on purpose: what was taken from elsewhere stands back.
    await workspace.uses.forget(await canonical(directory, workspace));
    const trusting = await trust(directory, workspace.ports, "created");
    return trusting.kind === "refused" ? `not trusting ${toText(trusting.why)}` : null;
  } catch (error) {
    if (error instanceof NotKept) {
      return `${sayNotKept(error)}; when it can be: pyguard trust`;
    }
    throw error;
  }
}

async function canonical(directory: Bytes, { ports }: Workspace): Promise<Bytes> {
  return (await ports.canonical(directory)) ?? directory;
}
