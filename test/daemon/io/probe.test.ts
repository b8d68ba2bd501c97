// Interpreters are asked once, in time, and remembered while they are the same.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { brokenMs } from "../../../daemon/io/probe.ts";
import { anyPython, findPythons, makeVenv } from "./pip/pythons.ts";
import { age, answering, brief, filesIn, makePlace, until } from "./probe/pythons.ts";

t.test("real Pythons say what they are", async (t) => {
  const place = makePlace(t);
  const asker = place.start();
  for (const file of findPythons().slice(0, 4)) {
    const probed = await asker.ask(file, { isNamed: true });
    t.match(probed, { kind: "interpreter", interpreter: { executable: file, userSiteIs: "on" } });
  }
});

t.test("a Python whose account hides its own packages says why", async (t) => {
  const place = makePlace(t);
  const asker = place.start();
  const python = anyPython();
  const because = async (variables: Readonly<Record<string, string>>): Promise<string> => {
    const probed = await asker.ask(python, { isNamed: true, variables });
    return probed.kind === "interpreter" ? probed.interpreter.userSiteIs : brief(probed);
  };
  t.equal(await because({}), "on");
  t.equal(await because({ PYTHONNOUSERSITE: "1" }), "variable");
  const base = place.path("base");
  const probed = await asker.ask(python, { isNamed: true, variables: { PYTHONUSERBASE: base } });
  t.match(probed, { interpreter: { userBase: base } });
  makeVenv(python, place.path("env"), ["--without-pip"]);
  const inside = await asker.ask(place.path("env/bin/python"), { isNamed: true });
  t.match(inside, { interpreter: { prefix: place.path("env"), userSiteIs: "pyvenv.cfg" } });
});

t.test("ten shells that ask together cause one run", async (t) => {
  const place = makePlace(t);
  const file = place.write(
    place.path("py/bin/python"),
    `sleep 0.2\n${answering(place.path("py/bin/python"))}`,
  );
  const asker = place.start();
  await age();
  const answers = await Promise.all(Array.from({ length: 10 }, () => asker.ask(file)));
  t.same(new Set(answers.map(brief)), new Set(["interpreter 3.12.1"]));
  t.equal(place.runs(), 1);
  t.same(asker.events, [`${file} 3.12.1`]);
  t.equal(brief(await asker.ask(file)), "interpreter 3.12.1");
  t.equal(place.runs(), 1, "and none of them later");
});

t.test("after a restart nothing is asked again", async (t) => {
  const place = makePlace(t);
  const file = place.python(place.path("py/bin/python"));
  await age();
  const first = place.start();
  t.equal(brief(await first.ask(file)), "interpreter 3.12.1");
  await until(() => filesIn(place.cache).length === 1, "nothing was written");
  const second = place.start();
  t.equal(brief(await second.ask(file)), "interpreter 3.12.1");
  t.equal(place.runs(), 1);
  t.same(second.events, []);
  t.equal(brief(await place.start({ machine: "another" }).ask(file)), "interpreter 3.12.1");
  t.equal(place.runs(), 2, "but on another machine it is");
});

t.test("one that was made this moment is asked, and not remembered", async (t) => {
  const place = makePlace(t);
  const asker = place.start();
  const file = place.python(place.path("py/bin/python"));
  await asker.ask(file);
  if (asker.said.length > 0) {
    await asker.ask(file);
    t.equal(place.runs(), 2);
  }
  await age();
  await asker.ask(file);
  const runs = place.runs();
  await asker.ask(file);
  t.equal(place.runs(), runs);
});

/** Interpreters that do not work: what they do, and what is said of them. */
const broken: readonly (readonly [string, string, RegExp])[] = [
  ["prints garbage", "echo hello", /does not answer as a Python does/],
  ["prints nothing", "exit 0", /does not answer as a Python does/],
  ["prints its arguments", 'echo "$@"', /does not answer as a Python does/],
  ["prints half an answer", "printf 'pyguard-probe-1{\"executable\":'", /does not answer/],
  ["prints a gigabyte", "exec head -c 1073741824 /dev/zero", /more than a megabyte/],
  ["prints without end", "exec yes", /more than a megabyte/],
  ["complains without end", "exec yes >&2", /more than a megabyte/],
  ["fails", "echo 'no module named encodings' >&2; exit 1", /status 1: no module named encodings/],
  ["is killed", "kill -9 $$", /ended by SIGKILL/],
  ["crashes", "kill -SEGV $$", /ended by SIGSEGV/],
];

for (const [what, body, words] of broken) {
  t.test(`one that ${what} is told so, once a minute`, async (t) => {
    const place = makePlace(t);
    const asker = place.start();
    const file = place.write(place.path("py/bin/python"), body);
    await age();
    t.match(brief(await asker.ask(file)), words);
    t.match(brief(await asker.ask(file)), words);
    t.equal(place.runs(), 1);
    asker.wait(brokenMs);
    t.match(brief(await asker.ask(file)), words);
    t.equal(place.runs(), 2);
    place.python(file);
    await age();
    t.equal(brief(await asker.ask(file)), "interpreter 3.12.1", "and repaired at once");
  });
}

