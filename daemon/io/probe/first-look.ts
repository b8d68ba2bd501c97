// What can be told of a program without running it, where running it would do harm or could not work.

import { asBytes, fromText, toBuffer, type Bytes } from "../../core/bytes.ts";
import type { World } from "../world.ts";
import { constants } from "node:fs";
import { access, open } from "node:fs/promises";

export type FirstLook =
  | { readonly kind: "program" }
  /** Apple's or Microsoft's placeholder: running it opens a window that offers to install something. */
  | { readonly kind: "stub"; readonly why: string }
  | { readonly kind: "unrunnable"; readonly why: string };

const program: FirstLook = { kind: "program" };

/** `real` is the file itself, links followed. */
export async function lookFirst(world: World, real: Bytes): Promise<FirstLook> {
  return (await findStub(world, real)) ?? (await readKind(world, real));
}

/** Where the Command Line Tools, or Xcode, keep the Python that /usr/bin/python3 stands for. */
const developerTools = [
  "/Library/Developer/CommandLineTools/usr/bin/python3",
  "/var/db/xcode_select_link/usr/bin/python3",
];

/** By path alone, as far as possible; `platform` is a parameter because no machine is all of them. */
export async function findStub(
  world: Pick<World, "realpath">,
  path: Bytes,
  platform: NodeJS.Platform = process.platform,
): Promise<FirstLook | null> {
  if (/[/\\]WindowsApps[/\\]/i.test(path)) {
    return { kind: "stub", why: "it is Microsoft's alias, which opens its store" };
  }
  if (platform !== "darwin" || !/^\/usr\/bin\/python3?$/.test(path)) {
    return null;
  }
  const found = await Promise.all(developerTools.map((tool) => world.realpath(asBytes(tool))));
  return found.some((tool) => tool !== null)
    ? null
    : { kind: "stub", why: "it only offers to install Apple's developer tools" };
}

async function readKind(world: World, real: Bytes): Promise<FirstLook> {
  const [head, mayRun] = await world.carry(real, (path) =>
    Promise.all([readHead(path), access(toBuffer(path), constants.X_OK).then(yes, no)]),
  );
  if (!mayRun) {
    return { kind: "unrunnable", why: "it may not be run" };
  }
  return judgeHead(head, await ownMachine());
}

/**
 * What the kernel does not know how to run, libc hands to /bin/sh, which would take it for a script: so only what
 * is a script or a program of this machine is run at all.
 */
export function judgeHead(head: Buffer, own: number | null): FirstLook {
  if (head.toString("latin1", 0, 2) === "#!" || isApples(head)) {
    return program;
  }
  if (head.toString("latin1", 0, 2) === "MZ") {
    return { kind: "unrunnable", why: "it is a program for Windows" };
  }
  const machine = machineOf(head);
  if (machine === null) {
    return { kind: "unrunnable", why: "it is no program" };
  }
  return own === null || machine === own || isOlderKin(machine, own)
    ? program
    : { kind: "unrunnable", why: "it is a program for another kind of machine" };
}

const machO = new Set(["cffaedfe", "cefaedfe", "feedfacf", "feedface", "cafebabe"]);

function isApples(head: Buffer): boolean {
  return machO.has(head.toString("hex", 0, 4));
}

/** `e_machine` of an ELF file. */
function machineOf(head: Buffer): number | null {
  if (head.length < 20 || head.toString("latin1", 0, 4) !== "\u007fELF") {
    return null;
  }
  return head[5] === 2 ? head.readUInt16BE(18) : head.readUInt16LE(18);
}

const kin: readonly (readonly [number, number])[] = [
  // i386 on x86-64, ARM on AArch64: most kernels run them.
  [3, 62],
  [40, 183],
];

function isOlderKin(machine: number, own: number): boolean {
  return kin.some(([older, newer]) => machine === older && own === newer);
}

/** What Node itself was built for; null where it is no ELF program. */
async function ownMachine(): Promise<number | null> {
  return machineOf(await readHead(fromText(process.execPath)));
}

const headLength = 20;

async function readHead(path: Bytes): Promise<Buffer> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
  const file = await open(toBuffer(path), flags).catch(() => null);
  if (file === null) {
    return Buffer.alloc(0);
  }
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headLength), 0, headLength, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return Buffer.alloc(0);
  } finally {
    await file.close().catch(() => {});
  }
}

function yes(): boolean {
  return true;
}

function no(): boolean {
  return false;
}
