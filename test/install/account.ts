// A throw-away account: a HOME, a finished build with hooks that only say that they were read, and install.sh run in it.

import { spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const clone = fileURLToPath(new URL("../../../", import.meta.url));

export type Account = {
  readonly root: string;
  readonly home: string;
  readonly staged: string;
  readonly runtime: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Runs install.sh of the clone; the shells are not tried. */
  readonly install: (...words: readonly string[]) => SpawnSyncReturns<string>;
  /** The same, killed after so many milliseconds. */
  readonly installAndKill: (delayMs: number) => Promise<void>;
  readonly run: (program: string, ...words: readonly string[]) => SpawnSyncReturns<string>;
};

const runtimes: string[] = [];

process.once("exit", () => {
  for (const runtime of runtimes) {
    rmSync(runtime, { recursive: true, force: true });
  }
});

/** Makes one below `root`; `name` is the last part of its HOME. */
export function createAccount(root: string, name = "home"): Account {
  const home = `${root}/${name}`;
  const staged = `${root}/staged`;
  mkdirSync(home, { recursive: true });
  // A socket's whole path has to fit into 108 bytes.
  const runtime = mkdtempSync("/tmp/pyguard-test-");
  stage(staged);
  const environment: NodeJS.ProcessEnv = {
    HOME: home,
    PATH: "/usr/local/bin:/usr/bin:/bin",
    XDG_RUNTIME_DIR: runtime,
    PYGUARD_STAGED: staged,
    TERM: "dumb",
  };
  const run: Account["run"] = (program, ...words) =>
    spawnSync(program, words, { env: environment, cwd: root, encoding: "utf8", input: "" });
  const install: Account["install"] = (...words) =>
    run(`${clone}install.sh`, "--no-proof", ...words);
  const installAndKill = async (delayMs: number): Promise<void> => {
    const child = spawn(`${clone}install.sh`, ["--no-proof"], {
      env: environment,
      stdio: "ignore",
      detached: true,
    });
    const gone = once(child, "exit");
    setTimeout(() => {
      killGroup(child.pid);
    }, delayMs);
    await gone;
  };
  runtimes.push(runtime);
  return { root, home, staged, runtime, environment, run, install, installAndKill };
}

const starts: Readonly<Record<string, readonly string[]>> = {
  bash: ["bash", "-i"],
  "bash as a login shell": ["bash", "-il"],
  zsh: ["zsh", "-il"],
  fish: ["fish", "--private", "-il"],
  pwsh: ["pwsh", "-NoLogo"],
};

/** Whether a shell that starts as in a new terminal reads the hook. */
export function readsHook({ root, home, environment }: Account, shell: string): boolean {
  const [program = "", ...words] = starts[shell] ?? [];
  // What the shells leave behind when they start is not what is looked at.
  const droppings = { XDG_CACHE_HOME: `${root}/cache`, XDG_DATA_HOME: `${root}/data` };
  const run = spawnSync(program, words, {
    env: { ...environment, ...droppings },
    cwd: home,
    encoding: "utf8",
    input: shell === "pwsh" ? "exit\n" : "unset HISTFILE\n",
  });
  return run.stdout.split("\n").includes(`hook of ${program}`);
}

/** Those of the shells that are here. */
export function present(shells: readonly string[]): readonly string[] {
  return shells.filter((name) => spawnSync("/bin/sh", ["-c", `command -v ${name}`]).status === 0);
}

function killGroup(pid: number | undefined): void {
  try {
    process.kill(-(pid ?? 0), "SIGKILL");
  } catch {
    // It was quicker.
  }
}

/** What the build leaves, with the clone's compiled code and packages behind links. */
function stage(staged: string): void {
  for (const path of ["hooks", "cli", "daemon"]) {
    mkdirSync(`${staged}/${path}`, { recursive: true });
  }
  for (const path of ["cli/install", "install.sh", "package.json", "package-lock.json"]) {
    cpSync(`${clone}${path}`, `${staged}/${path}`, { recursive: true });
  }
  for (const path of ["cli/pyguard", "cli/pyguard-status", "cli/hook-line.sh", "daemon/launch"]) {
    cpSync(`${clone}${path}`, `${staged}/${path}`);
  }
  for (const path of ["dist", "node_modules"]) {
    symlinkSync(`${clone}${path}`, `${staged}/${path}`);
  }
  for (const end of ["bash", "zsh", "fish"]) {
    writeFileSync(`${staged}/hooks/pyguard.${end}`, `printf 'hook of ${end}\\n'\n`);
  }
  writeFileSync(`${staged}/hooks/pyguard.ps1`, "[Console]::Out.WriteLine('hook of pwsh')\n");
}
