// `pyguard run -- pip …`: what would change a Python outside the environment is refused.

import fs from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { makeCottage, type Cottage } from "../cottage.ts";

type Here = Cottage & {
  readonly project: string;
  /** Runs a command in the environment, with the machine's Python behind it. */
  readonly start: (
    variables: Readonly<Record<string, string>>,
    ...words: readonly string[]
  ) => ReturnType<Cottage["run"]>;
};

/** An environment of a real Python without pip, and a pip of the same Python outside, which only says that it ran. */
function makeHere(t: Test): Here {
  const cottage = makeCottage(t);
  const project = cottage.directory("shop");
  const made = cottage.run(project, "venv", "--without-pip");
  t.equal(made.status, 0, made.err);
  const outside = cottage.directory("outside");
  fs.writeFileSync(join(outside, "pip"), "#!/usr/bin/python3\nprint('pip ran')\n", { mode: 0o755 });
  const start: Here["start"] = (variables, ...words) =>
    cottage.runWith(
      { PATH: `${outside}:/usr/bin:/bin`, SHELL: "/bin/bash", ...variables },
      project,
      "run",
      "--",
      ...words,
    );
  return { ...cottage, project, start };
}

const ran = { status: 0, out: "pip ran\n", err: "" };

t.test("a pip from outside does not install", (t) => {
  const { project, start } = makeHere(t);
  const lines: readonly (readonly string[])[] = [
    ["pip", "install", "x"],
    ["pip", "uninstall", "-y", "x"],
  ];
  for (const words of lines) {
    for (const variables of [{}, { CI: "1" }, { PYGUARD_ACTIVE: "/x" }, { VIRTUAL_ENV: "/y" }]) {
      const { status, out, err } = start(variables, ...words);
      t.equal(status, 3, `${words.join(" ")} ${JSON.stringify(variables)}`);
      t.equal(out, "");
      t.match(err, /^pyguard: pip was not run: it would change \/\S+python3\S* and not [^\n]+\n$/);
      t.match(err, `${project.slice(-4)}/.venv, which has no pip; to `);
    }
  }
  t.end();
});

t.test("the configuration says whether there is a guard, not whether shells enter", (t) => {
  const { directory, start } = makeHere(t);
  const config = join(directory(".config/pyguard"), "config.toml");
  fs.writeFileSync(config, "enter = false\n");
  t.match(start({}, "pip", "install", "x"), { status: 3, err: /which has no pip/ });
  fs.writeFileSync(config, "guard = false\n");
  t.same(start({}, "pip", "install", "x"), ran);
  t.end();
});

t.test("what changes nothing runs, and so does what was allowed", (t) => {
  const { start } = makeHere(t);
  t.same(start({}, "pip", "--version"), ran);
  t.same(start({}, "pip", "list"), ran);
  t.same(start({ PYGUARD: "off" }, "pip", "install", "x"), ran);
  t.same(start({ PYGUARD_ALLOW_GLOBAL: "1" }, "pip", "install", "x"), ran);
  t.match(start({}, "python", "-m", "pip", "install", "x"), { status: 1, err: /No module named/ });
  t.end();
});

t.test("an environment that has a pip is told of by what to type", (t) => {
  const { project, start } = makeHere(t);
  const libraries = join(project, ".venv/lib");
  const library = join(libraries, fs.readdirSync(libraries)[0] ?? "", "site-packages");
  fs.mkdirSync(join(library, "pip"));
  fs.writeFileSync(join(library, "pip/__init__.py"), "");
  fs.writeFileSync(join(library, "pip/__main__.py"), "print('pip ran')\n");
  t.match(start({}, "pip", "install", "a b"), {
    status: 3,
    err: /\.venv; instead: pyguard run -- python -m pip install 'a b'\n$/,
  });
  t.same(start({}, "python", "-m", "pip", "install", "a b"), ran);
  t.end();
});
