// `pyguard run` (synonym `exec`) and `pyguard env`: a project's environment for whoever has no hooked shell.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { makeProject } from "../daemon/service/house.ts";
import { makeCottage, type Cottage } from "./cottage.ts";

const main = fileURLToPath(new URL("../../cli/main.js", import.meta.url));

type Here = Cottage & { readonly project: string; readonly venv: string };

/** A trusted project with a program `tool` in its environment, which says what it was given. */
function makeHere(t: Test): Here {
  const cottage = makeCottage(t);
  const project = makeProject(join(cottage.home, "shop"));
  const venv = join(project, ".venv");
  const script = `#!/bin/sh
echo "VIRTUAL_ENV=$VIRTUAL_ENV PROMPT=$VIRTUAL_ENV_PROMPT HOME=\${PYTHONHOME-none} PWD=$PWD"
echo "PATH=$PATH"
for word; do printf '<%s>' "$word"; done
`;
  fs.writeFileSync(join(venv, "bin/tool"), script, { mode: 0o755 });
  cottage.run(project, "trust");
  return { ...cottage, project, venv };
}

t.test("a command runs in the environment, with its own words, from below as well", (t) => {
  const { project, venv, directory, runWith } = makeHere(t);
  const below = directory("shop/src/deep");
  const PATH = `/opt/x:${venv}/bin:/usr/bin:/bin`;
  const words = ["--version", "-x", "a b", "", "*", "$HOME", "--", "line\nline", "é"];
  for (const verb of ["run", "exec"]) {
    const said = runWith({ PATH, PYTHONHOME: "/x" }, below, verb, "--", "tool", ...words);
    t.same(said, {
      status: 0,
      out: `VIRTUAL_ENV=${venv} PROMPT=shop HOME=none PWD=${below}\nPATH=${venv}/bin:/opt/x:/usr/bin:/bin\n${words.map((word) => `<${word}>`).join("")}`,
      err: "",
    });
  }
  t.match(runWith({ PATH }, project, "run", "tool", "--json").out, /<--json>$/, "without --");
  t.end();
});

t.test("it ends as the command ends", (t) => {
  const { project, run } = makeHere(t);
  const sh = (script: string) => run(project, "run", "--", "/bin/sh", "-c", script);
  t.same(sh("echo out; echo err >&2; exit 7"), { status: 7, out: "out\n", err: "err\n" });
  t.equal(sh("kill -TERM $$").status, 143);
  t.match(run(project, "run", "--", "no-such"), {
    status: 127,
    err: "pyguard: no-such: no such command\n",
  });
  t.match(run(project, "run", "--", project), { status: 126, err: /cannot be run/ });
  t.match(run(project, "run"), { status: 2, out: "", err: /^pyguard: / });
  t.end();
});

t.test("what does not start in the environment is not looked for outside it", (t) => {
  const { home, project, venv, run, runWith } = makeHere(t);
  const outside = join(home, "outside");
  fs.mkdirSync(outside);
  const write = (path: string, firstLine: string, mode = 0o755): void => {
    fs.writeFileSync(path, `${firstLine}\necho "outside as $0"\n`, { mode });
  };
  for (const name of ["stale", "shut", "other"]) {
    write(join(outside, name), "#!/bin/sh");
  }
  write(join(venv, "bin/stale"), "#!/moved/away/python3");
  write(join(venv, "bin/shut"), "#!/bin/sh", 0o644);
  const start = (...words: readonly string[]) =>
    runWith({ PATH: `${outside}:/usr/bin:/bin` }, project, "run", "--", ...words);
  t.same(start("stale", "x"), {
    status: 127,
    out: "",
    err: `pyguard: stale: ${venv}/bin/stale does not start, as the program that runs it is gone; how to mend that: pyguard doctor\n`,
  });
  t.same(start("other"), { status: 0, out: `outside as ${outside}/other\n`, err: "" });
  t.equal(start("shut").out, `outside as ${outside}/shut\n`, "a shell passes over it as well");
  t.same(run(project, "run", "--", "shut"), {
    status: 126,
    out: "",
    err: "pyguard: shut: it cannot be run\n",
  });
  t.match(run(project, "run", "--", "./no-such"), { status: 127, err: /no such command/ });
  t.same(run(project, "run", "--", ""), {
    status: 127,
    out: "",
    err: "pyguard: there is no command ''; say which: pyguard run -- COMMAND\n",
  });
  const { out } = run(project, "run", "--", "sh", "-c", "cat /proc/$$/cmdline");
  t.match(out, /^sh\0/, "it is called what was typed");
  t.end();
});

