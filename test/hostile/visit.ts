// One shell on a terminal visits many hostile trees: enters, completes, types ordinary commands, leaves.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { askDaemon } from "../../daemon/io/ask-daemon.ts";
import { question } from "../daemon/service/house.ts";
import { dialectOf } from "../real/dialect.ts";
import { Sandbox } from "../real/sandbox.ts";
import type { Shell, ShellName } from "../real/shells.ts";
import type { Terminal } from "../real/terminal.ts";
import { canary } from "./names.ts";
import { makeTree, type Ground, type Tree } from "./tree.ts";

/** A prompt of the user's own that runs commands by their bare names. */
const curiousPrompts: Readonly<Record<ShellName, string>> = {
  bash: "PROMPT_COMMAND='date >/dev/null; ls >/dev/null'",
  zsh: "precmd() { date >/dev/null; ls >/dev/null }",
  fish: "function curious --on-event fish_prompt; date >/dev/null; ls >/dev/null; end",
  pwsh: "",
};

const unshowable = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const patience = { timeoutMs: 60_000 };

export class Expedition {
  readonly sandbox = new Sandbox();
  readonly ground: Ground;
  private readonly trace: string;
  private terminal: Terminal | null = null;
  private readonly shell: Shell;

  private constructor(shell: Shell) {
    this.shell = shell;
    const home = realpathSync(this.sandbox.home);
    const directory = join(home, "trees");
    mkdirSync(directory);
    this.trace = join(home, "something-ran");
    const program = `#!/bin/sh\necho "$0 in $PWD" >>'${this.trace}'\n`;
    writeFileSync(join(this.sandbox.bin, canary), program, { mode: 0o755 });
    const fifo = join(home, "fifo");
    execFileSync("mkfifo", [fifo]);
    this.ground = { directory, good: join(home, "good/.venv"), fifo };
  }

  static async start(shell: Shell): Promise<Expedition> {
    const expedition = new Expedition(shell);
    const { sandbox, ground } = expedition;
    sandbox.makeVenv(ground.good);
    await sandbox.pyguard(["trust", join(ground.good, "..")]);
    await expedition.open(sandbox.home);
    await sandbox.awaitDaemon();
    return expedition;
  }

  /** The processes that must leave a tree alone: the shell and the daemon. */
  get pids(): readonly number[] {
    return [this.shellOnTerminal().pid, this.sandbox.daemon() ?? 0];
  }

  /** That the traps work and the daemon answers: what is trusted is entered, and what is run leaves a trace. */
  async prove(): Promise<{ readonly entered: string; readonly isTraced: boolean }> {
    const terminal = this.shellOnTerminal();
    const { cd } = dialectOf(this.shell.name);
    await terminal.run(cd(join(this.ground.good, "..")), patience);
    let entered = "";
    for (let tries = 0; tries < 100 && entered === ""; tries += 1) {
      const { output } = await terminal.run("/usr/bin/env", patience);
      entered = /^VIRTUAL_ENV=(.*)$/mu.exec(output)?.[1] ?? "";
      await pass(entered === "" ? 100 : 0);
    }
    await terminal.run(canary, patience);
    const isTraced = existsSync(this.trace);
    rmSync(this.trace, { force: true });
    return { entered, isTraced };
  }

  /** What the shell hands on to programs, without what says where it is and what it did last. */
  async variables(): Promise<readonly string[]> {
    const { output } = await this.shellOnTerminal().run("/usr/bin/env", patience);
    const lines = output
      .split("\n")
      .filter((line) => !/^(?:OLDPWD|PYGUARD_SEGMENT|_)=/u.test(line));
    return lines.toSorted();
  }

  make(seed: number): Tree {
    return makeTree(this.ground, seed);
  }

  /** W26: a shell's start in a directory is as good as a `cd`. */
  async open(directory: string): Promise<void> {
    await this.terminal?.close();
    this.terminal = await this.sandbox.open(this.shell, {
      directory,
      before: curiousPrompts[this.shell.name],
    });
  }

  /**
   * Goes into each of the tree's directories whose name can be typed in this shell. Gives what was wrong: a prompt that
   * shows an environment, a message that shows a name as it is.
   */
  async visit({ seed, visits }: Tree): Promise<readonly string[]> {
    const { cd } = dialectOf(this.shell.name);
    const terminal = this.shellOnTerminal();
    const complaints: string[] = [];
    for (const directory of visits.filter((each) => this.canType(each))) {
      // Tab, then the line is taken back, from its end: PSReadLine leaves the cursor before a quote.
      for (const line of [cd(directory), "ls ./\t\u0005\u0015", "date"]) {
        const { output, prompt } = await terminal.run(line, patience);
        const told = output.split("\n").filter((each) => each.startsWith("pyguard: "));
        if (prompt !== "> " || told.some((each) => unshowable.test(each))) {
          complaints.push(`seed ${seed}: ${JSON.stringify([line, ...told, prompt])}`);
        }
      }
    }
    await terminal.run(cd(this.sandbox.home), patience);
    return complaints;
  }

  /** Asks the daemon about them, and waits as long as it takes. */
  async ask({ visits }: Tree): Promise<void> {
    for (const directory of visits) {
      const asked = question(directory, { shell: "cli" });
      await askDaemon(this.sandbox.runtimeDirectory() ?? "", asked, patience.timeoutMs);
    }
  }

  /** Whether anything of a tree was run, and takes the trees away. */
  conclude(trees: readonly Tree[]): boolean {
    for (const { project } of trees) {
      rmSync(join(project, ".."), { recursive: true, force: true });
    }
    return existsSync(this.trace);
  }

  async close(): Promise<void> {
    await this.sandbox.close();
  }

  private shellOnTerminal(): Terminal {
    if (this.terminal === null) {
      throw new Error("no shell is open");
    }
    return this.terminal;
  }

  /** A terminal takes control bytes for keys, and PowerShell a backslash for a slash. */
  private canType(path: string): boolean {
    const isPlain = !/\p{Cc}/u.test(path);
    return isPlain && !(this.shell.name === "pwsh" && path.includes("\\")) && existsSync(path);
  }
}
