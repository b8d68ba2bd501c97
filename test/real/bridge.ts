// Starts a program on a pseudo-terminal by way of pty-bridge.py and passes its bytes on.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { StringDecoder } from "node:string_decoder";
import { fileURLToPath } from "node:url";
import { python } from "./python.ts";

export type Command = {
  readonly argv: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly rows: number;
  readonly columns: number;
};

export type Listener = {
  readonly data: (text: string) => void;
  readonly exit: (status: number) => void;
};

export type Bridge = {
  readonly pid: number;
  readonly write: (bytes: Uint8Array) => void;
  readonly resize: (rows: number, columns: number) => void;
  /** Hangs up, as closing a terminal's window does, and waits for the end. */
  readonly close: () => Promise<void>;
};

type Message = {
  readonly pid?: number;
  readonly data?: string;
  readonly exit?: number;
};

// Compiled tests run from dist/test/real; the bridge is no TypeScript and stays where it is.
const script = fileURLToPath(new URL("../../../test/real/pty-bridge.py", import.meta.url));

/** Resolves once the program runs. */
export async function openBridge(command: Command, listener: Listener): Promise<Bridge> {
  const child = spawn(python(), ["-I", "-S", script], { stdio: ["pipe", "pipe", "inherit"] });
  const tell = (message: object): void => {
    child.stdin.write(`${JSON.stringify(message)}\n`);
  };
  child.stdin.on("error", () => {});
  const pid = listen(child, listener);
  tell(command);
  return {
    pid: await pid,
    write: (bytes) => {
      tell({ write: Buffer.from(bytes).toString("base64") });
    },
    resize: (rows, columns) => {
      tell({ resize: [rows, columns] });
    },
    close: async () => {
      const closed = child.exitCode === null ? once(child, "close") : null;
      child.stdin.end();
      await closed;
    },
  };
}

/** Resolves with the pid of the program on the terminal. */
function listen(child: ChildProcess, listener: Listener): Promise<number> {
  const decoder = new StringDecoder("utf8");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => {
      reject(new Error("the bridge to the pseudo-terminal ended early"));
    });
    if (child.stdout === null) {
      return;
    }
    createInterface({ input: child.stdout }).on("line", (line) => {
      const message = parseMessage(line);
      if (message.pid !== undefined) {
        resolve(message.pid);
      }
      if (message.data !== undefined) {
        listener.data(decoder.write(Buffer.from(message.data, "base64")));
      }
      if (message.exit !== undefined) {
        listener.exit(message.exit);
      }
    });
  });
}

function parseMessage(line: string): Message {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends are ours
  return JSON.parse(line) as Message;
}
