// From a process to the daemon that serves, step by step, and out again without losing a question.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { isHighest, claim, type Owner } from "./claim.ts";
import { answerRing, openBell, type BellPorts } from "./bell.ts";
import { listen, type ConnectionPorts } from "./connections.ts";
import { startOf } from "./process-life.ts";
import {
  makeFifos,
  createPublished,
  privateNames,
  type PrivateNames,
  type Published,
} from "./published.ts";
import { createRings, type Rings } from "./rings.ts";
import { checkRuntimeDirectory, type Identity } from "./runtime-directory.ts";
import { removeSegments } from "./segments.ts";
import { removeStamps, sweepEarlier } from "./sweep.ts";
import { createWitness, type Witness } from "./witness.ts";
import { answersWithin } from "./hello.ts";

/** With fewer than this Node 20 cannot open what the first pip command loads. */
const minimalDescriptors = 128;

export type Started =
  | { readonly kind: "serving"; readonly seat: Seat }
  /** Somebody else serves or starts; nothing is wrong. */
  | { readonly kind: "left"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

/** A claimed place with everything open and published. */
export type Seat = {
  readonly directory: string;
  readonly identity: Identity;
  readonly generation: number;
  readonly owner: Owner;
  readonly published: Published;
  readonly witness: Witness;
  readonly server: Server;
  readonly bell: Socket;
};

export type Starting = {
  readonly directory: string;
  readonly version: string;
  readonly isForced: boolean;
  /** Loads what answers; only the one that won the claim needs it. */
  readonly load: (witness: Witness) => Promise<Transports>;
};

export type Transports = {
  readonly connections: ConnectionPorts;
  readonly bell: Omit<BellPorts, "directory" | "random">;
};

/** Takes the seat, or says why not. */
export async function takeSeat(starting: Starting): Promise<Started> {
  const { directory } = starting;
  const checked = checkRuntimeDirectory(directory);
  const descriptors = maximalDescriptors();
  if (checked.kind === "bad") {
    return { kind: "failed", reason: checked.reason };
  }
  if (descriptors < minimalDescriptors) {
    return {
      kind: "failed",
      reason: `only ${descriptors} files may be open at once, ${minimalDescriptors} are needed; see ulimit -n`,
    };
  }
  const owner: Owner = {
    pid: process.pid,
    start: startOf(process.pid) ?? "0",
    random: randomBytes(4).toString("hex"),
    version: starting.version,
  };
  const claimed = await claim(directory, {
    owner,
    isForced: starting.isForced,
    answers: () => answersWithin(directory),
  });
  if (claimed.kind === "left") {
    return claimed;
  }
  return sit({ ...starting, identity: checked.identity, owner, generation: claimed.generation });
}

type Claimed = Starting & Pick<Seat, "identity" | "owner" | "generation">;

/** Binds under private names, looks once more, and only then publishes. */
async function sit(claimed: Claimed): Promise<Started> {
  const { directory, identity, owner, generation } = claimed;
  const names = privateNames(directory, generation, owner.random);
  const witness = createWitness(directory, generation);
  const { server, bell, rings } = await openAll({ claimed, names, witness });
  const published = withRings(createPublished(directory, names), rings);
  if (!isHighest(directory, generation, owner)) {
    published.discard();
    return { kind: "left", reason: "a later one was faster" };
  }
  try {
    removeStamps(directory);
    removeSegments(directory);
    published.publish();
    witness.raise();
  } catch (error) {
    published.discard();
    if (isHighest(directory, generation, owner)) {
      throw error;
    }
    // Stopped for so long that another has taken over and swept these names away.
    return { kind: "left", reason: "a later one was faster" };
  }
  sweepEarlier(directory, generation);
  return {
    kind: "serving",
    seat: { directory, identity, generation, owner, published, witness, server, bell },
  };
}

type Opening = {
  readonly claimed: Claimed;
  readonly names: PrivateNames;
  readonly witness: Witness;
};

type Opened = Pick<Seat, "server" | "bell"> & { readonly rings: Rings };

async function openAll(opening: Opening): Promise<Opened> {
  const { claimed, names, witness } = opening;
  const [transports] = await Promise.all([claimed.load(witness), makeFifos(names)]);
  const server = await listen(names.socket, transports.connections);
  const { directory, owner } = claimed;
  const ports = { ...transports.bell, directory, random: owner.random };
  const bell = openBell(names.bell, ports);
  const rings = createRings(directory, (ring) => answerRing(ring, ports));
  return { server, bell, rings };
}

/** They come and go with the names that everybody knows. */
function withRings(published: Published, rings: Rings): Published {
  return {
    ...published,
    publish: () => {
      published.publish();
      rings.listen();
    },
    restore: () => {
      rings.listen();
      return published.restore();
    },
    withdraw: () => {
      published.withdraw();
      rings.withdraw();
    },
    discard: () => {
      published.discard();
      rings.close();
    },
  };
}

function maximalDescriptors(): number {
  try {
    const limits = readFileSync("/proc/self/limits", "latin1");
    return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
