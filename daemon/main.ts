// The daemon: `main.js R [WHO-STARTED-IT] [--force]`. Only what belongs to the process is here.

import { dirname } from "node:path";
import { toVariables } from "./core/variables.ts";
import { findHome } from "./io/home.ts";
import { closeInherited } from "./io/inherited.ts";
import { readVersion } from "./io/version.ts";
import { runDaemon } from "./run.ts";

const [, script = "", directory = "", startedBy = "", force = ""] = process.argv;
// Not where this file really is: an installation is a link, and the next one turns it elsewhere.
const packageFile = `${dirname(dirname(dirname(script)))}/package.json`;
const environment = toVariables(process.env);
const home = findHome(environment);

process.umask(0o077);
process.chdir("/");
process.title = `pyguard: ${directory}`;
// Node answers it with a debugger on a TCP port, where every account of the machine could run code as this one.
process.on("SIGUSR1", () => {});
closeInherited();
process.exit(await main());

async function main(): Promise<number> {
  const run = await runDaemon({
    directory,
    // A process may call itself what it likes, and terminals obey some of that.
    startedBy: startedBy.replaceAll(/[^ -~]+/g, "?"),
    isForced: force === "--force",
    version: readVersion(packageFile) ?? "0.0.0",
    packageFile,
    isDebug: environment.get("PYGUARD_LOG") === "debug",
    loadService: async (ports) =>
      (await import("./load-service.ts")).loadService(environment, home, ports),
  });
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
