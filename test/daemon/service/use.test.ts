// An environment that lives elsewhere is taken for a project, and is what its trust says it is.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { fromText, toText } from "../../../daemon/core/bytes.ts";
import { openEyes } from "../../../daemon/io/pip/eyes.ts";
import { listEnvironments } from "../../../daemon/service/list-environments.ts";
import { distrust, forget } from "../../../daemon/service/trust.ts";
import { use, type Using } from "../../../daemon/service/use.ts";
import { makeEnvironment, makeHouse, type House } from "./house.ts";

type Place = {
  readonly house: House;
  readonly project: string;
  readonly environment: string;
};

function makePlace(t: Parameters<typeof makeHouse>[0]): Place {
  const house = makeHouse(t);
  const project = join(house.home, "p");
  const environment = join(house.home, "envs", "sci");
  fs.mkdirSync(project);
  makeEnvironment(environment);
  return { house, project, environment };
}

function take({ house, project, environment }: Place): Promise<Using> {
  const { typeOf } = openEyes((path, call) => call(path));
  const asked = { environment: fromText(environment), project: fromText(project) };
  return use(asked, { ...house.answers, typeOf });
}

async function stateIn(house: House, directory: string): Promise<string> {
  const { state, environment, line } = await house.ask(directory);
  return [state, toText(environment), toText(line)].filter((word) => word !== "").join(" ");
}

t.test("it is entered in the project and below, before and after a restart", async (t) => {
  const place = makePlace(t);
  const { house, project, environment } = place;
  t.match(await take(place), { kind: "used", isOwn: false });
  fs.mkdirSync(join(project, "src"));
  for (const at of [house, house.restart()]) {
    for (const directory of [project, join(project, "src")]) {
      const answer = await at.ask(directory);
      t.match(answer, { state: "in", environment, root: project, line: "" });
    }
    t.equal(await stateIn(at, house.home), "out");
  }
  t.same(fs.readdirSync(project), ["src"], "and nothing is written into the project");
});

t.test("it goes before the project's own, and not before a nearer one", async (t) => {
  const place = makePlace(t);
  const { house, project, environment } = place;
  makeEnvironment(join(project, ".venv"));
  await house.trust(project);
  const inner = house.project("p/inner");
  await house.trust(inner);
  await take(place);
  t.equal(await stateIn(house, project), `in ${environment}`);
  t.equal(await stateIn(house, inner), `in ${join(inner, ".venv")}`);
});

t.test(
  "the project's own is taken by its name, and then nothing needs to be recorded",
  async (t) => {
    const place = makePlace(t);
    const { house, project } = place;
    await take(place);
    const own = join(project, ".venv");
    makeEnvironment(own);
    t.match(await take({ ...place, environment: own }), { kind: "used", isOwn: true });
    t.equal(await stateIn(house, project), `in ${own}`);
    t.same(await house.answers.uses.list(), []);
  },
);

t.test("another one takes its place", async (t) => {
  const place = makePlace(t);
  const other = join(place.house.home, "envs", "other");
  makeEnvironment(other);
  await take(place);
  await take({ ...place, environment: other });
  t.equal(await stateIn(place.house, place.project), `in ${other}`);
});

t.test("what stands there later under its name is not entered", async (t) => {
  const place = makePlace(t);
  const { house, project, environment } = place;
  await take(place);
  fs.rmSync(environment, { recursive: true });
  t.match(await stateIn(house, project), /^out .*which p uses: it is not there any more\. Another/);
  makeEnvironment(environment);
  t.match(await stateIn(house, project), /^out .*it was made anew since you trusted it/);
  await house.trust(project);
  t.equal(await stateIn(house, project), `in ${environment}`);
});

t.test("it comes back when it was only away", async (t) => {
  const place = makePlace(t);
  const { house, project, environment } = place;
  await take(place);
  fs.renameSync(environment, `${environment}.away`);
  t.match(await stateIn(house, project), /^out/);
  fs.renameSync(`${environment}.away`, environment);
  t.equal(await stateIn(house, project), `in ${environment}`);
});

t.test("a project that was moved away is no project of its", async (t) => {
  const place = makePlace(t);
  const { house, project } = place;
  await take(place);
  fs.renameSync(project, `${project}.moved`);
  t.equal(await stateIn(house, `${project}.moved`), "out");
});

t.test("without its Python it says so", async (t) => {
  const place = makePlace(t);
  const { house, project, environment } = place;
  await take(place);
  fs.rmSync(join(environment, "bin/python"));
  t.match(await stateIn(house, project), /^out .*its bin\/python is not there any more\. Another/);
  fs.symlinkSync("/nowhere/python3", join(environment, "bin/python"));
  t.match(await stateIn(house, project), /^out .*its Python in \/usr\/bin is not there any more/);
});

