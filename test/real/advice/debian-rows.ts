// Debian without python3-venv: for root, for who may use sudo, and for who may do nothing.

import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Farm } from "./farm.ts";
import { exactly, inPlace, type, type Row } from "./paste.ts";
import type { Scene } from "./scene.ts";
import { library, packageLists, within } from "./view.ts";

export const tiny = "tiny_advice";
const version = library.replace(/^.*python/, "");
const install = `apt install python${version}-venv`;

/** What Debian's programs do here, to the shell's own view of the system. */
export function debiansPrograms({ quick }: Farm): Readonly<Record<string, string>> {
  return {
    apt: `case "$*" in
  update) : >${packageLists}/x_Packages ;;
  'install python${version}-venv')
    [ "$(id -u)" = 0 ] || [ -n "$SUDO_UID" ] || { echo 'E: are you root?' >&2; exit 100; }
    [ -e ${packageLists}/x_Packages ] || { echo 'E: Unable to locate package' >&2; exit 100; }
    ln -s '${quick}/ensurepip' ${library}/ensurepip ;;
  *) exit 100 ;;
esac
`,
    sudo: `case " $(id -G) " in
  *' 27 '*) SUDO_UID=$(id -u) exec "$@" ;;
  *) echo 'you are not in the sudoers file. This incident will be reported.' >&2; exit 1 ;;
esac
`,
  };
}

export type Plan = {
  readonly name: string;
  readonly line: string | RegExp;
  readonly types?: string;
  /** Comes before it, in the row's directory. */
  readonly first?: (scene: Scene) => Promise<unknown> | void;
  /** First on PATH, or all of it there is of Python. */
  readonly path?: (scene: Scene) => string;
  readonly isAlone?: true;
  readonly meanwhile?: Row["meanwhile"];
  readonly isAtHome?: true;
};

/** A row in a directory of its own, where the package is not installed. */
export function rowOf(plan: Plan, farm: Farm): Row {
  const { name, line, types, first, path, isAtHome, isAlone, meanwhile } = plan;
  const own = name.replaceAll(/[^a-z]+/gi, "-").toLowerCase();
  return {
    name,
    package: tiny,
    go: async (scene) => {
      const { sandbox, dialect } = scene;
      await type(scene, dialect.cd(sandbox.home));
      takeAway(scene);
      const before = path === undefined ? [] : [path(scene)];
      const systems = isAlone === true ? [] : ["/usr/bin"];
      const entries = [...before, join(sandbox.home, "bin"), ...systems, farm.tools];
      await type(scene, dialect.set("PATH", entries.join(":")));
      if (isAtHome !== true) {
        // By the shell, whose user may be another than this test's.
        const directory = join(scene.path, own);
        await type(scene, `mkdir ${dialect.quote(directory)}`);
        await type(scene, dialect.cd(directory));
      }
      await first?.(scene);
    },
    ...(meanwhile === undefined ? {} : { meanwhile }),
    types: types ?? `pip install ${tiny}`,
    line: typeof line === "string" ? exactly(line) : line,
    lands:
      isAtHome === true ? ({ sandbox }) => join(sandbox.home, "my-project/.venv") : inPlace(own),
  };
}

/** The package is not installed, or not any more. */
function takeAway({ terminal }: Scene): void {
  const seen = (path: string): string => within(terminal.pid, path);
  rmSync(seen(`${library}/ensurepip`), { force: true });
  // What `sudo` leads to here is no more than the user.
  chmodSync(seen(library), 0o777);
}

export const withoutPip = (scene: Scene) => type(scene, "pyguard venv --without-pip");

export function rowsForRoot(farm: Farm): readonly Row[] {
  const plans: readonly Plan[] = [
    { name: "root", line: `${install} && pyguard venv && pip install ${tiny}` },
    {
      name: "root, where apt has no lists",
      first: ({ terminal }) => rmSync(within(terminal.pid, `${packageLists}/x_Packages`)),
      line: `apt update && ${install} && pyguard venv && pip install ${tiny}`,
    },
    {
      name: "root at home",
      isAtHome: true,
      line: `${install} && mkdir -p ~/my-project && cd ~/my-project && pyguard venv && pip install ${tiny}`,
    },
    {
      name: "root, in an environment without pip",
      first: withoutPip,
      line: `${install} && python -m ensurepip --default-pip && python -m pip install ${tiny}`,
    },
  ];
  return plans.map((plan) => rowOf(plan, farm));
}

export function rowsForAdministrators(farm: Farm): readonly Row[] {
  const line = `sudo ${install} && pyguard venv && pip install ${tiny}`;
  return [rowOf({ name: "somebody who may use sudo", line }, farm)];
}