t.test("input and signals go through", async (t) => {
  const { project, home } = makeHere(t);
  const env = { HOME: home, PATH: "/usr/bin:/bin" };
  const start = (...words: readonly string[]) => [main, "run", "--", ...words];
  const echoed = spawnSync(process.execPath, start("cat"), {
    cwd: project,
    env,
    input: Buffer.from([0, 255, 10, 13]),
  });
  t.same([...echoed.stdout], [0, 255, 10, 13]);
  const script = "trap 'echo ended; exit 9' TERM; echo ready; while :; do sleep 0.1; done";
  const child = spawn(process.execPath, start("/bin/sh", "-c", script), {
    cwd: project,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.teardown(() => child.kill("SIGKILL"));
  let text = "";
  child.stdout.on("data", (data: Buffer) => (text += data.toString("utf8")));
  await once(child.stdout, "data");
  const closed = once(child, "close");
  child.kill("SIGTERM");
  t.equal((await closed)[0], 9);
  t.equal(text, "ready\nended\n");
});

t.test("trust counts here as it does in a shell, and what the caller has active does not", (t) => {
  const { home, venv, project, directory, run, runWith } = makeHere(t);
  const refuses = (where: string, err: RegExp): void => {
    for (const words of [["run", "--", "true"], ["env"], ["env", "--json"]]) {
      t.match(run(where, ...words), { status: 1, out: "", err }, words.join(" "));
    }
  };
  refuses(directory("none"), /^pyguard: there is no \.venv in .*; to make one: pyguard venv\n$/);
  refuses(makeProject(join(home, "theirs")), /came with the folder.*pyguard trust\n$/);
  const elsewhere = { VIRTUAL_ENV: "/other", CONDA_PREFIX: "/conda" };
  t.match(runWith(elsewhere, project, "run", "--", "/bin/sh", "-c", "echo $VIRTUAL_ENV").out, venv);
  fs.appendFileSync(join(venv, "pyvenv.cfg"), "prompt = x\n");
  refuses(project, /its pyvenv\.cfg changed/);
  run(project, "distrust");
  refuses(project, /^pyguard: you refused \/.*shop\/\.venv; to take that back: pyguard forget\n$/);
  t.end();
});

t.test("it is entered where shells are not to do it by themselves", (t) => {
  const { home, venv, project, directory, run, runWith } = makeHere(t);
  const config = join(directory(".config/pyguard"), "config.toml");
  const active = (variables = {}): string =>
    runWith(variables, project, "run", "--", "/bin/sh", "-c", "echo $VIRTUAL_ENV").out.trim();
  t.equal(active({ PYGUARD: "off" }), venv);
  for (const line of ["enter = false", `ignore = ["${home}"]`]) {
    fs.writeFileSync(config, `${line}\n`);
    t.equal(active(), venv, line);
    t.match(run(project, "status").out, /entered +no: your configuration says not to enter it/);
  }
  t.match(runWith({ PYGUARD: "off" }, directory("none"), "env").err, /there is no \.venv in/);
  t.end();
});

t.test("env says it in words that a shell of POSIX reads, and in JSON", (t) => {
  const { home, run, runWith } = makeHere(t);
  const project = makeProject(join(home, "it's $x"));
  run(project, "trust");
  const venv = join(project, ".venv");
  const { out, status } = runWith({ PATH: "/usr/bin:/bin" }, project, "env");
  t.equal(status, 0);
  const script = `PYTHONHOME=/x; ${out}\nprintf '%s\\n' "$VIRTUAL_ENV" "$PATH" "\${PYTHONHOME-none}"`;
  for (const shell of ["/bin/sh", "/bin/bash"]) {
    const read = spawnSync(shell, ["-c", script], { encoding: "utf8", env: {} });
    t.equal(read.stdout, `${venv}\n${venv}/bin:/usr/bin:/bin\nnone\n`, shell);
  }
  t.same(JSON.parse(run(project, "env", "--json").out), {
    schema: 1,
    environment: venv,
    name: "it_s _x",
    version: "3.12.1",
    variables: {
      VIRTUAL_ENV: venv,
      VIRTUAL_ENV_PROMPT: "it_s _x",
      PATH: `${venv}/bin:/usr/bin:/bin`,
      PYTHONHOME: null,
    },
  });
  t.end();
});

t.test("env --help says whose words it prints", (t) => {
  const { run, home } = makeHere(t);
  const { out } = run(home, "env", "--help");
  t.match(out, /for sh, bash\s+and zsh/);
  t.match(out, /fish and PowerShell do not read these lines/);
  t.end();
});

t.test("neither starts a daemon, and both work where none can run", (t) => {
  const { project, path, runWith } = makeHere(t);
  const said = runWith({ XDG_RUNTIME_DIR: "/dev/null" }, project, "run", "--", "/bin/echo", "yes");
  t.same(said, { status: 0, out: "yes\n", err: "" });
  t.same(fs.readdirSync(join(path, "run")), []);
  t.end();
});
