// How long bash waits for a daemon that starts: by the clock, since on a busy machine each nap is longer.

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
