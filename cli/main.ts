// The command line: gathers what commands may know, loads the one asked for, and lets it speak.

import { dirname } from "node:path";
import { Command, CommanderError } from "commander";
import { fromText } from "../daemon/core/bytes.ts";
import { toVariables } from "../daemon/core/variables.ts";
import { findHome } from "../daemon/io/home.ts";
import { readVersion } from "../daemon/io/version.ts";
import { entries, type Entry } from "./commands.ts";
import type { Context } from "./context.ts";
import { failed, wrongUsage } from "./exit-status.ts";
import { giveBackNodeSettings } from "./given-node-settings.ts";
import { findMeant } from "./meant.ts";
import { guardOutputs } from "./outputs.ts";
import { sayError } from "./say-error.ts";
import { findWorkingDirectory } from "./working-directory.ts";

guardOutputs(complain);
giveBackNodeSettings(process.env);
const context = gatherContext();
await run(process.argv.slice(2));

async function run(typed: readonly string[]): Promise<void> {
  const words = typed.length === 0 || typed.join(" ") === "help help" ? ["help"] : typed;
  const program = createProgram();
  const asked = findEntries(words[0]);
  const unknown = sayUnknown(words);
  if (unknown !== undefined) {
    context.misuse(unknown);
    return;
  }
  for (const entry of asked.length > 0 ? asked : entries) {
    await addCommands(program, entry);
  }
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    report(error, asked.length === 0 ? "pyguard help" : `pyguard ${words[0]} --help`);
  }
}

/** What Commander would say less well; undefined where it has nothing to say, or says it itself. */
function sayUnknown([word = "", topic]: readonly string[]): string | undefined {
  if (word === "help" && topic !== undefined && findEntries(topic).length === 0) {
    return `unknown command '${topic}'; all of them: pyguard help`;
  }
  const meant = findMeant(word);
  return meant === undefined ? undefined : `unknown command '${word}'; ${meant}`;
}

function findEntries(word = ""): readonly Entry[] {
  return entries.filter(({ name, synonyms }) => name === word || synonyms.includes(word));
}

function createProgram(): Command {
  const program = new Command("pyguard");
  program
    .description("Enters .venv when you cd into a project and keeps pip out of shared Pythons.")
    .version(context.version, "--version", "print the version")
    .helpCommand("help [command]", "show help for a command")
    .enablePositionalOptions()
    .showHelpAfterError(false)
    .exitOverride()
    // What is wrong is told once, by `report`.
    .configureOutput({ outputError: () => {} })
    .addHelpText(
      "after",
      "\nIn a shell: cd into a project and its .venv is entered; pip outside one is refused.",
    );
  return program;
}

async function addCommands(program: Command, entry: Entry): Promise<void> {
  const register = await entry.load();
  const before = new Set(program.commands);
  register(program, context);
  for (const command of program.commands) {
    if (!before.has(command)) {
      command.helpGroup(`${entry.group}:`);
      if (command.name() === entry.name) {
        command.aliases(entry.synonyms.filter((synonym) => !isOwnCommand(program, synonym)));
      }
    }
  }
}

function isOwnCommand(program: Command, name: string): boolean {
  return program.commands.some((command) => command.name() === name);
}

/** One line: what went wrong, what was perhaps meant, and where to read more. */
function report(error: unknown, help: string): void {
  if (!(error instanceof CommanderError)) {
    context.fail(sayError(error));
  } else if (error.exitCode !== 0) {
    const what = error.message.replace(/^error: |\.$/g, "").replaceAll("\n", " ");
    context.misuse(`${what}; see: ${help}`);
  }
}

function gatherContext(): Context {
  const environment = toVariables(process.env);
  const [, script = ""] = process.argv;
  // Not where this file really is: an installation is a link, and a daemon that is started sees the next one turn it elsewhere.
  const programHome = dirname(dirname(dirname(script)));
  return {
    environment,
    directory: findWorkingDirectory(environment.get("PWD")),
    home: findHome(environment),
    programHome: fromText(programHome),
    version: readVersion(`${programHome}/package.json`) ?? "unknown",
    write: (text) => {
      process.stdout.write(text);
    },
    complain,
    warn: (text) => {
      process.stderr.write(text);
    },
    fail: (line) => end(line, failed),
    misuse: (line) => end(line, wrongUsage),
    finish: (status) => {
      process.exitCode = status;
    },
  };
}

/** Whatever was typed or found is in it: one line stays one line, and none of it speaks to the terminal. */
function complain(line: string): void {
  process.stderr.write(`pyguard: ${line.replaceAll(/\p{Cc}/gu, "?")}\n`);
}

function end(line: string, status: number): void {
  complain(line);
  process.exitCode = status;
}
