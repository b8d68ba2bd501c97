// Debian without python3-venv: the command that `pyguard venv` names must find the package.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import t from "tap";
import { makeThrowAway } from "../real/throw-away.ts";

const program = fileURLToPath(new URL("../../../cli/pyguard", import.meta.url));
const namespace = ["-m", "true"];
const isDebian = existsSync("/etc/debian_version") && existsSync("/usr/bin/python3");
const canShow =
  isDebian && process.geteuid?.() === 0 && spawnSync("unshare", namespace).status === 0;

// In this view Python has no ensurepip, and apt the lists that are asked for.
const view = `lib=/usr/lib/$1
mkdir "$2/lib" "$2/farm" "$2/lists" "$2/project" && mount --bind "$lib" "$2/lib" || exit
for name in "$2/lib"/*; do
  case $name in */ensurepip) ;; *) ln -s "$name" "$2/farm/" ;; esac
done
[ -z "$4" ] || : >"$2/lists/$4"
mount --bind "$2/farm" "$lib" && mount --bind "$2/lists" /var/lib/apt/lists && cd "$2/project" && exec "$3" venv`;

t.test("apt's lists are fetched where there are none", { skip: !canShow }, async (t) => {
  const asked = "import sys; print('python%d.%d' % sys.version_info[:2])";
  const version = execFileSync("/usr/bin/python3", ["-c", asked], { encoding: "utf8" }).trim();
  for (const [list, first] of [
    ["", "apt update && "],
    ["deb_Packages", ""],
  ] as const) {
    const { path, remove } = makeThrowAway();
    t.teardown(remove);
    const words = ["-m", "sh", "-c", view, "sh", version, path, program, list];
    const env = { HOME: path, XDG_RUNTIME_DIR: path, PATH: "/usr/bin:/bin" };
    const { stderr } = spawnSync("unshare", words, { env, encoding: "utf8" });
    const advice = `first: ${first}apt install ${version}-venv\n`;
    t.equal(stderr, `pyguard: /usr/bin/python3 cannot make environments yet; ${advice}`);
  }
});
