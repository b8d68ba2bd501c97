// A home of its own for real shells: start files, a runtime directory, projects, and a daemon that ends with it.

import { execa } from "execa";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { interactiveArgv, prelude, startFile } from "./launch.ts";
import { python } from "./python.ts";
import type { Shell, ShellName } from "./shells.ts";
import { openTerminal, type Terminal } from "./terminal.ts";
import { makeThrowAway } from "./throw-away.ts";
import { copyVenv, makeTemplate, writeFakePip } from "./venv.ts";

export type Environment = Readonly<Record<string, string>>;

export type Opening = {
  /** Set in the shell's environment over the sandbox's own. */
  readonly environment?: Environment;
  readonly directory?: string;
  /** Lines of the start file before and after the one that loads the hook. */
  readonly before?: string;
  readonly after?: string;
  /** Without the hook: to compare. */
  readonly plain?: boolean;
  /** A program and its words that start the shell, which follows them. */
  readonly by?: readonly [string, ...string[]];
};

export type Ran = { readonly output: string; readonly errors: string; readonly status: number };

/** Where this clone is: compiled tests run from dist/test/real. */
export const clone = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

const standardPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const hookFiles: Readonly<Record<ShellName, string>> = {
  bash: "pyguard.bash",
  zsh: "pyguard.zsh",
  fish: "pyguard.fish",
  pwsh: "pyguard.ps1",
};

export class Sandbox {
  /** HOME. */
  readonly home: string;
  /** XDG_RUNTIME_DIR. */
  readonly runtime: string;
  /** First on PATH: a `pip` that only notes its calls, `python3`, Node. */
  readonly bin: string;
  private readonly root = makeThrowAway();
  private readonly terminals = new Set<Terminal>();
  private template: string | null = null;

  constructor() {
    const inside = (name: string): string => {
      const path = join(this.root.path, name);
      mkdirSync(path, { mode: 0o700 });
      return path;
    };
    this.home = inside("home");
    this.runtime = inside("run");
    this.bin = inside("bin");
    // Where it is missing, fish reads every manual page in the background.
    mkdirSync(join(this.home, ".local/share/fish/generated_completions"), { recursive: true });
    symlinkSync(process.execPath, join(this.bin, "node"));
    if (dirname(python()) !== "/usr/bin") {
      symlinkSync(python(), join(this.bin, "python3"));
    }
    writeFakePip(join(this.bin, "pip"), python());
  }

  /** What every program in this sandbox starts with; nothing of the test's own environment. */
  environment(extra: Environment = {}): Environment {
    return {
      HOME: this.home,
      PATH: `${this.bin}:${standardPath}`,
      TERM: "xterm-256color",
      LANG: "C.UTF-8",
      XDG_RUNTIME_DIR: this.runtime,
      FAKE_PIP_CALLS: this.root.path,
      POWERSHELL_TELEMETRY_OPTOUT: "1",
      // Watching what might be worth compiling again costs a shell this short-lived a tenth of its time.
      DOTNET_TieredPGO: "0",
      POWERSHELL_UPDATECHECK: "Off",
      ...extra,
    };
  }

  /** Makes a real virtual environment at `path`. */
  makeVenv(path: string): void {
    if (this.template === null) {
      this.template = join(this.root.path, "template", ".venv");
      makeTemplate(this.template);
    }
    copyVenv(this.template, path);
  }

  /** Opens an interactive shell that loads the hook from its start file. */
  async open(shell: Shell, opening: Opening = {}): Promise<Terminal> {
    const path = join(this.home, startFile(shell.name));
    mkdirSync(dirname(path), { recursive: true });
    const lines = [prelude(shell.name), opening.before ?? ""];
    const hook = opening.plain === true ? "" : hookLine(shell.name);
    writeFileSync(path, [...lines, hook, opening.after ?? "", ""].join("\n"));
    return this.openAsIs(shell, opening);
  }

  /** Opens an interactive shell with the start file that is there. */
  async openAsIs(shell: Shell, opening: Opening = {}): Promise<Terminal> {
    const terminal = await openTerminal({
      argv: startedBy(opening.by, interactiveArgv(shell)),
      environment: this.environment({ SHELL: shell.path, ...opening.environment }),
      directory: opening.directory ?? this.home,
      rows: 50,
      columns: 500,
    });
    this.terminals.add(terminal);
    return terminal;
  }

