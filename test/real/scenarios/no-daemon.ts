// Where no daemon runs, and nobody waits for one any more.

import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { kill, namesIn } from "../sandbox.ts";
import { cd, daemonWasMute, inside, leave, meanwhile, outside, types } from "../steps.ts";
import type { Scenario, Step } from "../stage.ts";

/** A shell that waited once for a daemon does not wait again: a start is awaited 220 ms at least. */
function waitsNoMore(): Step {
  return meanwhile(async ({ t, terminal }) => {
    let quickest = Infinity;
    for (let prompts = 0; prompts < 6; prompts += 1) {
      quickest = Math.min(quickest, (await terminal.run("")).elapsedMs);
    }
    t.ok(quickest < 200, `${Math.round(quickest)} ms`);
  });
}

/** The daemon dies, and the next one came to nothing: somebody waited for it in vain, and it was ten seconds ago. */
const failsToStart: Step = meanwhile(async ({ t, sandbox }) => {
  const pid = await sandbox.awaitDaemon();
  t.ok(pid, "a daemon serves");
  if (pid !== null) {
    kill(pid, "SIGKILL");
  }
  const directory = sandbox.runtimeDirectory() ?? "";
  for (const name of namesIn(directory).filter((each) => /^(?:start|mute)\./.test(each))) {
    rmSync(join(directory, name));
  }
  writeFileSync(join(directory, `mute.${Math.floor(Date.now() / 60_000)}`), "");
});

const anotherServes: Step = meanwhile(async ({ t, sandbox }) => {
  t.ok(await sandbox.awaitDaemon(), "another daemon serves");
  await daemonWasMute(sandbox);
});

/** As hooks name the directory; docs/wire.md. */
function mountNamespace(): string {
  const file = "/proc/self/mountinfo";
  return existsSync(file) ? (readFileSync(file, "utf8").split(" ", 1)[0] ?? "0") : "0";
}

export const noDaemon: readonly Scenario[] = [
  {
    name: "waits once where no daemon can run and nothing can be written down",
    projects: { proj: "trusted" },
    alone: true,
    environment: ({ path }) => {
      mkdirSync(`${path}/run`, { mode: 0o700 });
      writeFileSync(`${path}/run/pyguard`, "");
      return { XDG_RUNTIME_DIR: `${path}/run` };
    },
    steps: [cd("proj"), outside(), waitsNoMore()],
  },
  {
    name: "starts another daemon also in the minute in which nobody waits for one",
    projects: { proj: "trusted" },
    alone: true,
    steps: [
      cd("proj"),
      inside("proj"),
      leave(),
      failsToStart,
      meanwhile(async ({ terminal, dialect, path }) => {
        await terminal.run(dialect.cd(`${path}/proj`));
      }),
      anotherServes,
      types(""),
      inside("proj"),
    ],
  },
  {
    name: "writes nothing where the runtime directory is a link, which may be somebody else's",
    projects: { proj: "trusted" },
    alone: true,
    environment: ({ path }) => {
      mkdirSync(`${path}/run/pyguard`, { mode: 0o700, recursive: true });
      mkdirSync(`${path}/mine`, { mode: 0o700 });
      symlinkSync(`${path}/mine`, `${path}/run/pyguard/${mountNamespace()}`);
      return { XDG_RUNTIME_DIR: `${path}/run` };
    },
    steps: [
      cd("proj"),
      outside(),
      meanwhile(({ t, path }) => {
        t.strictSame(readdirSync(`${path}/mine`), []);
      }),
    ],
  },
];
