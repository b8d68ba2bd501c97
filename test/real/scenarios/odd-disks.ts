// Environments on disks whose owners, modes or inodes prove nothing: what is seen there counts for less than what is said.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { onMachine } from "../machines.ts";
import type { Scenario, Step } from "../stage.ts";
import { has, printsNothing, tells, types } from "../steps.ts";
import { create } from "./honest-week.ts";

/** The row's `disk`, mounted where the desktop mounts what was plugged in. */
const plugIn = 'mount --bind "$1/disk" /media';

const goes = (path: string): Step => types(({ cd }) => cd(path));
const isInside = has("VIRTUAL_ENV", "/media/proj/.venv");
const isOutside = has("VIRTUAL_ENV", undefined);

const prepare: Scenario["prepare"] = ({ path }) => {
  mkdirSync(join(path, "disk/proj"), { recursive: true });
};

/**
 * The same disk in a mount table that calls it vfat, and modes as vfat shows them. The table is of the process that reads
 * it, so all of /proc has to be another: only the answers that one run gives can be had there.
 */
const withoutModes = `
mkdir -p "$1/stick" "$1/proc"
mount --bind "$1/disk" "$1/stick"
chmod 0777 "$1/disk" "$1/disk/proj"
sed "s#\\\\( $1/stick .* - \\\\)[a-z0-9]*#\\\\1vfat#" /proc/self/mountinfo >"$1/table"
mount -t tmpfs pyguard "$1/proc"
mkdir -p "$1/proc/self" "$1/proc/sys/kernel/random"
cat "$1/table" >"$1/proc/self/mountinfo"
cat /proc/sys/kernel/random/boot_id >"$1/proc/sys/kernel/random/boot_id"
mount --move "$1/proc" /proc
umask 000
`;

export const oddDisks: readonly Scenario[] = [
  {
    name: "a removable disk: what is said holds until the next boot, what is seen does not count",
    alone: true,
    prepare,
    steps: [
      onMachine(
        { name: "one", setup: plugIn },
        goes("/media/proj"),
        types(create),
        types(""),
        isOutside,
        types(({ source, activate }) => source(`.venv/bin/${activate}`)),
        types("deactivate"),
        types("pyguard trust"),
        types(""),
        isInside,
        goes("/"),
        isOutside,
        goes("/media/proj"),
        printsNothing(),
        isInside,
      ),
      onMachine(
        { name: "later", setup: plugIn },
        goes("/media/proj"),
        tells(/pyguard: not entering/u),
        isOutside,
      ),
    ],
  },
  {
    name: "a disk that keeps no modes: what is seen being made proves nothing, activating by hand counts",
    // The others read from /proc/self themselves.
    shells: ["zsh"],
    alone: true,
    prepare,
    steps: [
      onMachine(
        { name: "fat", setup: withoutModes, environment: { PYGUARD_DAEMON: "0" } },
        types(({ cd }, { path }) => cd(`${path}/stick/proj`)),
        types(create),
        types(""),
        isOutside,
        types(({ source, activate }) => source(`.venv/bin/${activate}`)),
        types(""),
        has("PYGUARD_ACTIVE", ({ path }) => `${path}/stick/proj/.venv:${path}/stick/proj`),
        goes("/"),
        isOutside,
        types(({ cd }, { path }) => cd(`${path}/stick/proj`)),
        printsNothing(),
        has("VIRTUAL_ENV", ({ path }) => `${path}/stick/proj/.venv`),
      ),
    ],
  },
];
