// Gathers what the judgement needs to know of one environment: owners, identities, digests, where Python leads.

import type { Bytes } from "../core/bytes.ts";
import type { Environment } from "../core/environment.ts";
import {
  newest,
  type Account,
  type Component,
  type FileFact,
  type MountFacts,
} from "../core/facts.ts";
import type { PolicyFacts, PythonFacts, Recollection, TrustFacts } from "../core/judge-trust.ts";
import { isModeBlind, isRemote, isRemovable } from "../core/mounts.ts";
import { nameEnvironment } from "../core/name-environment.ts";
import { covers } from "../core/parse-policy.ts";
import { parsePyvenvCfg, type PyvenvCfg } from "../core/parse-pyvenv-cfg.ts";
import { ancestors, isUsable, join } from "../core/path.ts";
import type { Sighting, Spot, Unusable } from "../core/sighting.ts";
import { sha256 } from "./digest.ts";
import type { Examiner } from "./examine.ts";
import { isTracked } from "./git.ts";
import { inspectBin, type BinFacts } from "./inspect-bin.ts";
import { leadsSomewhere } from "./leads-somewhere.ts";
import type { Named } from "./target.ts";
import { isSentElsewhere } from "./pip-files.ts";
import type { World } from "./world.ts";

export type Found = {
  readonly spot: Spot;
  readonly target: Named;
  readonly recollection: Recollection;
  /** Canonical. */
  readonly path: Bytes;
};

type Cfg = { readonly fact: FileFact; readonly digest: string; readonly parsed: PyvenvCfg };

type Parts = {
  readonly chain: readonly Component[];
  readonly directory: FileFact;
  readonly bin: FileFact;
  readonly cfg: Cfg;
};

export async function examineDirectory(found: Found, examiner: Examiner): Promise<Sighting> {
  const { spot, path } = found;
  const parts = isUsable(path)
    ? await gatherParts(path, examiner.world)
    : ({ kind: "unusable" } as const);
  if ("kind" in parts) {
    return { kind: "unusable", spot, why: parts };
  }
  const { bin, cfg } = parts;
  const isRecorded = found.recollection.kind === "record";
  const isCovered = isInPolicy(found, parts.directory, examiner);
  const tracking = isRecorded || isCovered ? isTracked(examiner.world, path) : null;
  const isCovering = isCovered && (await tracking) === false;
  const isKnown = isRecorded || examiner.mayFollow || isCovering;
  const link = join(path, "bin", "python");
  const [python, binFacts, isCommitted] = await Promise.all([
    readPython(examiner.world, link, { isKnown }),
    inspectBin(examiner.world, path, { isKnown }),
    tracking,
  ]);
  const policy = { owners: examiner.policy.owners, isCovering };
  return {
    kind: "environment",
    spot,
    recollection: found.recollection,
    newest: newest(bin, cfg.fact),
    hasOwnPip: await hasOwnPip(path, { binFacts, cfg }, examiner),
    isPipElsewhere: binFacts.isPipElsewhere,
    hasPython: python !== null || (await examiner.world.lstat(link)) !== null,
    home: cfg.parsed.home,
    facts: toTrustFacts(found, { ...parts, python, binFacts, isCommitted, policy }, examiner),
  };
}

/** Everything that people type there is its own, and installs into it and nowhere else. */
async function hasOwnPip(
  path: Bytes,
  { binFacts, cfg }: { readonly binFacts: BinFacts; readonly cfg: Cfg },
  { world, account }: Examiner,
): Promise<boolean> {
  const isOwn = binFacts.hasOwnPip && !cfg.parsed.systemSitePackages;
  return isOwn && !(await isSentElsewhere(world, path, account.homes));
}

async function gatherParts(path: Bytes, world: World): Promise<Parts | Unusable> {
  const [chain, bin, cfg] = await Promise.all([
    readChain(world, path),
    world.lstat(join(path, "bin")),
    readCfg(world, join(path, "pyvenv.cfg")),
  ]);
  const directory = chain?.at(-1)?.fact;
  if (chain === null || directory?.type !== "directory" || cfg === null) {
    return { kind: "incomplete", lacks: "pyvenv.cfg" };
  }
  const lacking = findLacking(cfg, bin);
  return bin === null || lacking !== null
    ? (lacking ?? { kind: "incomplete", lacks: "bin" })
    : { chain, directory, bin, cfg };
}

