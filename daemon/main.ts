// The daemon: `main.js R [WHO-STARTED-IT] [--force]`. Only what belongs to the process is here.

import { fileURLToPath } from "node:url";
import { fromText } from "./core/bytes.ts";
import { closeInherited } from "./io/inherited.ts";
import { readVersion } from "./io/version.ts";
import { runDaemon } from "./run.ts";

const [, , directory = "", startedBy = "", force = ""] = process.argv;
const packageFile = fileURLToPath(new URL("../../package.json", import.meta.url));
const home = process.env["HOME"] ?? "/";
const state = `${process.env["XDG_STATE_HOME"] ?? `${home}/.local/state`}/pyguard`;
const config = `${process.env["XDG_CONFIG_HOME"] ?? `${home}/.config`}/pyguard/config.toml`;

process.umask(0o077);
process.chdir("/");
process.title = `pyguard: ${directory}`;
closeInherited();
process.exit(await main());

async function main(): Promise<number> {
  const run = await runDaemon({
    directory,
    startedBy,
    isForced: force === "--force",
    version: readVersion(packageFile) ?? "0.0.0",
    packageFile,
    logFile: `${state}/daemon.log`,
    isDebug: process.env["PYGUARD_LOG"] === "debug",
    configFile: process.env["PYGUARD_CONFIG"] ?? config,
    trust: [fromText(`${state}/trust`), fromText(`${state}/deny`)],
    loadService: async (ports) => (await import("./load-service.ts")).loadService(ports),
  }).catch((error: unknown) => ({ kind: "failed" as const, reason: describe(error) }));
  if (run.kind !== "serving") {
    return refuse(run);
  }
  let signals = 0;
  process.on("SIGTERM", () => {
    signals += 1;
    run.stop("asked by a signal");
    if (signals > 1) {
      process.exit(0);
    }
  });
  process.on("uncaughtException", (error) => run.failed("an error nobody expected", error));
  await run.ended;
  return 0;
}

/** The launcher keeps what is said here as the reason why no daemon is there. */
function refuse(run: { readonly kind: "left" | "failed"; readonly reason: string }): number {
  if (run.kind === "failed") {
    process.stderr.write(`pyguard: the daemon did not start: ${run.reason}\n`);
  }
  return run.kind === "failed" ? 1 : 0;
}

function describe(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll("\n", " ");
}
