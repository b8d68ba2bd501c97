// Fifty shells start at once on a cold machine: one daemon ever serves, and all fifty end up in the right place.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { until } from "../daemon/io/stage.ts";

const clone = fileURLToPath(new URL("../../../", import.meta.url));
const shells = 50;

/** A prompt that comes too early for a machine with two processors is followed by the next one. */
const prompts = `
. "$1/hooks/pyguard.bash"
for ((try = 0; try < 60; try++)); do
  __pyguard_hook
  [[ -n \${VIRTUAL_ENV-} ]] && break
  sleep 0.5
done
printf '%s' "\${VIRTUAL_ENV-}"
`;

t.test("fifty cold shells, one daemon, fifty right answers", async (test) => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "pg-50-")));
  const project = join(root, "home/project");
  const run = join(root, "run");
  mkdirSync(project, { recursive: true });
  mkdirSync(run, { mode: 0o700 });
  const environment = {
    HOME: join(root, "home"),
    PATH: `${join(process.execPath, "..")}:/usr/bin:/bin`,
    XDG_RUNTIME_DIR: run,
    LANG: "C.UTF-8",
  };
  execFileSync("python3", ["-m", "venv", "--without-pip", ".venv"], { cwd: project });
  execFileSync(join(clone, "cli/pyguard"), ["trust"], { cwd: project, env: environment });

  const answers = await Promise.all(
    Array.from({ length: shells }, async () => startShell(project, environment)),
  );
  test.same(new Set(answers), new Set([join(project, ".venv")]), "all are where they should be");

  const [id = ""] = readdirSync(join(run, "pyguard"));
  const runtime = join(run, "pyguard", id);
  const names = readdirSync(runtime);
  test.same(
    names.filter((name) => name.startsWith("g.")),
    ["g.1"],
    "the number was claimed once",
  );
  test.equal(names.filter((name) => name.startsWith("up.")).length, 1, "one serves");
  const pid = Number(readFileSync(join(runtime, "pid"), "utf8"));
  test.same(daemonsOf(runtime), [pid], "one lives");

  process.kill(pid);
  await until(runtime, () => daemonsOf(runtime).length === 0);
  rmSync(root, { recursive: true, force: true });
});

async function startShell(directory: string, environment: Record<string, string>): Promise<string> {
  const words = ["--noprofile", "--norc", "-i", "-c", prompts, "bash", clone.replace(/\/$/, "")];
  const child = spawn("bash", words, { cwd: directory, env: environment });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.once("close", () => resolve(Buffer.concat(chunks).toString("utf8")));
  });
}

/** The processes whose title names this directory. */
function daemonsOf(runtime: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => titleOf(name) === `pyguard: ${runtime}`)
    .map(Number);
}

function titleOf(pid: string): string {
  try {
    return readFileSync(join("/proc", pid, "cmdline"), "utf8").replace(/\0+$/, "");
  } catch {
    return "";
  }
}