function findLacking(cfg: Cfg, bin: FileFact | null): Unusable | null {
  if (cfg.parsed.home === "") {
    return cfg.fact.size === 0n ? { kind: "not-ready" } : { kind: "incomplete", lacks: "home" };
  }
  return bin?.type === "directory" ? null : { kind: "incomplete", lacks: "bin" };
}

type Whole = Parts & {
  readonly python: PythonFacts | null;
  readonly binFacts: BinFacts;
  /** Null where that cannot be read: no reason to take back what was given. */
  readonly isCommitted: boolean | null;
  readonly policy: PolicyFacts;
};

function toTrustFacts({ spot, target, path }: Found, whole: Whole, examiner: Examiner): TrustFacts {
  const { cfg, bin, directory, python } = whole;
  const environment: Environment = {
    kind: target.kind,
    path,
    project: spot.project,
    root: spot.root,
    name: nameEnvironment(cfg.parsed.prompt, spot.project),
    version: cfg.parsed.version,
    systemSitePackages: cfg.parsed.systemSitePackages,
  };
  return {
    environment,
    named: target.path,
    chain: [
      ...whole.chain,
      { path: join(path, "bin"), fact: bin },
      { path: join(path, "pyvenv.cfg"), fact: cfg.fact },
    ],
    directory,
    bin,
    cfgDigest: cfg.digest,
    redirectDigest: target.kind === "redirect" ? target.digest : "",
    python,
    shadows: whole.binFacts.shadows,
    isTracked: whole.isCommitted === true,
    mount: readMount(path, examiner.world, examiner.account),
    boot: examiner.boot,
    policy: whole.policy,
  };
}

/**
 * A link or a file is followed by nobody's leave but the account's own. What git tracks came with a repository,
 * wherever that was cloned to: that the policy does not cover.
 */
function isInPolicy(
  { target, path }: Found,
  { uid }: FileFact,
  { policy, account }: Examiner,
): boolean {
  return target.kind === "directory" && covers(policy, path, { uid, account: account.uid });
}

function readMount(path: Bytes, { mounts }: World, { homes }: Account): MountFacts {
  const mount = mounts.mountOf(path);
  return {
    isRemote: isRemote(mount),
    isModeBlind: isModeBlind(mount),
    isRemovable: isRemovable(mount),
    holdsHome: homes.some((home) => mounts.mountOf(home).id === mount.id),
  };
}

async function readCfg(world: World, path: Bytes): Promise<Cfg | null> {
  const fact = await world.lstat(path);
  const content = fact?.type === "file" ? await world.readBounded(path) : null;
  return content === null
    ? null
    : {
        fact: content.fact,
        digest: sha256(content.bytes),
        parsed: parsePyvenvCfg(content.bytes),
      };
}

/** Each component, root first; null where one is missing. */
async function readChain(world: World, path: Bytes): Promise<readonly Component[] | null> {
  const paths = ancestors(path).toReversed();
  const facts = await Promise.all(paths.map((each) => world.lstat(each)));
  const chain = paths.flatMap((each, index) => {
    const fact = facts[index] ?? null;
    return fact === null ? [] : [{ path: each, fact }];
  });
  return chain.length === paths.length ? chain : null;
}

/** Before trust only whether it leads somewhere, found without leaving the local disks. */
async function readPython(
  world: World,
  link: Bytes,
  { isKnown }: { readonly isKnown: boolean },
): Promise<PythonFacts | null> {
  if (!isKnown) {
    return (await leadsSomewhere(world, link)) ? { path: link, chain: [] } : null;
  }
  const path = await world.realpath(link);
  const chain = path === null ? null : await readChain(world, path);
  return path === null || chain === null ? null : { path, chain };
}
