// The calls that run or open a file, as strace saw them in processes that were there before.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { kill } from "../real/sandbox.ts";

export type Call = { readonly name: string; readonly path: string; readonly flags: string };

type Tracing = { readonly pids: readonly number[]; readonly file: string };

/** Runs `act` and gives what these processes and those they started called meanwhile. */
export async function traceCalls(
  { pids, file }: Tracing,
  act: () => Promise<void>,
): Promise<readonly Call[]> {
  const chosen = [
    "-f",
    "-xx",
    "-s",
    "4096",
    "-e",
    "trace=open,openat,openat2,execve,execveat",
    "-o",
    file,
  ];
  const attach = pids.flatMap((pid) => ["-p", String(pid)]);
  const child = spawn("strace", [...chosen, ...attach], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.on("close", () => {
      reject(new Error(`strace ended early: ${said}`));
    });
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (pids.every((pid) => said.includes(`Process ${pid} attached`))) {
        resolve();
      }
    });
  });
  await act();
  const closed = once(child, "close");
  kill(child.pid ?? 0, "SIGINT");
  await closed;
  return readFileSync(file, "utf8").split("\n").flatMap(parseCall);
}

/** `123 openat(AT_FDCWD, "\x2f\x78", O_RDONLY|O_CLOEXEC) = 3`; a call that was interrupted begins with its path too. */
function parseCall(line: string): readonly Call[] {
  const match = /^\d+ +(\w+)\((?:AT_FDCWD, )?"((?:\\x[0-9a-f]{2})*)"(?:, )?(.*)$/u.exec(line);
  const [, name = "", hex = "", flags = ""] = match ?? [];
  const path = Buffer.from(hex.replaceAll("\\x", ""), "hex").toString();
  return match === null ? [] : [{ name, path, flags }];
}

/** A directory that is listed, or a file opened so that it can neither block nor lead elsewhere. */
export function isHarmless({ name, flags }: Call): boolean {
  const isOpen = name.startsWith("open");
  const isBounded = flags.includes("O_NONBLOCK") && flags.includes("O_NOFOLLOW");
  return isOpen && (isBounded || flags.includes("O_DIRECTORY") || flags.includes("O_PATH"));
}
