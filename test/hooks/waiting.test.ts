// How long bash waits for a daemon that starts, and for how long it does without one that was mute: by the clock.

import { execa } from "execa";
import { join } from "node:path";
import t from "tap";
import { clone } from "../real/sandbox.ts";
import { findShells } from "../real/shells.ts";

/** Looks for a daemon that never comes, where a look takes a tenth of a second; says how often. */
const script = `. '${join(clone, "hooks/ask.bash")}'
looks=0
__pyguard_launch() { :; }
__pyguard_is_mute() { return 1; }
__pyguard_venv_above() { return 0; }
__pyguard_note_mute() { :; }
__pyguard_is_present() {
  looks=$((looks + 1))
  /bin/sleep 0.1
  return 1
}
__pyguard_start
printf '%s %s\\n' "$?" "\${looks}"`;

const bash = findShells().here.find(({ name }) => name === "bash");
const hasClock =
  bash !== undefined && (await execa(bash.path, ["-c", "echo $EPOCHREALTIME"])).stdout !== "";

t.test(
  "bash gives up after a quarter of a second, however few naps that were",
  { skip: hasClock ? false : "needs bash 5" },
  async (t) => {
    const { stdout } = await execa(bash?.path ?? "", ["--noprofile", "--norc", "-c", script]);
    const [status, looks] = stdout.split(" ").map(Number);
    t.equal(status, 1);
    t.ok(looks !== undefined && looks >= 1 && looks <= 2, `${looks} looks`);
  },
);

/** In this shell alone, as where nothing can be written down: muted in the thousandth minute, asked in another. */
const muteAt = (minute: number): string => `. '${join(clone, "hooks/ask.bash")}'
__pyguard_runtime=/gone __pyguard_muted=1000 __pyguard_seconds=${minute * 60}
if __pyguard_is_mute; then echo mute; else echo asks; fi`;

t.test(
  "bash does without a mute daemon for that minute and the next",
  { skip: bash === undefined },
  async (t) => {
    for (const [minute, expected] of [
      [1000, "mute"],
      [1001, "mute"],
      [1002, "asks"],
      // The clock was set back.
      [998, "asks"],
    ] as const) {
      const words = ["--noprofile", "--norc", "-c", muteAt(minute)];
      const { stdout } = await execa(bash?.path ?? "", words);
      t.equal(stdout, expected, `minute ${minute}`);
    }
  },
);