  /** Runs a program without a terminal and waits for its end. */
  async run(argv: readonly [string, ...string[]], opening: Opening = {}): Promise<Ran> {
    const [file, ...rest] = argv;
    const ran = await execa(file, rest, {
      cwd: opening.directory ?? this.home,
      env: this.environment(opening.environment),
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      stripFinalNewline: false,
      timeout: 60_000,
    });
    return { output: ran.stdout, errors: ran.stderr, status: ran.exitCode ?? -1 };
  }

  /** Runs a `pyguard` command; throws where it fails. */
  async pyguard(words: readonly string[], directory = this.home): Promise<string> {
    const ran = await this.run([process.execPath, join(clone, "dist/cli/main.js"), ...words], {
      directory,
    });
    if (ran.status !== 0) {
      throw new Error(`pyguard ${words.join(" ")} ended with ${ran.status}: ${ran.errors}`);
    }
    return ran.output;
  }

  /** How often and how pip was called since the last time this was asked. */
  pipCalls(): readonly PipCall[] {
    const path = join(this.root.path, "calls");
    const calls = readOrEmpty(path)
      .split("\n")
      .filter((line) => line !== "");
    writeFileSync(path, "");
    return calls.map(parseCall);
  }

  /** The daemon's runtime directory, null while there is none. */
  runtimeDirectory(): string | null {
    const base = join(this.runtime, "pyguard");
    const [id] = namesIn(base);
    return id === undefined ? null : join(base, id);
  }

  /** The process of the daemon that serves, null where there is none. */
  daemon(): number | null {
    const directory = this.runtimeDirectory();
    const pid = directory === null ? "" : readOrEmpty(join(directory, "pid")).trim();
    return this.isDaemon(pid) ? Number(pid) : null;
  }

  /** The same, after a moment where it is just being started. */
  async awaitDaemon(): Promise<number | null> {
    for (let waits = 0; waits < 100 && this.daemon() === null; waits += 1) {
      await pass(50);
    }
    return this.daemon();
  }

  async close(): Promise<void> {
    await Promise.all([...this.terminals].map((terminal) => terminal.close()));
    for (const pid of this.claimants().filter((each) => this.isDaemon(each))) {
      kill(Number(pid), "SIGKILL");
    }
    this.root.remove();
  }

  /** Every process that ever claimed to serve here: one that was stopped may have been replaced. */
  private claimants(): readonly string[] {
    const directory = this.runtimeDirectory() ?? "";
    const claims = namesIn(directory).filter((name) => name.startsWith("g."));
    return claims.map((name) => readlinkSync(join(directory, name)).split(".")[0] ?? "");
  }

  /** A number may have passed to somebody else's process since. */
  private isDaemon(pid: string): boolean {
    return /^\d+$/.test(pid) && commandLine(pid).includes(this.runtime);
  }
}

export type PipCall = {
  /** As bytes, one a character; the program's own path first. */
  readonly argv: readonly string[];
  readonly prefix: string;
  readonly input: string;
  /** PIP_REQUIRE_VIRTUALENV as pip saw it. */
  readonly require: string;
};

function startedBy(by: Opening["by"], argv: readonly [string, ...string[]]): typeof argv {
  return by === undefined ? argv : [...by, ...argv];
}

function parseCall(line: string): PipCall {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fake-pip.py is ours
  return JSON.parse(line) as PipCall;
}

/** The line of a start file that loads the hook from this clone. */
export function hookLine(shell: ShellName): string {
  const path = hookPath(shell);
  return shell === "pwsh" ? `. '${path}'` : `source '${path}'`;
}

/** The hook in this clone. */
export function hookPath(shell: ShellName): string {
  return join(clone, "hooks", hookFiles[shell]);
}

/** Sends a signal to one process, never to a group; one that is gone already is fine. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    if (pid <= 1) {
      return;
    }
    process.kill(pid, signal);
  } catch {
    // Gone: what was wanted.
  }
}

/** What a process was started with; empty where there is none. */
function commandLine(pid: string): string {
  if (existsSync("/proc/self/cmdline")) {
    return readOrEmpty(`/proc/${pid}/cmdline`);
  }
  return spawnSync("ps", ["-o", "command=", "-p", pid], { encoding: "utf8" }).stdout;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** The names in a directory; none where it is not there. */
export function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).map((name) => basename(name));
  } catch {
    return [];
  }
}
