// What a shell brings along: environments activated by hand, conda, a pip command.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { asBytes, fromText } from "../../../daemon/core/bytes.ts";
import { makeHouse } from "./house.ts";

t.test("what is there by hand is told from what is not", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const other = house.project("q");
  fs.symlinkSync(project, join(house.home, "link"));
  await house.trust(project);
  const venv = (path: string) => fromText(join(path, ".venv"));
  const rows = [
    ["its own, spelled through a link", venv(join(house.home, "link")), {}, "in"],
    ["another's", venv(other), {}, "keep"],
    ["another's, since before the first prompt", venv(other), { background: true }, "keep"],
    ["nobody's, since before the first prompt", fromText("/opt/env"), { background: true }, "in"],
    ["nobody's", fromText("/opt/env"), {}, "keep"],
  ] as const;
  for (const [says, virtualEnv, flags, state] of rows) {
    t.match(await house.ask(project, { virtualEnv, flags }), { state }, says);
  }
  const active = { environment: venv(project), root: fromText(project) };
  t.match(await house.ask(project, { active }), { state: "out" }, "deactivate was typed");
  t.match(await house.ask(other, { active }), { state: "out" });
  t.match(await house.ask(project, { flags: { leftByHand: true } }), { state: "out" });
});

t.test("conda: base never is by hand, another is", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  await house.trust(project);
  const base = join(house.home, "conda");
  fs.mkdirSync(join(base, "envs/x"), { recursive: true });
  fs.mkdirSync(join(base, "condabin"));
  t.match(await house.ask(project, { condaPrefix: fromText(base) }), { state: "in" });
  const condaPrefix = fromText(join(base, "envs/x"));
  t.match(await house.ask(project, { condaPrefix }), { state: "keep" });
});

t.test("the wrappers step aside only where pip and Python are the environment's own", async (t) => {
  const house = makeHouse(t);
  const decide = async (name: string, change: (venv: string) => void): Promise<string> => {
    const project = house.project(name);
    change(join(project, ".venv"));
    await house.trust(project);
    return (await house.ask(project)).decision;
  };
  t.equal(await decide("plain", () => {}), "allow");
  t.equal(await decide("no pip", (venv) => fs.rmSync(join(venv, "bin/pip3"))), "");
  t.equal(
    await decide("moved", (venv) =>
      fs.writeFileSync(join(venv, "bin/pip"), "#!/old/place/.venv/bin/python\n"),
    ),
    "",
  );
  t.equal(
    await decide("sees the system's", (venv) =>
      fs.writeFileSync(
        join(venv, "pyvenv.cfg"),
        "home = /usr/bin\ninclude-system-site-packages = true\n",
      ),
    ),
    "",
  );
  t.equal(
    await decide("long path", (venv) =>
      fs.writeFileSync(
        join(venv, "bin/pip"),
        `#!/bin/sh\n'''exec' "${venv}/bin/python" "$0" "$@"\n' '''\n`,
      ),
    ),
    "allow",
  );
});

t.test("a pip question enters first, and decides as if that had happened", async (t) => {
  const asked: unknown[] = [];
  const house = makeHouse(t, (question, entered) => {
    asked.push([question.argv, entered.answer.state, entered.situation.verdict?.kind]);
    return Promise.resolve({
      decision: "refuse",
      text: asBytes("no"),
      argv: [],
      marks: asBytes("e"),
    });
  });
  const project = house.project("p");
  await house.trust(project);
  const answer = await house.ask(project, { verb: "pip", argv: [asBytes("pip")] });
  t.match(answer, {
    state: "in",
    environment: join(project, ".venv"),
    decision: "refuse",
    text: "no",
    marks: "e",
  });
  t.same(asked, [[["pip"], "in", "trusted"]]);
});

t.test("bye has an answer, and changes nothing", async (t) => {
  const house = makeHouse(t);
  t.match(await house.ask(house.home, { verb: "bye" }), { state: "keep", environment: "" });
});

t.test("a digest differs when the answer would, and not for a new script", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const digest = () => house.answers.digest(fromText(project));
  const unknown = await digest();
  await house.trust(project);
  const trusted = await digest();
  t.not(trusted, unknown);
  fs.writeFileSync(join(project, ".venv/bin/black"), "");
  t.equal(await digest(), trusted);
  fs.writeFileSync(join(project, ".venv/bin/ls"), "");
  t.not(await digest(), trusted);
});
