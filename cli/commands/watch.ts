// `pyguard watch`: what happens in your shells, as it happens.

import type { Command } from "commander";
import { WebSocket } from "ws";
import { toText } from "../../daemon/core/bytes.ts";
import { findRuntimeDirectory } from "../../daemon/io/runtime-directory.ts";
import { socketName } from "../../daemon/wire/names.ts";
import type { Context } from "../context.ts";
import { showEvent } from "../watch/show-event.ts";

/** Adds `watch`, which ends with Ctrl-C or with the daemon. */
export function registerWatch(program: Command, context: Context): void {
  program
    .command("watch")
    .description("show live what happens: entered, left, refused, probed, trust changed, broken")
    .option("--json", "one object a line, schema 1")
    .action((options: { readonly json?: boolean }) =>
      watch(context, options.json === true ? "json" : "text"),
    );
}

async function watch(context: Context, form: "json" | "text"): Promise<void> {
  const given = context.environment.get("XDG_RUNTIME_DIR");
  const place = findRuntimeDirectory(given === undefined ? undefined : toText(given));
  if (place.kind === "none") {
    fail(context, "no daemon can run here, so there is nothing to watch");
    return;
  }
  const socket = new WebSocket(`ws+unix:${place.path}/${socketName}:/events`);
  await new Promise<void>((resolve) => {
    socket.on("open", () => {
      if (form === "text") {
        context.complain("watching; Ctrl-C ends it");
      }
    });
    socket.on("message", (data: Buffer) => {
      context.write(render(data.toString("utf8"), { form, home: toText(context.home) }));
    });
    socket.on("error", () => {
      fail(context, "no daemon answers, so there is nothing to watch: pyguard daemon start");
    });
    socket.on("close", resolve);
    process.stdout.on("error", () => socket.terminate());
    process.once("SIGINT", () => socket.terminate());
  });
}

type View = { readonly form: "json" | "text"; readonly home: string };

function render(data: string, { form, home }: View): string {
  if (form === "json") {
    return `${data}\n`;
  }
  const line = showEvent(JSON.parse(data), home);
  return line === null ? "" : `${line}\n`;
}

function fail(context: Context, line: string): void {
  context.complain(line);
  context.finish(1);
}
