// What people say is kept where they may write; where it cannot be, one line says what was lost and where.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeProject } from "../daemon/service/house.ts";
import { makeCottage } from "./cottage.ts";
import { installPython, run } from "./fake-python.ts";

const inTheWay = "something that is no directory is in its place";

t.test("a file in place of a directory of ours is named, and nothing changes", (t) => {
  const cottage = makeCottage(t);
  const project = makeProject(join(cottage.home, "shop"));
  const other = makeProject(join(cottage.home, "other"));
  const managed = cottage.directory("managed");
  cottage.directory("managed/conda-meta");
  const state = cottage.directory(".local/state/pyguard");
  const cases: readonly (readonly [name: string, what: string, words: readonly string[]])[] = [
    ["trust", "the trust", ["trust"]],
    ["trust", "the trust", ["use", join(other, ".venv")]],
    ["deny", "the refusal", ["distrust"]],
    ["use", "what is used", ["use", join(other, ".venv")]],
    ["prefix", "the trust", ["trust", "--prefix", managed]],
  ];
  for (const [name, what, words] of cases) {
    fs.rmSync(join(state, name), { recursive: true, force: true });
    fs.writeFileSync(join(state, name), "");
    const { status, out, err } = cottage.run(project, ...words);
    t.same({ status, out }, { status: 1, out: "" }, words.join(" "));
    t.match(err, new RegExp(`^pyguard: ${what} cannot be written in \\S+/pyguard/${name}: `));
    t.ok(err.endsWith(`: ${inTheWay}; nothing changed\n`), err);
    fs.rmSync(join(state, name));
    t.match(cottage.run(project, "use", "--none").out, /used no environment from elsewhere/);
  }
  t.end();
});

t.test("trust that a refusal would outlive is not kept", (t) => {
  const cottage = makeCottage(t);
  const project = makeProject(join(cottage.home, "shop"));
  cottage.run(project, "distrust");
  const deny = join(cottage.home, ".local/state/pyguard/deny");
  const [refusal = ""] = fs.readdirSync(deny);
  fs.rmSync(join(deny, refusal));
  fs.mkdirSync(join(deny, refusal, "x"), { recursive: true });
  t.match(cottage.run(project, "trust"), { status: 1, err: /; nothing changed\n$/ });
  t.notMatch(cottage.run(project, "trusted").out, /shop/);
  t.end();
});

t.test("an environment that was made is told of", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3");
  const project = cottage.directory("p");
  fs.writeFileSync(join(cottage.directory(".local/state/pyguard"), "trust"), "");
  const { status, out, err } = run(cottage, project);
  t.same({ status, out }, { status: 1, out: "" });
  t.match(err, /\npyguard: made \.venv, but the trust cannot be written in \S+\/pyguard\/trust: /);
  t.ok(err.endsWith(`: ${inTheWay}; when it can be: pyguard trust\n`), err);
  t.end();
});
