// The ground all tools stand on: one HOME, one daemon, a project for each tool and a place outside.

import { execa } from "execa";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchShell, Tool } from "./contenders.ts";

export type Ground = {
  readonly directory: string;
  readonly clone: string;
  readonly outside: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly project: (tool: Tool | "none") => string;
  readonly find: (program: string) => string | null;
  readonly has: (tool: Tool, shell: BenchShell) => boolean;
  readonly stop: () => Promise<void>;
};

const clone = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** Makes everything, trusts everything, starts the daemon. `stop` ends it; the caller removes `directory`. */
export async function prepareGround(): Promise<Ground> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "pyguard-bench-")));
  const runtime = createRuntimeDirectory();
  const environment = createEnvironment(directory, runtime);
  const project = (tool: Tool | "none"): string => join(directory, "home", tool);
  const outside = join(directory, "home", "outside");
  mkdirSync(outside, { recursive: true });
  const find = (program: string): string | null => findProgram(program, environment.PATH);
  for (const tool of ["pyguard", "direnv", "mise", "none"] as const) {
    await createProject(project(tool), environment);
  }
  const run = async (cwd: string, program: string, ...words: readonly string[]): Promise<void> => {
    await execa(program, words, { cwd, env: environment, extendEnv: false });
  };
  await run(project("pyguard"), join(clone, "cli/pyguard"), "trust");
  await run(outside, join(clone, "cli/pyguard"), "daemon", "start");
  if (find("direnv") !== null) {
    writeFileSync(
      join(project("direnv"), ".envrc"),
      'export VIRTUAL_ENV="$PWD/.venv"\nPATH_add .venv/bin\n',
    );
    await run(project("direnv"), "direnv", "allow");
  }
  if (find("mise") !== null) {
    writeFileSync(join(project("mise"), "mise.toml"), '[env]\n_.python.venv = ".venv"\n');
    await run(project("mise"), "mise", "trust");
  }
  return {
    directory,
    clone,
    outside,
    environment,
    project,
    find,
    // direnv acts in PowerShell on a change of directory only: it has no prompt hook there.
    has: (tool, shell) =>
      (tool === "pyguard" || find(tool) !== null) && !(tool === "direnv" && shell.name === "pwsh"),
    stop: async () => {
      await run(outside, join(clone, "cli/pyguard"), "daemon", "stop");
      rmSync(runtime, { recursive: true, force: true });
    },
  };
}

type Environment = Readonly<Record<"HOME" | "PATH" | "TERM" | "LANG" | "XDG_RUNTIME_DIR", string>> &
  Readonly<Record<string, string>>;

/** In memory where that can be had, as a login session's own is. */
function createRuntimeDirectory(): string {
  const base = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  return realpathSync(mkdtempSync(join(base, "pyguard-bench-")));
}

function createEnvironment(directory: string, runtime: string): Environment {
  return {
    HOME: join(directory, "home"),
    PATH: process.env["PATH"] ?? "/usr/bin:/bin",
    TERM: "dumb",
    LANG: "C.UTF-8",
    XDG_RUNTIME_DIR: runtime,
    DIRENV_LOG_FORMAT: "",
    MISE_QUIET: "1",
    POWERSHELL_TELEMETRY_OPTOUT: "1",
    POWERSHELL_UPDATECHECK: "Off",
  };
}

async function createProject(path: string, environment: Environment): Promise<void> {
  mkdirSync(path, { recursive: true });
  await execa("python3", ["-m", "venv", "--without-pip", join(path, ".venv")], {
    env: environment,
    extendEnv: false,
  });
}

function findProgram(program: string, path: string): string | null {
  for (const directory of path.split(delimiter)) {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return join(directory, program);
    } catch {
      // Not here: the next one.
    }
  }
  return null;
}
