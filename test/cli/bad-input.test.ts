// P10: bad input of any kind gets one clear line that begins `pyguard: `, a status, and an end.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeCottage } from "./cottage.ts";

const wrongUsage = 2;
const failed = 1;

/** What was typed, how it ends, and what the line says. Capitals stand for paths in a home. */
const cases: readonly (readonly [line: string, status: number, says: RegExp])[] = [
  ["frobnicate", wrongUsage, /unknown command 'frobnicate'; see: pyguard help/],
  ["install requests", wrongUsage, /unknown command 'install'; pip does that: pip install NAME\n$/],
  ["activate", wrongUsage, /unknown command 'activate'; to enter .*: pyguard enter\n$/],
  ["create --bogus", wrongUsage, /unknown command 'create'; .*: pyguard venv\n$/],
  ["version", wrongUsage, /unknown command 'version'; see: pyguard --version\n$/],
  ["help frobnicate", wrongUsage, /unknown command 'frobnicate'/],
  ["--versoin", wrongUsage, /unknown option '--versoin'.*--version/],
  ["status --jsn", wrongUsage, /unknown option '--jsn'.*--json/],
  ["status here", wrongUsage, /too many arguments/],
  ["trust --nope", wrongUsage, /unknown option '--nope'/],
  ["trust a b", wrongUsage, /too many arguments.* got 2; see: pyguard trust --help/],
  ["trust NOTHING", wrongUsage, /argument 'directory'.*empty/],
  ["trust --prefix NOTHING", wrongUsage, /--prefix.*empty/],
  ["trust --prefix EMPTY --found", wrongUsage, /--prefix .*goes with nothing else/],
  ["trust --prefix EMPTY EMPTY", wrongUsage, /--prefix .*goes with nothing else/],
  ["trust GONE", failed, /there is no directory .*gone/],
  ["trust EMPTY", failed, /there is no \.venv in .*pyguard venv/],
  ["trust FILE", failed, /file/],
  ["trust --prefix GONE", failed, /there is no directory .*gone/],
  ["trust --found GONE", failed, /there is no directory .*gone/],
  ["distrust EMPTY", failed, /there is no \.venv/],
  ["distrust NOTHING", wrongUsage, /argument 'directory'.*empty/],
  ["forget EMPTY", failed, /there is no \.venv/],
  ["forget NOTHING", wrongUsage, /argument 'directory'.*empty/],
  ["forget --prefix EMPTY EMPTY", wrongUsage, /--prefix .*goes with nothing else/],
  ["venv a b", wrongUsage, /one environment at a time/],
  ["venv --python nopython", failed, /nopython is not taken: there is no such command/],
  ["use", wrongUsage, /use which environment\?/],
  ["venv NOTHING", wrongUsage, /'' is no name for an environment/],
  ["venv a:b", wrongUsage, /'a:b' is no name for an environment/],
  ["venv BELL", wrongUsage, /'a\?b' is no name for an environment/],
  ["use GONE", failed, /no virtual environment/],
  ["use NOTHING", wrongUsage, /argument 'env'.*empty/],
  ["use --none EMPTY EMPTY", wrongUsage, /--none takes one project/],
  ["enter now", wrongUsage, /too many arguments/],
  ["explain", wrongUsage, /say which command/],
  ["explain --assume GONE", failed, /gone cannot be read: no such file or directory/],
  ["explain --assume NOTHING", wrongUsage, /--assume.*empty/],
  ["explain --json --assume FILE", failed, /is no JSON/],
  ["explain --json --assume EMPTY", failed, /cannot be read: illegal operation on a directory/],
  ["explain --assume BELL", failed, /^pyguard: a\?b cannot be read/],
  ["check", wrongUsage, /say which command/],
  ["watch x", wrongUsage, /too many arguments/],
  ["daemon", wrongUsage, /say which: pyguard daemon start/],
  ["daemon fly", wrongUsage, /unknown command 'fly'/],
  ["daemon log x", wrongUsage, /too many arguments/],
  ["run", wrongUsage, /missing required argument/],
  ["run true", failed, /there is no \.venv/],
  ["env x", wrongUsage, /too many arguments/],
  ["list x", wrongUsage, /too many arguments/],
  ["doctor --jsn", wrongUsage, /unknown option '--jsn'/],
  ["init", wrongUsage, /missing required argument 'shell'/],
  ["init ksh", wrongUsage, /no hook for the shell 'ksh'/],
  ["anyway", wrongUsage, /missing required argument 'command'/],
  ["on", failed, /works in a shell that has pyguard's hook/],
  ["uninstall x", wrongUsage, /too many arguments/],
];

t.test("P10, bad input gets one clear line", { jobs: 2 }, async (t) => {
  const { run, home, directory } = makeCottage(t);
  const here = directory("here");
  fs.writeFileSync(join(home, "file"), "{\u0007");
  const places: Readonly<Record<string, string>> = {
    GONE: join(home, "gone"),
    EMPTY: directory("empty"),
    FILE: join(home, "file"),
    NOTHING: "",
    BELL: "a\u0007b",
  };
  for (const [line, status, says] of cases) {
    const words = line.split(" ").map((word) => places[word] ?? word);
    const ran = run(here, ...words);
    t.equal(ran.status, status, line);
    t.match(ran.err, /^pyguard: [^\n]+\n$/, line);
    t.match(ran.err, says, line);
    t.equal(ran.out, "", line);
    t.notMatch(ran.err, /[^\u0020-\u{10ffff}\n]| at .*\.js:/u, line);
  }
  t.strictSame(fs.readdirSync(here), [], "nothing was made");
});