t.test("what is made in the project meanwhile is not taken for it", async (t) => {
  const place = makePlace(t);
  const { house, project, environment } = place;
  await take(place);
  fs.writeFileSync(join(environment, "pyvenv.cfg"), "home = /usr/bin\nversion = 3.13.0\n");
  await house.ask(project);
  makeEnvironment(join(project, ".venv"));
  const evidence = { kind: "born", directory: fromText(project) } as const;
  t.match(await house.ask(project, { evidence }), { state: "out" });
  t.match(await stateIn(house, project), /^out/);
});

t.test("forgotten and refused it is used no more", async (t) => {
  const place = makePlace(t);
  const { house, project, environment } = place;
  for (const part of [forget, distrust]) {
    await take(place);
    t.equal(await stateIn(house, project), `in ${environment}`);
    t.match(await part(fromText(project), house.answers.ports), { kind: "done" });
    t.same(await house.answers.uses.list(), []);
    t.equal(await stateIn(house, project), "out");
  }
});

t.test("what cannot be used is told, and all stays as it was", async (t) => {
  const place = makePlace(t);
  const { house, project, environment } = place;
  await take(place);
  const conda = join(house.home, "conda");
  fs.mkdirSync(join(conda, "conda-meta"), { recursive: true });
  const colon = join(house.home, "a:b");
  makeEnvironment(colon);
  const open = join(house.home, "open");
  makeEnvironment(open);
  fs.chmodSync(join(open, "bin"), 0o777);
  const rows: readonly (readonly [string, unknown])[] = [
    [join(house.home, "nowhere"), { kind: "no-environment", isConda: false }],
    [conda, { kind: "no-environment", isConda: true }],
    [colon, { kind: "unusable" }],
    [open, { kind: "not-trusted", trusting: { kind: "refused" } }],
  ];
  for (const [path, expected] of rows) {
    t.match(await take({ ...place, environment: path }), expected);
    t.equal(await stateIn(house, project), `in ${environment}`);
  }
  t.match(await take({ ...place, project: house.home }), { kind: "not-trusted" });
  t.match(await take({ ...place, project: join(house.home, "x") }), { kind: "no-project" });
  t.equal((await house.answers.uses.list()).length, 1);
});

t.test("a record that was damaged or is another's counts for nothing", async (t) => {
  const place = makePlace(t);
  const { house, project } = place;
  await take(place);
  const directory = join(house.home, ".local/state/pyguard/use");
  const [name = ""] = fs.readdirSync(directory);
  const file = join(directory, name);
  const whole = fs.readFileSync(file);
  const damages: readonly (() => void)[] = [
    () => fs.writeFileSync(file, whole.subarray(0, -1)),
    () => fs.writeFileSync(file, whole.toString().replace("/envs/sci", "/envs/bad")),
    () => fs.chmodSync(file, 0o666),
    () => fs.writeFileSync(file, ""),
    () => fs.chmodSync(directory, 0o777),
  ];
  for (const damage of damages) {
    fs.rmSync(file, { force: true });
    fs.writeFileSync(file, whole, { mode: 0o600 });
    damage();
    t.equal(await stateIn(house, project), "out");
  }
  fs.chmodSync(directory, 0o700);
  fs.rmSync(file);
  fs.writeFileSync(file, whole, { mode: 0o600 });
  t.match(await stateIn(house, project), /^in/);
  const other = file.slice(0, -64) + "0".repeat(64);
  fs.renameSync(file, other);
  t.equal(await stateIn(house, project), "out", "nor one under another's name");
});

t.test("the list says of each whether it is still what it was", async (t) => {
  const place = makePlace(t);
  const { house } = place;
  await take(place);
  for (const name of ["good", "gone", "broken", "changed", "open"]) {
    await house.trust(house.project(name));
  }
  const at = (name: string): string => join(house.home, name, ".venv");
  fs.rmSync(at("gone"), { recursive: true });
  fs.rmSync(join(at("broken"), "bin/python"));
  fs.writeFileSync(join(at("changed"), "pyvenv.cfg"), "home = /x\n");
  fs.chmodSync(join(at("open"), "bin"), 0o777);
  const records = (await house.answers.store.list()).flatMap((listed) =>
    listed.kind === "trusted" ? [listed.record] : [],
  );
  const known = records.map(({ path, project }) => ({
    environment: path,
    project,
    isUsed: !path.startsWith(project),
  }));
  const listed = await listEnvironments(known, house.answers.ports);
  const states = Object.fromEntries(
    listed.map(({ project, state }) => [project.slice(house.home.length + 1), state]),
  );
  t.same(states, {
    p: "good",
    good: "good",
    gone: "gone",
    broken: "broken",
    changed: "changed",
    open: "open",
  });
  t.equal(listed.find(({ isUsed }) => isUsed)?.version, "3.12.1");
});
