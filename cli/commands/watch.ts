// `pyguard watch`: what happens in your shells, as it happens.

import type { Command } from "commander";
import { WebSocket } from "ws";
import { toText } from "../../daemon/core/bytes.ts";
import { socketName } from "../../daemon/wire/names.ts";
import type { Context } from "../context.ts";
import { findPlace } from "../find-place.ts";
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
  const place = findPlace(context);
  if (place.kind === "none") {
    context.fail("no daemon can run here, so there is nothing to watch");
    return;
  }
  const socket = new WebSocket(`ws+unix:${place.path}/${socketName}:/events`);
  await new Promise<void>((resolve) => {
    let isOpen = false;
    socket.on("open", () => {
      isOpen = true;
      if (form === "text") {
        context.complain("watching; Ctrl-C ends it");
      }
    });
    socket.on("message", (data: Buffer) => {
      context.write(render(data.toString("utf8"), { form, home: toText(context.home) }));
    });
    socket.on("error", () => {
      context.fail("no daemon answers, so there is nothing to watch: pyguard daemon start");
    });
    socket.on("close", () => {
      if (isOpen) {
        context.complain("the daemon stopped, so there is nothing more to watch");
      }
      resolve();
    });
    process.once("SIGINT", () => {
      isOpen = false;
      socket.terminate();
    });
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
