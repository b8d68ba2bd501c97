// Which module or script a Python runs: as pyguard reads the line, beside a real Python that runs a harmless `pip`.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import t from "tap";

import { readEntryPoint } from "../../../../daemon/core/pip/entry-point.ts";
import { findPips } from "../../../real-pip/real-pips.ts";
import { seeded } from "../../../real-pip/random-lines.ts";

const count = 120;
const random = seeded(3);
const words = (
  "-m pip|-m pip|-m pip|-mpip|-Im pip|-Bmpip|-um pip|-m setup|pip|setup.py|setup.py|other.py|-c pass|-cpass|-" +
  "|--|-I|-E|-s|-u|-B|-O|-OO|-bb|-q|-x|-d|-W ignore|-Wignore|-W|-X dev|-Xutf8|-X|-Z|--bogus|-h|-V|-VV|-?" +
  "|--version|--help|--check-hash-based-pycs never|-WX|-qV|-uI|-Vm pip|install|-Wm pip"
).split("|");

function randomWords(): readonly string[] {
  const many = Math.floor(random() * 4) + 1;
  return Array.from({ length: many }, () => words[Math.floor(random() * words.length)] ?? "")
    .join(" ")
    .split(" ");
}

/** An environment without pip, and in it a `pip` and a setup.py that only say what they were given. */
function makeEnvironment(python: string, directory: string): string | null {
  const made = spawnSync(python, ["-m", "venv", "--without-pip", join(directory, "env")]);
  const library = join(directory, "env", "lib");
  const version = existsSync(library) ? readdirSync(library)[0] : undefined;
  if (made.status !== 0 || version === undefined) {
    return null;
  }
  const say = (name: string): string => `# -\nimport sys\nprint(["${name}"] + sys.argv[1:])\n`;
  mkdirSync(join(library, version, "site-packages", "pip"));
  writeFileSync(join(library, version, "site-packages", "pip", "__init__.py"), "");
  writeFileSync(join(library, version, "site-packages", "pip", "__main__.py"), say("pip"));
  writeFileSync(join(directory, "setup.py"), say("setup"));
  writeFileSync(join(directory, "other.py"), say("other"));
  return join(directory, "env", "bin", "python");
}

/** What ran, as the scripts above say it; empty where none of them did. */
function ran(python: string, line: readonly string[], cwd: string): string {
  const { stdout } = spawnSync(python, line, { cwd, encoding: "utf8", input: "", timeout: 20_000 });
  return /^\['(pip|setup)'.*$/m.exec(stdout)?.[0].replaceAll("'", '"') ?? "";
}

function expected(line: readonly string[]): string {
  const entry = readEntryPoint(["python", ...line]);
  if (entry.kind === "pip") {
    return `pip ${entry.words.join(" ")}`;
  }
  return entry.kind;
}

/** A script that is named runs even where it does nothing that is ours. */
function agrees(line: readonly string[], output: string): boolean {
  const said: unknown = output === "" ? [] : JSON.parse(output);
  const [name, ...rest] = Array.isArray(said) ? said.map(String) : [];
  const ours = expected(line);
  if (name === "pip") {
    return ours === `pip ${rest.join(" ")}`;
  }
  return ours.startsWith("pip ") ? false : name === "setup" || !["setup", "builds"].includes(ours);
}

t.test("knows what a real Python would run", async (t) => {
  const python = [...new Set(findPips("").map((pip) => pip.python))].toSorted().at(-1) ?? "";
  const directory = t.testdir();
  const environment = makeEnvironment(python, directory);
  if (environment === null) {
    t.fail(`no environment could be made with ${python === "" ? "any Python" : python}`);
    return;
  }
  t.comment(`asked ${python}`);
  let pips = 0;
  for (let at = 0; at < count; at += 1) {
    const line = randomWords();
    const output = ran(environment, line, directory);
    pips += output.startsWith('["pip"') ? 1 : 0;
    t.ok(agrees(line, output), `python ${line.join(" ")}: ${output}, ${expected(line)}`);
  }
  t.ok(pips > count / 10, `${pips} of ${count} lines ran pip`);
});
