// Gathers what the judgement needs about one `.venv`. What a project names is touched only once it is trusted.

import type { Bytes } from "../core/bytes.ts";
import type { Candidate } from "../core/discover.ts";
import type { Environment } from "../core/environment.ts";
import type { Component, FileFact } from "../core/facts.ts";
import type { PythonFacts, Recollection } from "../core/judge-trust.ts";
import { isModeBlind, isRemote } from "../core/mounts.ts";
import { nameEnvironment } from "../core/name-environment.ts";
import { parsePyvenvCfg, type PyvenvCfg } from "../core/parse-pyvenv-cfg.ts";
import { ancestors, isUsable, join } from "../core/path.ts";
import type { Sighting, Spot, Unusable } from "../core/sighting.ts";
import { sha256 } from "./digest.ts";
import { inspectBin, type BinFacts } from "./inspect-bin.ts";
import { leadsSomewhere } from "./leads-somewhere.ts";
import { createRecent } from "./recent.ts";
import { readTarget, type Named } from "./target.ts";
import type { Pair } from "./trust-store.ts";
import type { World } from "./world.ts";

export type Examiner = {
  readonly world: World;
  readonly recall: (pair: Pair) => Promise<Recollection>;
  /** The owner of this question says that what a redirect names may be looked at: `pyguard trust`. */
  readonly mayFollow: boolean;
  readonly boot: string;
};

type Found = {
  readonly spot: Spot;
  readonly target: Named;
  readonly recollection: Recollection;
  readonly path: Bytes;
};

/** From a name that ended the search to everything the judgement asks about it. */
export async function examine(candidate: Candidate, examiner: Examiner): Promise<Sighting> {
  const { level, name } = candidate;
  const spot: Spot = { project: level.canonical, root: level.logical, name };
  const unusable = (why: Unusable): Sighting => ({ kind: "unusable", spot, why });
  if (!isUsable(spot.project) || !isUsable(spot.root)) {
    return unusable({ kind: "unusable" });
  }
  const target = await readTarget(examiner.world, join(spot.project, name), candidate.fact);
  if (target.kind === "unusable") {
    return unusable(target.why);
  }
  const recollection = await examiner.recall({ environment: target.path, project: spot.project });
  if (target.kind === "redirect" && recollection.kind !== "record" && !examiner.mayFollow) {
    return recollection.kind === "denied"
      ? unusable({ kind: "denied-redirect" })
      : unusable({ kind: "unknown-redirect", target: target.path });
  }
  const path =
    target.kind === "redirect" ? await examiner.world.realpath(target.path) : target.path;
  if (path === null) {
    return unusable({ kind: "gone", target: target.path });
  }
  return examineDirectory({ spot, target, recollection, path }, examiner);
}

async function examineDirectory(found: Found, examiner: Examiner): Promise<Sighting> {
  const { world } = examiner;
  const { spot, path } = found;
  const unusable = (why: Unusable): Sighting => ({ kind: "unusable", spot, why });
  if (!isUsable(path)) {
    return unusable({ kind: "unusable" });
  }
  const [chain, bin, cfg] = await Promise.all([
    readChain(world, path),
    world.lstat(join(path, "bin")),
    readCfg(world, join(path, "pyvenv.cfg")),
  ]);
  const directory = chain?.at(-1)?.fact;
  if (chain === null || directory === undefined || directory.type !== "directory" || cfg === null) {
    return unusable({ kind: "incomplete", lacks: "pyvenv.cfg" });
  }
  if (cfg.fact.size === 0n) {
    return unusable({ kind: "not-ready" });
  }
  if (cfg.parsed.home === "" || bin?.type !== "directory") {
    return unusable({ kind: "incomplete", lacks: cfg.parsed.home === "" ? "home" : "bin" });
  }
  return finish({ ...found, chain, directory, bin, cfg }, examiner);
}

type Complete = Found & {
  readonly chain: readonly Component[];
  readonly directory: FileFact;
  readonly bin: FileFact;
  readonly cfg: Cfg;
};

async function finish(complete: Complete, examiner: Examiner): Promise<Sighting> {
  const { spot, target, recollection, path, bin, cfg, directory } = complete;
  const { world } = examiner;
  const mount = world.mounts.mountOf(path);
  const isKnown = recollection.kind === "record" || examiner.mayFollow;
  const [python, binFacts] = await Promise.all([
    isKnown ? readPython(world, join(path, "bin", "python")) : peekPython(world, path),
    inspectBin(world, path, bin),
  ]);
  const chain = [
    ...complete.chain,
    { path: join(path, "bin"), fact: bin },
    { path: join(path, "pyvenv.cfg"), fact: cfg.fact },
  ];
  return {
    kind: "environment",
    spot,
    recollection,
    isRemote: isRemote(mount),
    newest: bin.modified > cfg.fact.modified ? bin.modified : cfg.fact.modified,
    hasOwnPip: ownsPip(binFacts, cfg.parsed),
    home: cfg.parsed.home,
    facts: {
      environment: toEnvironment(complete),
      named: target.path,
      chain,
      directory,
      bin,
      cfgDigest: cfg.digest,
      redirectDigest: target.kind === "redirect" ? target.digest : "",
      python,
      shadows: binFacts.shadows,
      isModeBlind: isModeBlind(mount),
      boot: examiner.boot,
    },
  };
}

function toEnvironment({ spot, target, path, cfg }: Complete): Environment {
  return {
    kind: target.kind === "redirect" ? "redirect" : "directory",
    path,
    project: spot.project,
    root: spot.root,
    name: nameEnvironment(cfg.parsed.prompt, spot.project),
    version: cfg.parsed.version,
    systemSitePackages: cfg.parsed.systemSitePackages,
  };
}

function ownsPip(bin: BinFacts, cfg: PyvenvCfg): boolean {
  return bin.hasOwnPip && !cfg.systemSitePackages;
}

type Cfg = { readonly fact: FileFact; readonly digest: string; readonly parsed: PyvenvCfg };

const recentCfg = createRecent<Cfg>();

async function readCfg(world: World, path: Bytes): Promise<Cfg | null> {
  const fact = await world.lstat(path);
  if (fact === null || fact.type !== "file") {
    return null;
  }
  const known = recentCfg.get(path, fact);
  if (known !== undefined) {
    return { ...known, fact };
  }
  const content = await world.readBounded(path);
  if (content === null) {
    return null;
  }
  const cfg = {
    fact: content.fact,
    digest: sha256(content.bytes),
    parsed: parsePyvenvCfg(content.bytes),
  };
  recentCfg.set(path, content.fact, cfg);
  return cfg;
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

async function readPython(world: World, link: Bytes): Promise<PythonFacts | null> {
  const path = await world.realpath(link);
  const chain = path === null ? null : await readChain(world, path);
  return path === null || chain === null ? null : { path, chain };
}

/** Before trust only whether it leads somewhere, found without leaving the local disks. */
async function peekPython(world: World, environment: Bytes): Promise<PythonFacts | null> {
  const link = join(environment, "bin", "python");
  return (await leadsSomewhere(world, link)) ? { path: link, chain: [] } : null;
}
