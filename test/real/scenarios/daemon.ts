// Whatever happens to the daemon, no prompt waits for it, leaving works and the guard holds.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  cd,
  daemonWasMute,
  has,
  inside,
  leave,
  meanwhile,
  note,
  outside,
  prints,
  printsNothing,
  types,
} from "../steps.ts";
import { refusal } from "../pip-steps.ts";
import { kill, namesIn } from "../sandbox.ts";
import type { Scenario, Stage, Step } from "../stage.ts";

const projects = { proj: "trusted" } as const;

/** Far above what is promised (50 ms, a start 250 ms, a run without the daemon): a busy machine is no failure. */
const generousMs = 3000;

function signals(signal: NodeJS.Signals): Step {
  return meanwhile(async ({ t, sandbox }) => {
    const pid = await sandbox.awaitDaemon();
    t.ok(pid, "a daemon serves");
    if (pid !== null) {
      kill(pid, signal);
    }
  });
}

/** A line after which the prompt is there at once. */
function promptly(line: string | ((stage: Stage) => string)): Step {
  return meanwhile(async (stage) => {
    const typed = typeof line === "string" ? line : line(stage);
    const turn = await stage.terminal.run(typed);
    const { elapsedMs } = turn;
    stage.t.ok(elapsedMs < generousMs, `${typed}: ${Math.round(elapsedMs)} ms`);
    note(stage, turn);
  });
}

/** The stopped daemon goes on, and has taken back that it was mute: the prompt after that asks again. */
const recovers: readonly Step[] = [
  signals("SIGCONT"),
  meanwhile(async ({ sandbox }) => {
    await daemonWasMute(sandbox);
  }),
  types(""),
];

/** Kills the daemon where nobody fetches the dead: a `sleep` that inherits a child leaves it a corpse. */
function leavesCorpse(): Step {
  return async (stage) => {
    const { t, sandbox } = stage;
    await signals("SIGKILL")(stage);
    const parent = spawn("/bin/sh", ["-c", "sleep 0 & echo $!; exec sleep 30"]);
    t.teardown(() => parent.kill("SIGKILL"));
    const [corpse] = await once(parent.stdout, "data");
    const directory = sandbox.runtimeDirectory() ?? "";
    writeFileSync(join(directory, "pid"), String(corpse));
    // As if ten seconds had passed since the last start.
    for (const name of namesIn(directory).filter((each) => each.startsWith("start."))) {
      rmSync(join(directory, name), { recursive: true });
    }
  };
}

const holds: readonly Step[] = [
  promptly(({ dialect, path }) => dialect.cd(path)),
  outside(),
  promptly("pip install requests"),
  prints(refusal),
  promptly(""),
  promptly(""),
  printsNothing(),
];

/** Nobody else's daemon: an account that is not this one, where root can make such a directory. */
function foreignDirectory(path: string): string {
  if (process.getuid?.() !== 0) {
    return "/";
  }
  mkdirSync(path, { mode: 0o700 });
  chownSync(path, 54_321, 54_321);
  return path;
}

export const daemon: readonly Scenario[] = [
  {
    name: "leaves and refuses after the daemon was killed",
    projects,
    alone: true,
    steps: [cd("proj"), inside("proj"), signals("SIGKILL"), promptly(""), ...holds],
  },
  {
    name: "starts another one after the daemon was killed",
    projects,
    alone: true,
    steps: [
      cd("proj"),
      inside("proj"),
      signals("SIGKILL"),
      leave(),
      meanwhile(async ({ sandbox, path }) => {
        // As soon as it may: one start in ten seconds.
        await sandbox.pyguard(["daemon", "start"], path);
      }),
      cd("proj"),
      inside("proj"),
      leave(),
      outside(),
    ],
  },
  {
    name: "starts another one at the next prompt that needs it, also where the dead one is never fetched",
    projects,
    alone: true,
    steps: [cd("proj"), inside("proj"), leave(), leavesCorpse(), cd("proj"), inside("proj")],
  },
  {
    name: "says nothing of a daemon that left and took its names along",
    projects,
    alone: true,
    steps: [
      cd("proj"),
      inside("proj"),
      leave(),
      signals("SIGKILL"),
      meanwhile(({ sandbox }) => {
        const directory = sandbox.runtimeDirectory() ?? "";
        for (const name of namesIn(directory).filter((each) => /^(?:up\.|pid$|sock$)/.test(each))) {
          rmSync(join(directory, name));
        }
      }),
      cd("proj"),
      printsNothing(),
      leave(),
      printsNothing(),
    ],
  },
  {
    name: "leaves and refuses while the daemon is stopped",
    projects,
    alone: true,
    steps: [
      cd("proj"),
      inside("proj"),
      signals("SIGSTOP"),
      promptly(""),
      ...holds,
      promptly(({ dialect, path }) => dialect.cd(`${path}/proj`)),
      promptly(""),
      signals("SIGCONT"),
    ],
  },
  {
    name: "does not forget what was activated while the daemon was stopped",
    projects: { proj: "untrusted" },
    alone: true,
    steps: [
      cd("proj"),
      outside(),
      signals("SIGSTOP"),
      promptly(({ dialect: { source, activate }, path }) =>
        source(`${path}/proj/.venv/bin/${activate}`),
      ),
      promptly(""),
      ...recovers,
      inside("proj"),
    ],
  },
  {
    name: "takes no late answer to what was asked before an activation",
    projects: { proj: "untrusted" },
    alone: true,
    steps: [
      outside(),
      signals("SIGSTOP"),
      promptly(({ dialect, path }) => dialect.cd(`${path}/proj`)),
      promptly(({ dialect: { source, activate }, path }) =>
        source(`${path}/proj/.venv/bin/${activate}`),
      ),
      ...recovers,
      inside("proj"),
    ],
  },
  {
    name: "is inert where the runtime directory is somebody else's",
    projects,
    alone: true,
    environment: ({ path }) => ({ XDG_RUNTIME_DIR: foreignDirectory(`${path}/foreign`) }),
    steps: [
      cd("proj"),
      printsNothing(),
      has("VIRTUAL_ENV", undefined),
      outside(),
      leave(),
      types("pip install requests"),
      prints("pip ran\n"),
    ],
  },
  {
    name: "works without a daemon under PYGUARD_DAEMON=0",
    projects,
    alone: true,
    environment: () => ({ PYGUARD_DAEMON: "0" }),
    steps: [
      outside(),
      cd("proj"),
      inside("proj"),
      types("pip install requests"),
      prints("pip ran\n"),
      leave(),
      outside(),
      types("pip install requests"),
      prints(refusal),
      meanwhile(({ t, sandbox }) => {
        t.equal(sandbox.daemon(), null, "no daemon was started");
      }),
    ],
  },
  {
    name: "works without a daemon after pyguard daemon stop",
    projects,
    alone: true,
    steps: [
      cd("proj"),
      inside("proj"),
      types("pyguard daemon stop"),
      leave(),
      outside(),
      cd("proj"),
      inside("proj"),
      types("pyguard daemon start"),
      leave(),
      outside(),
      cd("proj"),
      inside("proj"),
    ],
  },
  {
    name: "goes on where nothing can be written to the runtime directory",
    projects,
    alone: true,
    steps: [
      cd("proj"),
      inside("proj"),
      meanwhile(({ sandbox }) => {
        chmodSync(sandbox.runtimeDirectory() ?? "", 0o500);
      }),
      promptly(({ dialect, path }) => dialect.cd(path)),
      outside(),
      meanwhile(({ sandbox }) => {
        chmodSync(sandbox.runtimeDirectory() ?? "", 0o700);
      }),
    ],
  },
];
