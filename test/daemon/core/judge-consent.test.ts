// What is consent: saying so, making it, activating it; and what never is.

import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import {
  judgeEvidence,
  judgeExplicit,
  type EvidenceFacts,
} from "../../../daemon/core/judge-consent.ts";
import { judgeTrust, type TrustFacts } from "../../../daemon/core/judge-trust.ts";
import { account, alice, chainOf, environment, trustFacts } from "./facts.ts";

const seen: EvidenceFacts = {
  how: "witnessed",
  isInteractive: true,
  isEditor: false,
  sawNone: false,
  isTracked: false,
};

function judge(evidence: Partial<EvidenceFacts>, facts: Partial<TrustFacts> = {}): string {
  return judgeEvidence(trustFacts(facts), account, {
    evidence: { ...seen, ...evidence },
    when: 1,
  }).kind;
}

const { mount } = trustFacts();
const openProject = chainOf("/home/me/p/.venv", { "/home/me/p": { mode: 0o777 } });
const foreignProject = chainOf("/home/me/p/.venv", { "/home/me/p": { uid: alice } });

type Row = readonly [string, Partial<EvidenceFacts>, Partial<TrustFacts>, string];

const rows: readonly Row[] = [
  ["made in this shell", {}, {}, "grant"],
  ["activated in this shell", { how: "activated" }, {}, "grant"],
  ["by a script", { isInteractive: false }, {}, "not-enough"],
  ["typed by an editor", { how: "activated", isEditor: true }, {}, "session"],
  ["made in an editor's terminal", { isEditor: true }, {}, "grant"],
  [
    "activated in an editor's terminal where there was none before",
    { how: "activated", isEditor: true, sawNone: true },
    {},
    "grant",
  ],
  ["part of a repository", { isTracked: true }, {}, "not-enough"],
  ["a repository that cannot be read", { isTracked: null }, {}, "not-enough"],
  ["others can write to the project", {}, { chain: openProject }, "not-enough"],
  ["somebody else's project", {}, { chain: foreignProject }, "not-enough"],
  ["its bin hides ls", {}, { shadows: ["ls"] }, "not-enough"],
  ["a link or file", {}, { environment: { ...environment, kind: "redirect" } }, "not-enough"],
  ["no Python", {}, { python: null }, "not-enough"],
  [
    "on a server's disk",
    {},
    { mount: { ...mount, isRemote: true, holdsHome: false } },
    "not-enough",
  ],
  ["on a server's disk that holds the home", {}, { mount: { ...mount, isRemote: true } }, "grant"],
  [
    "activated on a server's disk",
    { how: "activated" },
    { mount: { ...mount, isRemote: true, holdsHome: false } },
    "grant",
  ],
  ["on a stick", {}, { mount: { ...mount, isRemovable: true } }, "not-enough"],
];

for (const [says, evidence, facts, expected] of rows) {
  t.test(`what a shell saw: ${says}`, (t) => {
    t.equal(judge(evidence, facts), expected);
    t.end();
  });
}

t.test("what was granted is trusted", (t) => {
  const path = "/opt/module/bin/python3";
  const python = { path: asBytes(path), chain: chainOf(path, { [path]: { uid: alice } }) };
  for (const facts of [trustFacts(), trustFacts({ python }), trustFacts({ shadows: ["ls"] })]) {
    const verdict = judgeExplicit(facts, account, { how: "explicit", when: 1 });
    t.equal(verdict.kind, "grant");
    if (verdict.kind === "grant") {
      const recollection = { kind: "record", record: verdict.record } as const;
      t.equal(judgeTrust(facts, recollection, account).kind, "trusted");
    }
  }
  t.end();
});

t.test("saying so accepts an owner by name, and never what others can write to", (t) => {
  const consent = { how: "explicit", when: 1 } as const;
  const foreign = judgeExplicit(trustFacts({ chain: foreignProject }), account, consent);
  t.match(foreign, { kind: "grant", record: { owners: [alice] } });
  t.equal(judgeExplicit(trustFacts({ chain: openProject }), account, consent).kind, "writable");
  t.equal(judgeExplicit(trustFacts({ python: null }), account, consent).kind, "broken");
  t.end();
});

t.test("trust on a stick ends with this boot", (t) => {
  const facts = trustFacts({ mount: { ...mount, isRemovable: true } });
  const verdict = judgeExplicit(facts, account, { how: "explicit", when: 1 });
  t.match(verdict, { kind: "grant", record: { boot: "boot-1" } });
  t.end();
});
