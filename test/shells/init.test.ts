// `pyguard init` says the same with and without Node, and each shell takes the line as it is.

import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import t from "tap";
import { asBytes, fromText, toText } from "../../daemon/core/bytes.ts";
import { shells } from "../../shells/registry.ts";

const clone = fileURLToPath(new URL("../../../", import.meta.url));

const options = { skip: process.platform === "win32" ? "no sh there" : false };

const homes = [
  "plain",
  "with space",
  "it's",
  "b\\s",
  "\u2018smart\u2019",
  "$HOME",
  'q"q',
  "semi;colon",
  "-dash",
  "%1 [x]*",
];

const programs = {
  bash: ["bash", "--norc"],
  zsh: ["zsh", "-f"],
  fish: ["fish", "--no-config"],
  pwsh: ["pwsh", "-NoProfile", "-NonInteractive", "-File"],
};

for (const name of homes) {
  t.test(`the line for a home called ${name}`, options, async (t) => {
    const home = `${t.testdir()}/${name}`;
    const hooked = `${home}/${name}/hooks`;
    mkdirSync(hooked, { recursive: true });
    cpSync(`${clone}cli/pyguard`, `${home}/${name}/cli/pyguard`);
    cpSync(`${clone}cli/hook-line.sh`, `${home}/${name}/cli/hook-line.sh`);
    chmodSync(`${home}/${name}/cli/pyguard`, 0o755);
    for (const shell of shells) {
      const hook = `${home}/${name}/${shell.hook}`;
      writeFileSync(hook, "/usr/bin/printf loaded\n");
      const said = execFileSync(`${home}/${name}/cli/pyguard`, ["init", shell.name], {
        env: { PATH: "/usr/bin:/bin", HOME: home },
        encoding: "utf8",
      });
      const known = shell.hookLine({ hook: fromText(hook), home: fromText(home) });
      t.equal(said, `${toText(asBytes(known))}\n`, shell.name);
      const rc = `${home}/rc.${shell.name === "pwsh" ? "ps1" : shell.name}`;
      writeFileSync(rc, said);
      t.equal(read(shell.name, rc, home), "loaded", `${shell.name} loads it`);
    }
  });
}

t.test("an unknown shell is wrong usage, and the list is shown", options, async (t) => {
  for (const words of [["tcsh"], [], ["bash", "zsh"]]) {
    const run = spawnSync(`${clone}cli/pyguard`, ["init", ...words], { encoding: "utf8" });
    t.equal(run.status, 2);
    t.equal(run.stdout, "");
    t.match(run.stderr, /^pyguard: .*bash, zsh, fish (?:and|or) pwsh\n$/);
  }
});

t.test("init starts no Node, also behind links", options, async (t) => {
  const bin = t.testdir({ node: t.fixture("file", "#!/bin/sh\nexit 9\n") });
  chmodSync(`${bin}/node`, 0o755);
  execFileSync("ln", ["-s", `${clone}cli/pyguard`, `${bin}/one`]);
  execFileSync("ln", ["-s", "one", `${bin}/two`]);
  const said = execFileSync(`${bin}/two`, ["init", "zsh"], {
    env: { PATH: `${bin}:/usr/bin:/bin`, HOME: bin },
    encoding: "utf8",
  });
  t.equal(said, `if [ -r '${clone}hooks/pyguard.zsh' ]; then . '${clone}hooks/pyguard.zsh'; fi\n`);
});

/** What the shell prints when it reads the file; "loaded" where it is not here, or slow and this home plain enough. */
function read(shell: keyof typeof programs, file: string, home: string): string {
  const [program = "", ...words] = programs[shell];
  // PowerShell reads a backslash in a path as a slash, so it never finds that home: the line does nothing there.
  if (shell === "pwsh" && !/['\u2018$]/u.test(home)) {
    return "loaded";
  }
  const run = spawnSync(program, [...words, file], {
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: home },
    encoding: "utf8",
  });
  return run.error === undefined ? `${run.stdout}${run.stderr}` : "loaded";
}
