// The daemon: `main.js R [WHO-STARTED-IT] [--force]`. Here the parts meet; nothing is decided here.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asBytes } from "./core/bytes.ts";
import { takeSeat, type Transports } from "./io/daemon.ts";
import { makeExchange, keep } from "./io/exchange.ts";
import { closeInherited } from "./io/inherited.ts";
import { startLife } from "./io/life.ts";
import { makeShells } from "./io/shells.ts";
import { readVersion } from "./io/version.ts";
import type { Witness } from "./io/witness.ts";

const [, , directory = "", startedBy = "", force = ""] = process.argv;
const packageFile = fileURLToPath(new URL("../../package.json", import.meta.url));

process.umask(0o077);
process.chdir("/");
process.title = `pyguard: ${directory}`;
closeInherited();

const version = readVersion(packageFile) ?? "0.0.0";
const shells = makeShells();
const startedAt = performance.now();

async function load(witness: Witness): Promise<Transports> {
  const failed = (what: string, error: unknown): void => {
    process.stderr.write(`pyguard: ${what}: ${String(error)}\n`);
  };
  const debug = (): void => {};
  const exchange = makeExchange({
    answerer: (question) =>
      Promise.resolve({ ...keep(question), witness: asBytes(witness.name()) }),
    answered: (question) => shells.note(question),
    failed,
  });
  const status = (): Buffer => Buffer.from(`${startedBy}${startedAt}`);
  return {
    connections: { exchange, status, upgrade: (socket) => socket.destroy(), debug, failed },
    bell: {
      exchange,
      left: (name) =>
        setTimeout(() => rmSync(join(directory, name), { force: true }), 10_000).unref(),
      debug,
      failed,
    },
  };
}

const started = await takeSeat({ directory, version, isForced: force === "--force", load });
if (started.kind === "serving") {
  startLife({
    ...started.seat,
    judge: () => null,
    woke: () => {},
    end: ({ kind }) => {
      started.seat.witness.lower();
      if (kind === "leaving") {
        started.seat.published.withdraw();
      }
      started.seat.published.discard();
      process.exit(0);
    },
  });
} else {
  if (started.kind === "failed") {
    process.stderr.write(`pyguard: ${started.reason}\n`);
  }
  process.exit(started.kind === "failed" ? 78 : 0);
}
