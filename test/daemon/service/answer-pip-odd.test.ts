// pip commands that are none of the guard's business, and a world that is not as it should be.

import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { LookFailed } from "../../../daemon/io/files.ts";
import { writeProgram, writeText } from "../io/pip/pythons.ts";
import { makeMachine, type Machine } from "./pip-machine.ts";
import { isDebian, makeEnvironment, makeShared, pasteOf } from "./pip-places.ts";

function start(changes?: Parameters<typeof makeMachine>[0]): Machine {
  const machine = makeMachine(changes);
  t.teardown(machine.remove);
  return machine;
}

t.test("room is made for what takes the place of one that was left half made", async (t) => {
  const machine = start();
  const shared = makeShared(join(machine.root, "shared"));
  const directory = machine.place("half");
  writeText(join(directory, ".venv/pyvenv.cfg"), "");
  const told = await machine.type("pip install x", { path: shared, directory });
  t.equal(pasteOf(told.lines), "mv .venv .venv.old && pyguard venv && pip install x");
});

t.test("what is none of the guard's business costs no look at anything", async (t) => {
  const fail = (): never => {
    throw new Error("nothing is to be looked at");
  };
  const machine = start({ follow: fail, lookAtPython: fail, readConfiguration: fail });
  for (const line of [
    "python app.py",
    "python -c 1",
    "uv pip install x",
    "python -m http.server",
    "python -m venv env",
    "python -V",
  ]) {
    t.match(await machine.type(line), { decision: "allow", lines: [""] }, line);
  }
  for (const variables of [
    { CI: "1" },
    { PYGUARD: "off" },
    { PIP_AUTO_COMPLETE: "1" },
    { COLAB_GPU: "1" },
  ]) {
    t.match(
      await machine.type("pip install x", { variables }),
      { decision: "allow" },
      JSON.stringify(variables),
    );
  }
});

t.test("python -m venv without a directory makes .venv", async (t) => {
  const machine = start();
  const directory = machine.place("app");
  t.match(await machine.type("python3 -m venv --prompt x", { directory }), {
    decision: "route",
    argv: ["python3", "-m", "venv", "--prompt", "x", ".venv"],
  });
  mkdirSync(join(directory, ".venv"));
  t.match(await machine.type("python3 -m venv", { directory }), {
    decision: "refuse",
    lines: [/^pyguard: nothing was made: /],
  });
});

t.test(
  "a mark of the prefix's manager lets pip in, but none that lies in the project",
  async (t) => {
    const machine = start();
    const managed = makeShared(join(machine.root, "managed"));
    writeText(join(machine.root, "managed/.pyguard-managed"), "");
    t.equal((await machine.type("pip install x", { path: managed })).decision, "allow");
    const project = machine.place("app");
    const own = makeShared(join(project, "python"));
    writeText(join(project, "python/.pyguard-managed"), "");
    t.equal(
      (await machine.type("pip install x", { path: own, directory: project })).decision,
      "refuse",
    );
  },
);

t.test("where PATH cannot carry an environment, the line makes one elsewhere", async (t) => {
  const machine = start();
  const path = `${makeShared(join(machine.root, "shared"))}:/usr/bin:/bin`;
  const ask = async (directory: string) =>
    pasteOf((await machine.type("pip install requests", { path, directory })).lines);
  const elsewhere =
    "mkdir -p ~/my-project && cd ~/my-project && pyguard venv && pip install requests";
  t.equal(await ask(machine.place("a:b")), elsewhere);
  t.equal(await ask(machine.place("tab\there")), elsewhere);
  const named = machine.place("c:d");
  writeText(join(named, "venv/pyvenv.cfg"), "home = /usr/bin\n");
  writeProgram(join(named, "venv/bin/python"), "\u007fELF");
  t.equal(await ask(named), elsewhere, "beside one that cannot be used either");
  const project = machine.place("app");
  writeText(join(project, "pyproject.toml"), "");
  t.equal(
    await ask(machine.place("app/e:f")),
    `cd ${project} && pyguard venv && pip install requests`,
    "a project above it can hold one",
  );
});

t.test("where a variable or a file sends packages elsewhere, the line undoes it", async (t) => {
  const machine = start();
  const shared = makeShared(join(machine.root, "shared"));
  const directory = machine.place("app");
  const config = join(machine.root, "pip.conf");
  writeText(config, `[global]\npython = ${shared}/python3\n`);
  const target = join(machine.root, "shared/lib/python3.12/site-packages");
  const told = async (variables: Readonly<Record<string, string>>, line = "pip install x") =>
    pasteOf((await machine.type(line, { path: shared, directory, variables })).lines);
  const make = "pyguard venv &&";
  t.equal(await told({ PIP_PYTHON: `${shared}/python3` }), `${make} pip --python= install x`);
  t.equal(await told({ PIP_CONFIG_FILE: config }), `${make} pip --python= install x`);
  t.equal(await told({ PIP_TARGET: target }), `${make} pip install --target= x`);
  t.equal(
    await told({ PIP_PREFIX: join(machine.home, ".local") }, "pip install --no-user x"),
    `${make} pip install --prefix=.venv --no-user x`,
  );
  t.equal(await told({ PIP_USER: "1" }), `${make} pip install --no-user x`);
});

