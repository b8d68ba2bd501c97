// Marks and names of the prompt segment: what is said of an environment, entered or not.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { fromText } from "../../../daemon/core/bytes.ts";
import { makeEnvironment, makeHouse } from "./house.ts";

t.test("pip would go elsewhere", async (t) => {
  const house = makeHouse(t);
  const rows: readonly (readonly [string, string, (venv: string) => void])[] = [
    ["its own", "", () => {}],
    ["none", "e", (venv) => fs.rmSync(join(venv, "bin/pip"))],
    ["another's", "e", (venv) => write(venv, `#!${house.home}/other/bin/python3`)],
    ["its own by a link", "", (venv) => write(venv, `#!${venv}/../alias/bin/python3`)],
    ["moved: it does not start", "", (venv) => write(venv, "#!/gone/bin/python")],
    ["found on PATH", "", (venv) => write(venv, "#!/usr/bin/env python3")],
    ["no script", "", (venv) => write(venv, "\u007fELF")],
  ];
  makeEnvironment(join(house.home, "other"));
  for (const [name, marks, change] of rows) {
    const project = house.project(name.replaceAll(/\W/g, ""));
    fs.symlinkSync(".venv", join(project, "alias"));
    change(join(project, ".venv"));
    t.equal((await house.ask(project)).marks, "u", `${name}, before trust`);
    await house.trust(project);
    t.match(await house.ask(project), { state: "in", marks }, name);
  }
});

function write(venv: string, first: string): void {
  fs.writeFileSync(join(venv, "bin/pip"), `${first}\n`);
}

t.test("the account's own packages hide those of the Python behind", async (t) => {
  const house = makeHouse(t);
  const base = join(house.home, "base");
  const library = "lib/python3.12";
  const packages = (place: string, ...names: readonly string[]): void => {
    const sites = join(house.home, place, library, "site-packages");
    for (const name of names) {
      fs.mkdirSync(join(sites, `${name}.dist-info`), { recursive: true });
    }
  };
  fs.mkdirSync(join(base, "bin"), { recursive: true });
  fs.writeFileSync(join(base, "bin/python3.12"), "", { mode: 0o755 });
  fs.mkdirSync(join(base, library), { recursive: true });
  fs.writeFileSync(join(base, library, "os.py"), "");
  packages("base", "PyYAML-6.0", "attrs-1.0");
  const cfg = (sees: boolean): string =>
    `home = ${base}/bin\ninclude-system-site-packages = ${sees}\nversion = 3.12.1\n`;
  const python = join(base, "bin/python3.12");
  const sees = house.project("sees", { cfg: cfg(true), python });
  const plain = house.project("plain", { cfg: cfg(false), python });
  await house.trust(sees);
  await house.trust(plain);
  const marks = async (project: string): Promise<string> => {
    const { userSite } = house.answers.ports;
    await userSite.look(fromText(join(project, ".venv")));
    return (await house.ask(project)).marks;
  };
  packages(".local", "requests-2.0");
  t.equal(await marks(sees), "", "nothing is there twice");

  const anew = house.restart();
  packages(".local", "pyyaml-5.4");
  t.equal((await anew.ask(sees)).marks, "", "a prompt does not wait for a look");
  const before = await anew.answers.digest(fromText(sees));
  const after = await anew.answers.digest(fromText(sees));
  t.not(before, after, "shells there are told to ask again");
  t.equal((await anew.ask(sees)).marks, "s");
  t.equal((await anew.ask(plain)).marks, "", "one that does not see them");
  t.same(await anew.answers.segment(fromText(sees)), {
    text: "3.12.1|s|sees",
    directories: [sees],
  });

  packages("sees/.venv", "PyYAML-6.0.1");
  const own = house.restart();
  await own.answers.ports.userSite.look(fromText(join(sees, ".venv")));
  t.equal((await own.ask(sees)).marks, "", "the environment's own come first");
});

t.test("an environment that is not entered is not named as if it were", async (t) => {
  const house = makeHouse(t);
  const project = house.project("shop");
  const says = async (asked = {}): Promise<string> => {
    const { name, pythonVersion, marks } = await house.ask(project, asked);
    return `${name} ${pythonVersion} ${marks}`;
  };
  t.equal(await says(), "shop 3.12.1 u");
  await house.trust(project);
  t.equal(await says(), "shop 3.12.1 ");
  t.equal(await says({ flags: { leftByHand: true } }), "  ", "deactivate was typed");
  fs.rmSync(join(project, ".venv/bin/python"));
  t.equal(await says(), "shop 3.12.1 b");
  fs.rmSync(join(project, ".venv"), { recursive: true });
  fs.writeFileSync(join(project, "pyproject.toml"), "");
  t.equal(await says(), "  n");
  t.equal(await says({ virtualEnv: fromText("/opt/mine") }), "  ", "one was brought along");
  t.same(await house.answers.segment(fromText(project)), {
    text: "|n|",
    directories: [project],
  });
});
