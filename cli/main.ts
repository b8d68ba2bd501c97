// The command line: gathers what commands may know, loads the one asked for, and lets it speak.

import { readFileSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import { asBytes, fromText, type Bytes } from "../daemon/core/bytes.ts";
import { entries, type Entry } from "./commands.ts";
import type { Context } from "./context.ts";

const usageStatus = 2;

// `pyguard explain … | head`: whoever reads no more is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") {
    throw error;
  }
  process.exit(process.exitCode ?? 0);
});

const context = gatherContext();
await run(process.argv.slice(2));

async function run(typed: readonly string[]): Promise<void> {
  const words = typed.length === 0 ? ["help"] : typed;
  const program = createProgram();
  const asked = findEntries(words[0]);
  if (words[0] === "help" && words[1] !== undefined && findEntries(words[1]).length === 0) {
    context.complain(`unknown command '${words[1]}'; all of them: pyguard help`);
    process.exitCode = usageStatus;
    return;
  }
  for (const entry of asked.length > 0 ? asked : entries) {
    await addCommands(program, entry);
  }
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    report(error);
  }
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
    .configureOutput({
      // One line: what is wrong, and what was perhaps meant.
      writeErr: (text) => {
        const lines = text.split("\n").filter((part) => part !== "");
        context.complain(lines.join(" ").replace(/^error: /, ""));
      },
    })
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
      command.exitOverride().configureOutput(program.configureOutput());
      if (command.name() === entry.name) {
        command.aliases(entry.synonyms.filter((synonym) => !isOwnCommand(program, synonym)));
      }
    }
  }
}

function isOwnCommand(program: Command, name: string): boolean {
  return program.commands.some((command) => command.name() === name);
}

/** Commander has printed its own complaints; anything else is one line that says what went wrong. */
function report(error: unknown): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : usageStatus;
    return;
  }
  context.complain(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function gatherContext(): Context {
  const environment = new Map(
    Object.entries(process.env).map(([name, value]) => [name, fromText(value ?? "")] as const),
  );
  const programHome = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");
  return {
    environment,
    directory: workingDirectory(environment.get("PWD")),
    home: environment.get("HOME") ?? fromText(homedir()),
    programHome: fromText(programHome),
    version: readVersion(programHome),
    write: (text) => {
      process.stdout.write(text);
    },
    complain: (line) => {
      process.stderr.write(`pyguard: ${line}\n`);
    },
    warn: (text) => {
      process.stderr.write(text);
    },
    finish: (status) => {
      process.exitCode = status;
    },
  };
}

/** `$PWD` as the shell spells it where it is the working directory, else the canonical path. */
function workingDirectory(spelled: Bytes | undefined): Bytes {
  try {
    const here = statSync(".");
    const there =
      spelled?.startsWith("/") === true ? statSync(Buffer.from(spelled, "latin1")) : null;
    if (
      spelled !== undefined &&
      there !== null &&
      there.ino === here.ino &&
      there.dev === here.dev
    ) {
      return spelled;
    }
    return asBytes(realpathSync(".", { encoding: "buffer" }).toString("latin1"));
  } catch {
    return spelled ?? asBytes("/");
  }
}

function readVersion(programHome: string): string {
  const manifest: unknown = JSON.parse(readFileSync(`${programHome}/package.json`, "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}
