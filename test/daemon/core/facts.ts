// Facts for the tests of the core: an ordinary account, an ordinary directory, and what differs from them.

import { asBytes, type Bytes } from "../../../daemon/core/bytes.ts";
import type { Environment } from "../../../daemon/core/environment.ts";
import type { Account, Component, FileFact, Level } from "../../../daemon/core/facts.ts";
import { toIdentity, type TrustFacts } from "../../../daemon/core/judge-trust.ts";
import { ancestors } from "../../../daemon/core/path.ts";
import type { TrustRecord } from "../../../daemon/core/trust-record.ts";

export const me = 1000;
export const alice = 1001;

export const account: Account = {
  uid: me,
  gid: me,
  hasPrivateGroup: true,
  homes: [asBytes("/home/me")],
};

export const root: Account = { uid: 0, gid: 0, hasPrivateGroup: true, homes: [asBytes("/root")] };

export function fact(differs: Partial<FileFact> = {}): FileFact {
  return {
    type: "directory",
    device: 1n,
    inode: 7n,
    birth: 100n,
    modified: 200n,
    changed: 200n,
    size: 4096n,
    uid: me,
    gid: me,
    mode: 0o755,
    ...differs,
  };
}

export const byRoot: Partial<FileFact> = { uid: 0, gid: 0 };

/** Components of a path, root first; those of root's down to /home, the rest mine. */
export function chainOf(
  path: string,
  differs: Readonly<Record<string, Partial<FileFact>>> = {},
): readonly Component[] {
  return ancestors(asBytes(path))
    .toReversed()
    .map((each) => ({
      path: each,
      fact: fact({ ...(each.startsWith("/home/me") ? {} : byRoot), ...differs[each] }),
    }));
}

export const environment: Environment = {
  kind: "directory",
  path: asBytes("/home/me/p/.venv"),
  project: asBytes("/home/me/p"),
  root: asBytes("/home/me/p"),
  name: asBytes("p"),
  version: asBytes("3.12.1"),
  systemSitePackages: false,
};

export const digest = "a".repeat(64);

export function trustFacts(differs: Partial<TrustFacts> = {}): TrustFacts {
  return {
    environment,
    named: environment.path,
    chain: chainOf("/home/me/p/.venv"),
    directory: fact({ inode: 10n }),
    bin: fact({ inode: 11n }),
    cfgDigest: digest,
    redirectDigest: "",
    python: { path: asBytes("/usr/bin/python3.12"), chain: chainOf("/usr/bin/python3.12") },
    shadows: [],
    isTracked: false,
    mount: { isRemote: false, isModeBlind: false, isRemovable: false, holdsHome: true },
    boot: "boot-1",
    policy: { owners: [], isCovering: false },
    ...differs,
  };
}

/** The record that fits `trustFacts()`. */
export function record(differs: Partial<TrustRecord> = {}): TrustRecord {
  const facts = trustFacts();
  return {
    named: environment.path,
    path: environment.path,
    project: environment.project,
    uid: me,
    directory: toIdentity(facts.directory),
    bin: toIdentity(facts.bin),
    cfg: digest,
    python: asBytes("/usr/bin/python3.12"),
    redirect: "",
    owners: [],
    shadows: [],
    how: "explicit",
    when: 1,
    boot: "",
    ...differs,
  };
}

export function level(
  path: string,
  names: readonly string[],
  differs: Partial<FileFact> = {},
): Level {
  const canonical: Bytes = asBytes(path);
  return {
    logical: canonical,
    canonical,
    fact: fact(differs),
    isModeBlind: false,
    found: names.map((name) => ({ name: asBytes(name), fact: fact() })),
  };
}
