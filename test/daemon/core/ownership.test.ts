// Who else could change what a path leads to: every owner, mode and place.

import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import type { FileFact } from "../../../daemon/core/facts.ts";
import { judgeOwnership, type Ownership } from "../../../daemon/core/ownership.ts";
import { account, alice, chainOf, me, root } from "./facts.ts";

const path = "/home/me/p/.venv";
const project = "/home/me/p";
const rules = { owners: [], ancestorsOf: asBytes(project), isModeBlind: false };

function judge(at: string, differs: Partial<FileFact>, who = account): Ownership["kind"] {
  return judgeOwnership(chainOf(path, { [at]: differs }), who, rules).kind;
}

const owners = { me, root: 0, other: alice, nobody: 65534 };
const modes = {
  "755": 0o755,
  "775-own-group": 0o775,
  "775-other": 0o775,
  "777": 0o777,
  "1777": 0o1777,
};
const places = ["/", "/home", "/home/me", project, path];

t.test("every owner × mode × place", (t) => {
  for (const place of places) {
    for (const [owner, uid] of Object.entries(owners)) {
      for (const [name, mode] of Object.entries(modes)) {
        const gid = name === "775-other" ? 50 : me;
        const expected = expect(owner, name, place);
        t.equal(judge(place, { uid, mode, gid }), expected, `${owner} ${name} ${place}`);
      }
    }
  }
  t.end();
});

function expect(owner: string, mode: string, place: string): Ownership["kind"] {
  if (owner === "other" || owner === "nobody") {
    return "foreign";
  }
  const isSticky = mode === "1777" && place !== project && place !== path;
  return mode.startsWith("755") || mode === "775-own-group" || isSticky ? "mine" : "writable";
}

t.test("a group is one's own only with the account's word for it", (t) => {
  const shared = { ...account, hasPrivateGroup: false };
  t.equal(judge(project, { mode: 0o775 }, shared), "writable");
  t.end();
});

t.test("root accepts only what root owns, whoever was accepted by name", (t) => {
  const chain = chainOf("/srv/p/.venv", { "/srv/p": { uid: me } });
  const accepted = { ...rules, owners: [me], ancestorsOf: asBytes("/srv/p") };
  t.equal(judgeOwnership(chain, root, accepted).kind, "foreign");
  t.end();
});

t.test("an owner accepted by name may own, and nobody else", (t) => {
  const chain = chainOf(path, { [project]: { uid: alice } });
  t.equal(judgeOwnership(chain, account, { ...rules, owners: [alice] }).kind, "mine");
  t.equal(judgeOwnership(chain, account, { ...rules, owners: [alice + 1] }).kind, "foreign");
  t.end();
});

t.test("a link's own mode means nothing, its owner does", (t) => {
  t.equal(judge(path, { type: "link", mode: 0o777 }), "mine");
  t.equal(judge(path, { type: "link", mode: 0o777, uid: alice }), "foreign");
  t.end();
});

t.test("modes prove nothing where the file system keeps none, owners do", (t) => {
  const blind = { ...rules, isModeBlind: true };
  t.equal(judgeOwnership(chainOf(path, { [path]: { mode: 0o777 } }), account, blind).kind, "mine");
  t.equal(
    judgeOwnership(chainOf(path, { [path]: { uid: alice } }), account, blind).kind,
    "foreign",
  );
  t.end();
});