t.test("what would change is named: an environment's base, a view of Spack's", async (t) => {
  const machine = start();
  const directory = machine.place("app");
  const base = join(machine.root, "base");
  makeShared(base);
  const own = join(directory, "own");
  writeText(join(own, "pyvenv.cfg"), `home = ${base}/bin\n`);
  mkdirSync(join(own, "bin"));
  symlinkSync(`${base}/bin/python3`, join(own, "bin/python3"));
  writeProgram(join(own, "bin/pip"), `#!${own}/bin/python3\n`);
  const typed = { directory, path: `${own}/bin:/usr/bin:/bin` };
  const told = await machine.type(`pip install --prefix ${base} x`, typed);
  t.match(told, { decision: "refuse" });
  t.equal(told.lines[1], `  This pip writes to  ${base}/bin/python3.12 (shared by every project)`);

  const view = join(machine.root, "view");
  mkdirSync(join(view, ".spack"), { recursive: true });
  writeText(join(view, "pyvenv.cfg"), `home = ${base}/bin\n`);
  mkdirSync(join(view, "bin"));
  symlinkSync(`${base}/bin/python3`, join(view, "bin/python3"));
  writeProgram(join(view, "bin/pip"), `#!${view}/bin/python3\n`);
  const seen = await machine.type("pip install x", {
    directory,
    path: `${view}/bin:/usr/bin:/bin`,
  });
  t.equal(
    seen.lines[1],
    `  This pip writes to  ${view}/bin/python3 (a Spack view; Spack fills it)`,
  );
});

t.test("an environment in whose directory no script of pip's starts", async (t) => {
  const machine = start();
  const path = `${makeShared(join(machine.root, "shared"))}:/usr/bin:/bin`;
  const directory = machine.place("Budget$5");
  makeEnvironment(join(directory, ".venv"));
  t.equal(
    pasteOf((await machine.type("pip install requests", { path, directory })).lines),
    "pyguard trust && python -m pip install requests",
  );
});

t.test("a file system that does not answer lets the command run, and says so", async (t) => {
  const hung = start({ follow: () => Promise.reject(new LookFailed("no answer within 100 ms")) });
  t.match(await hung.type("pip install x"), {
    decision: "advise",
    lines: [/does not answer, so this runs unchecked$/],
  });
  const broken = start({ follow: () => Promise.reject(new Error("a mistake of ours")) });
  await t.rejects(broken.type("pip install x"), { message: "a mistake of ours" });
});

t.test("every marker, however odd, is survived", { skip: !isDebian }, async (t) => {
  const machine = start();
  const path = makeShared(join(machine.root, "shared"));
  const file = join(machine.root, "shared/lib/python3.12/EXTERNALLY-MANAGED");
  const directory = machine.place("app");
  const markers: Readonly<Record<string, Buffer | string>> = {
    "its words": "[externally-managed]\nError=Ask\n Bob.\n",
    "in French": "[externally-managed]\nError=no\nError-fr=Demandez à Bob.\n",
    nothing: "",
    "two keys of one name": "[externally-managed]\nError=a\nError=b\n",
    "a byte order mark": "\ufeff[externally-managed]\nError=a\n",
    "another encoding": Buffer.from([0xff, 0xfe, 0x5b, 0x00]),
    "another section": "[Externally-Managed]\nError=a\n",
    colours: "[externally-managed]\nError=\u001b[31mred\u001b[0m\u0007\n",
    "far too much": `[externally-managed]\nError=${"much ".repeat(12_000)}\n`,
  };
  const first: Record<string, string> = {};
  for (const [title, content] of Object.entries(markers)) {
    writeFileSync(file, content);
    const told = await machine.type("pip install x", {
      directory,
      path,
      variables: { LANG: "fr_FR.UTF-8" },
    });
    t.equal(told.decision, "refuse", title);
    t.ok(
      told.lines.length <= 10 && told.lines.join("\n").length < 8000,
      `${title}: keeps its size`,
    );
    t.notMatch(told.lines.join(""), /\p{Cc}/u, title);
    first[title] = told.lines[0] ?? "";
  }
  t.equal(first["its words"], "Ask Bob.");
  t.equal(first["in French"], "Demandez à Bob.");
  t.match(first["two keys of one name"], /^pyguard: /);
  rmSync(file);
  mkdirSync(file);
  const told = await machine.type("pip install x", { directory, path });
  t.notMatch(told.lines.join("\n"), "EXTERNALLY-MANAGED", "a directory marks nothing");
});
