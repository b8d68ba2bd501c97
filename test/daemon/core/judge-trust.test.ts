// Who gets a `Trusted<Environment>`: nobody whose record does not fit in every part.

import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import {
  judgeTrust,
  type Recollection,
  type TrustFacts,
  type Verdict,
} from "../../../daemon/core/judge-trust.ts";
import type { TrustRecord } from "../../../daemon/core/trust-record.ts";
import {
  account,
  alice,
  chainOf,
  digest,
  environment,
  fact,
  record,
  root,
  trustFacts,
} from "./facts.ts";

function judge(facts: Partial<TrustFacts>, differs: Partial<TrustRecord> = {}): Verdict {
  return judgeTrust(trustFacts(facts), { kind: "record", record: record(differs) }, account);
}

t.test("a record that fits in every part is trusted", (t) => {
  const verdict = judge({});
  t.equal(verdict.kind, "trusted");
  t.equal(verdict.kind === "trusted" && verdict.environment, environment);
  t.end();
});

t.test("without a record nothing is", (t) => {
  t.equal(judgeTrust(trustFacts(), { kind: "none" }, account).kind, "unknown");
  t.end();
});

t.test("a refusal wins, and a damaged record trusts nothing", (t) => {
  const unreadable: Recollection = {
    kind: "unreadable",
    path: asBytes("/s"),
    why: "is damaged",
    remedy: "trust",
  };
  t.equal(judgeTrust(trustFacts(), { kind: "denied" }, account).kind, "denied");
  t.equal(judgeTrust(trustFacts(), unreadable, account).kind, "unreadable");
  t.end();
});

const inProject = { path: asBytes("/home/me/p/evil"), chain: chainOf("/home/me/p/evil") };
const upgraded = { path: asBytes("/usr/bin/python3.13"), chain: chainOf("/usr/bin/python3.13") };

type Row = readonly [string, Partial<TrustFacts>, Partial<TrustRecord>, string];

const rows: readonly Row[] = [
  [
    "CVE: the same inode, born again",
    { directory: fact({ inode: 10n, birth: 101n }) },
    {},
    "directory",
  ],
  ["another inode", { directory: fact({ inode: 12n }) }, {}, "directory"],
  ["bin made anew", { bin: fact({ inode: 11n, birth: 101n }) }, {}, "bin"],
  ["pyvenv.cfg changed", { cfgDigest: "b".repeat(64) }, {}, "pyvenv.cfg"],
  ["a redirect appeared", { redirectDigest: digest }, {}, "redirect"],
  ["Python leads into the project", { python: inProject }, {}, "python"],
  ["an upgrade moved Python", { python: upgraded }, {}, "trusted"],
  [
    "a copied Python in the environment",
    { python: inProject },
    { python: inProject.path },
    "trusted",
  ],
  ["git tracks it by now", { isTracked: true }, { how: "witnessed" }, "tracked"],
  ["git tracks it, and its owner knew", { isTracked: true }, {}, "trusted"],
  ["a record of another path", {}, { path: asBytes("/home/me/q/.venv") }, "directory"],
  ["a record of another project", {}, { project: asBytes("/home/me/q") }, "directory"],
  ["a record of another account", {}, { uid: alice }, "owner"],
  ["a record of another boot", {}, { boot: "boot-0" }, "boot"],
  ["a record of this boot", {}, { boot: "boot-1" }, "trusted"],
];

for (const [says, facts, differs, expected] of rows) {
  t.test(says, (t) => {
    const verdict = judge(facts, differs);
    t.equal(verdict.kind === "changed" ? verdict.what : verdict.kind, expected);
    t.end();
  });
}

t.test("a new core command in bin takes trust away, an accepted one does not", (t) => {
  t.same(judge({ shadows: ["ls"] }), { kind: "shadowed", names: ["ls"] });
  t.equal(judge({ shadows: ["ls"] }, { shadows: ["ls"] }).kind, "trusted");
  t.same(judge({ shadows: ["git", "ls"] }, { shadows: ["ls"] }), {
    kind: "shadowed",
    names: ["git"],
  });
  t.end();
});

t.test("owners and modes are looked at each time", (t) => {
  const foreign = chainOf("/home/me/p/.venv", { "/home/me/p": { uid: alice } });
  const open = chainOf("/home/me/p/.venv", { "/home/me/p": { mode: 0o777 } });
  t.match(judge({ chain: foreign }), { kind: "foreign", uid: alice, path: "/home/me/p" });
  t.equal(judge({ chain: foreign }, { owners: [alice] }).kind, "trusted");
  t.match(judge({ chain: open }), { kind: "writable", path: "/home/me/p", by: "others" });
  t.end();
});

t.test("whoever owns the interpreter could run programs as you", (t) => {
  const path = "/opt/python/bin/python3";
  const chain = chainOf(path, { [path]: { uid: alice } });
  const python = { path: asBytes(path), chain };
  t.match(judge({ python }), { kind: "foreign", path });
  t.equal(judge({ python }, { owners: [alice] }).kind, "trusted");
  t.end();
});

t.test("an interpreter that is gone is broken, not trusted", (t) => {
  t.equal(judge({ python: null }).kind, "broken");
  t.end();
});

t.test("a path that PATH cannot carry is never trusted", (t) => {
  const path = asBytes("/home/me/a:b/.venv");
  t.equal(judge({ environment: { ...environment, path } }, { path }).kind, "unusable");
  t.end();
});

t.test("root accepts nobody else's, whatever a record says", (t) => {
  const recollection: Recollection = { kind: "record", record: record({ uid: 0, owners: [1000] }) };
  t.equal(judgeTrust(trustFacts(), recollection, root).kind, "foreign");
  t.end();
});
