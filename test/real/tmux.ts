// A tmux server that was started from the shell on stage, and what a shell in one of its windows has in its environment.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { interactiveArgv } from "./launch.ts";
import { findOnPath } from "./shells.ts";
import type { Stage, Step } from "./stage.ts";

export type Window = {
  /** Types a line and waits until it is done. */
  readonly types: (line: string) => Promise<void>;
  readonly variables: () => Promise<ReadonlyMap<string, string>>;
  /** Everything that is on its screen. */
  readonly screen: () => string;
};

const tmux = findOnPath("tmux");
const waits = 150;

/** Starts a server with one window in this directory, as somebody types it. */
export function inTmux(
  directory: string,
  act: (window: Window, stage: Stage) => Promise<void>,
): Step {
  return async (stage) => {
    if (tmux === null) {
      stage.t.comment("tmux: not found, left out");
      return;
    }
    const socket = join(stage.sandbox.home, "tmux");
    const command = interactiveArgv(stage.shell).join(" ");
    const place = join(stage.path, directory);
    const quoted = [`${tmux} -S ${socket} -f /dev/null new-session -d -x 200 -y 50 -c ${place}`];
    await stage.terminal.run([...quoted, `'${command}'`].join(" "));
    try {
      const window = makeWindow(socket, stage);
      await until(() => window.screen().includes(">"));
      await act(window, stage);
    } finally {
      spawnSync(tmux, ["-S", socket, "kill-server"]);
    }
  };
}

function makeWindow(socket: string, stage: Stage): Window {
  const tell = (...words: readonly string[]): string =>
    spawnSync(tmux ?? "", ["-S", socket, ...words], { encoding: "utf8" }).stdout;
  const done = join(stage.sandbox.home, "done");
  const type = async (line: string): Promise<void> => {
    rmSync(done, { force: true });
    tell("send-keys", "-l", `${line}; /usr/bin/touch ${done}`);
    tell("send-keys", "Enter");
    await until(() => existsSync(done));
  };
  return {
    types: type,
    screen: () => tell("capture-pane", "-p"),
    variables: async () => {
      const file = join(stage.sandbox.home, "variables");
      await type(`/usr/bin/env >${file}`);
      const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
      return new Map(
        lines.map((line) => [line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1)]),
      );
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < waits && !isSo(); tries += 1) {
    await pass(100);
  }
}