t.test("whatever hangs is over after three seconds", async (t) => {
  const place = makePlace(t);
  const asker = place.start();
  const bodies = [
    "sleep 60",
    "trap '' TERM INT HUP; while :; do sleep 60; done",
    // In a session of its own nothing ends it, and it keeps the pipe.
    "setsid sleep 5 & sleep 60",
    "exec <>/dev/null; read line </dev/null; kill -STOP $$",
  ];
  const files = bodies.map((body, index) => place.write(place.path(`${index}/bin/python`), body));
  await age();
  const begin = performance.now();
  const answers = await Promise.all(files.map((file) => asker.ask(file)));
  t.ok(performance.now() - begin < 4900);
  answers.forEach((answer) => t.match(brief(answer), /did not answer within 3 seconds/));
  await Promise.all(files.map((file) => asker.ask(file)));
  t.equal(place.runs(), bodies.length);
});

t.test("a child that is left behind keeps nobody waiting, and is ended", async (t) => {
  const place = makePlace(t);
  const asker = place.start();
  const file = place.path("py/bin/python");
  const left = place.path("left");
  place.write(file, `(echo $$ >'${left}'; exec sleep 60) &\n${answering(file)}`);
  await age();
  const begin = performance.now();
  t.equal(brief(await asker.ask(file)), "interpreter 3.12.1");
  t.ok(performance.now() - begin < 3000);
  const group = Number(fs.readFileSync(left, "utf8"));
  await until(() => membersOf(group).length === 0, "the child lives on");
});

t.test("who does not wait gets the answer the next time", async (t) => {
  const place = makePlace(t);
  const asker = place.start();
  const file = place.path("py/bin/python");
  place.write(file, `sleep 0.3\n${answering(file)}`);
  await age();
  t.equal(brief(await asker.ask(file, { patienceMs: 20 })), "pending");
  t.equal(brief(await asker.ask(file)), "interpreter 3.12.1");
  t.equal(place.runs(), 1);
});

t.test("a shim's answer is never remembered: it may choose another", async (t) => {
  const place = makePlace(t);
  const asker = place.start();
  const real = place.path("versions/3.12.1/bin/python");
  const file = place.write(place.path("shims/python"), answering(real));
  await age();
  t.equal(brief(await asker.ask(file)), "shim 3.12.1");
  t.equal(brief(await asker.ask(file)), "shim 3.12.1");
  t.equal(place.runs(), 2);
  t.notOk(fs.existsSync(place.cache));
});

t.test("what cannot be run is not handed to a shell", async (t) => {
  const place = makePlace(t);
  const asker = place.start();
  const canary = place.path("canary");
  const elf = Buffer.from(fs.readFileSync(process.execPath).subarray(0, 64));
  elf.writeUInt16LE(243, 18);
  const files: readonly (readonly [string, Buffer | string, RegExp])[] = [
    ["wrong", Buffer.concat([elf, Buffer.from(`\ntouch ${canary}\n`)]), /another kind of machine/],
    ["text", `touch ${canary}\n`, /it is no program/],
    ["empty", "", /it is no program/],
    ["windows", "MZ\u0090\n", /for Windows/],
  ];
  for (const [name, content, words] of files) {
    const file = place.path(name, "bin/python");
    fs.mkdirSync(join(file, ".."), { recursive: true });
    fs.writeFileSync(file, content, { mode: 0o755 });
    t.match(brief(await asker.ask(file)), words, name);
  }
  fs.writeFileSync(place.path("plain"), "#!/bin/sh\n", { mode: 0o644 });
  t.match(brief(await asker.ask(place.path("plain"))), /it may not be run/);
  t.match(brief(await asker.ask(place.path("nothing"))), /no such program/);
  t.match(brief(await asker.ask(place.home)), /no such program/);
  t.notOk(fs.existsSync(canary));
});

t.test("a terminal, a directory, a secret: nothing of the asker's is there", async (t) => {
  const place = makePlace(t);
  const asker = place.start();
  const file = place.path("py/bin/python");
  const seen = place.path("seen");
  place.write(file, `{ pwd; env; } >'${seen}'\n${answering(file)}`);
  const variables = { TOKEN: "secret", PYTHONPATH: "/evil", LD_PRELOAD: "/evil.so" };
  await asker.ask(file, { variables });
  const text = fs.readFileSync(seen, "utf8");
  t.match(text, /^\/\n/);
  t.notMatch(text, /secret|evil/);
  t.match(text, new RegExp(`^HOME=${place.home}$`, "m"));
});

function membersOf(group: number): readonly string[] {
  return fs.readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) {
      return false;
    }
    try {
      const fields = fs.readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return Number(fields[2]) === group && fields[0] !== "Z";
    } catch {
      return false;
    }
  });
}
