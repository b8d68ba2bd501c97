// `pyguard daemon`: the background program by hand. Normally the hooks start it and it leaves by itself.

import type { Command } from "commander";
import { allowStart, findOwner, forbidStart, stopDaemon } from "../../daemon/io/control.ts";
import { makeRuntimeDirectory } from "../../daemon/io/runtime-directory.ts";
import type { Context } from "../context.ts";
import { showLog } from "../daemon/show-log.ts";
import { showStatus } from "../daemon/show-status.ts";
import { startDaemon } from "../daemon/start-daemon.ts";
import { findPlace } from "../find-place.ts";

/** Adds `daemon start|stop|restart|status|log`. */
export function registerDaemon(program: Command, context: Context): void {
  const daemon = program
    .command("daemon")
    .description("the background program that answers your shells: start, stop, look at it")
    .argument("[what]")
    .action((what?: string) => {
      const wrong = what === undefined ? "say which" : `unknown command '${what}'`;
      context.misuse(`${wrong}: pyguard daemon start, stop, restart, status or log`);
    });
  daemon
    .command("start")
    .description("start it, also after `stop`")
    .action(() => inDirectory(context, (directory) => start(context, directory)));
  daemon
    .command("stop")
    .description("stop it until `start` or the next boot; shells then ask without it")
    .action(() => inDirectory(context, (directory) => stop(context, directory)));
  daemon
    .command("restart")
    .description("stop it and start it again")
    .action(() => inDirectory(context, (directory) => restart(context, directory)));
  daemon
    .command("status")
    .description("who it is, since when, for whom, and when it leaves")
    .option("--json", "for programs")
    .action((options: { readonly json?: boolean }) =>
      inDirectory(context, (directory) =>
        showStatus(context, directory, options.json === true ? "json" : "text"),
      ),
    );
  daemon
    .command("log")
    .description("what it has noted, the latest last")
    .action(() => showLog(context));
}

/** Runs a command where this account's shells and daemon meet, or says why there is no such place. */
async function inDirectory(
  context: Context,
  run: (directory: string) => Promise<void>,
): Promise<void> {
  const place = findPlace(context);
  const made = makeRuntimeDirectory(place);
  if (place.kind === "none" || made.kind === "bad") {
    const reason = made.kind === "bad" ? made.reason : "there is no place for it";
    context.fail(`no daemon can run: ${reason}`);
    return;
  }
  await run(place.path);
}

async function start(context: Context, directory: string): Promise<void> {
  allowStart(directory);
  const started = await startDaemon(directory, context);
  if (started.kind === "failed") {
    context.fail(`the daemon did not start: ${started.reason}`);
    return;
  }
  const { pid, version } = started.status;
  context.write(`pyguard ${version} answers your shells, process ${pid}\n`);
}

async function stop(context: Context, directory: string): Promise<void> {
  const owner = findOwner(directory);
  forbidStart(directory);
  if (!(await stopDaemon(directory))) {
    context.fail(`process ${owner?.pid ?? 0} does not end, not even by SIGKILL`);
    return;
  }
  context.write(
    `${owner === null ? "no daemon ran" : `stopped process ${owner.pid}`}; none starts until \`pyguard daemon start\` or the next boot\n`,
  );
}

async function restart(context: Context, directory: string): Promise<void> {
  if (!(await stopDaemon(directory))) {
    context.fail("the daemon that runs does not end, not even by SIGKILL");
    return;
  }
  await start(context, directory);
}
