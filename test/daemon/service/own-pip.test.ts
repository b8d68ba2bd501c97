// Where an environment's own pip and Python come first, nothing could be refused: `here` says so, and only then.

import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { fromText } from "../../../daemon/core/bytes.ts";
import { makeEnvironment, makeHouse, open, type EnvironmentOptions } from "./house.ts";

type Case = {
  readonly title: string;
  readonly options?: EnvironmentOptions;
  readonly spoil?: (environment: string) => void;
  readonly variables?: (environment: string) => Readonly<Record<string, string>>;
  readonly decision: string;
};

const systemSite = "home = /usr/bin\ninclude-system-site-packages = true\nversion = 3.12.1\n";

const cases: readonly Case[] = [
  { title: "its own", decision: "allow" },
  { title: "one that sees its Python's packages", options: { cfg: systemSite }, decision: "" },
  { title: "one without pip3", spoil: (path) => rmSync(join(path, "bin/pip3")), decision: "" },
  {
    title: "one that was copied",
    spoil: (path) => writeFileSync(join(path, "bin/pip"), "#!/elsewhere/bin/python\nimport pip\n"),
    decision: "",
  },
  {
    title: "one that is none any more",
    spoil: (path) => rmSync(join(path, "pyvenv.cfg")),
    decision: "",
  },
  {
    title: "its own, where each install is looked at",
    variables: (path) => ({ PYGUARD_CONFIG: `${path}/config.toml` }),
    spoil: (path) => appendFileSync(`${path}/config.toml`, 'min_python = "3.9"\n'),
    decision: "",
  },
];

t.test("activated by hand outside of every project", async (t) => {
  for (const each of cases) {
    await t.test(each.title, (t) => check(t, each));
  }
});

async function check(t: Test, { options, spoil, variables, decision }: Case): Promise<void> {
  const house = makeHouse(t);
  const environment = join(house.home, "elsewhere");
  makeEnvironment(environment, options);
  spoil?.(environment);
  const { ask } = open(house.path, variables?.(environment));
  const answer = await ask(house.home, { virtualEnv: fromText(environment) });
  t.match(answer, { state: /keep|out/, decision });
  t.equal(answer.stamp !== "", decision === "allow", "a stamp to hold it against");
}
