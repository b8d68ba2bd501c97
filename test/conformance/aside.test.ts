// zsh and fish: where an entered environment's own pip and python come first, the wrappers are gone.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { asBytes, toText } from "../../daemon/core/bytes.ts";
import { renderAnswer } from "../../daemon/wire/answer.ts";
import type { Question } from "../../daemon/wire/question.ts";
import { namesIn, type Sandbox } from "../real/sandbox.ts";
import { findShells, type Shell, type ShellName } from "../real/shells.ts";
import { type FakeDaemon, goodAnswer, openFakeDaemon } from "./fake-daemon.ts";

t.setTimeout(60_000);

/** What is typed, and what it must write; `HOME` and `BIN` stand for the sandbox's. */
type Row = readonly [string, string];

const rows: Readonly<Partial<Record<ShellName, readonly Row[]>>> = {
  zsh: [
    ["whence -w pip which", "pip: function\nwhich: function\n"],
    ["which pip ls nonesuch", "BIN/pip\n/usr/bin/ls\nnonesuch not found\n"],
    ["echo $(which pip)", "BIN/pip\n"],
    ["cd proj && python x; whence -w pip python", "own python x\npip: command\npython: command\n"],
    ["which python", "HOME/proj/.venv/bin/python\n"],
    ["echo $(cd ..; echo out)", "out\n"],
    ["(cd ..; pip x); pip y", "pip ran\nown pip y\n"],
    ["path=(/mine $path)", ""],
    ["whence -w pip; path[1]=()", "pip: function\n"],
    ["PATH=/mine:$PATH; whence -w pip; path[1]=()", "pip: function\n"],
    [
      "python -m venv x; whence -w pip python",
      "own python -m venv x\npip: function\npython: function\n",
    ],
    ["whence -w pip python", "pip: command\npython: command\n"],
    ["__pyguard_before x x ${(l:400000::ml :):-}; echo at once", "at once\n"],
    ["path=(/mine $path); whence -w pip; path[1]=()", "pip: function\n"],
    [". /dev/null; whence -w pip", "pip: function\n"],
    ["uv venv ../x/.venv; whence -w uv", "own uv venv ../x/.venv\nuv: function\n"],
    ["whence -w pip; true path. ml", "pip: command\n"],
    ["enable() { echo mine }; disable() { echo mine }", ""],
    ["whence -w pip; cd ..; whence -w pip", "pip: command\npip: function\n"],
    ["cd proj; PATH=/mine:$PATH; whence -w pip; cd ..; path[1]=()", "pip: function\n"],
    ["true; true", ""],
    ["true PATH pip", ""],
    ["cd proj; whence -w pip; cd ..", "pip: command\n"],
    ["cd proj; deactivate; whence -w pip", "pip: function\n"],
    ["cd ..; cd proj; pyguard off; whence -w pip; pip z", "pip: function\npip ran\n"],
    ["pyguard on; zsh -fc \"$(functions pip which)\"'; pip x; which ls'", "pip ran\n/usr/bin/ls\n"],
    ["pip() { echo mine }; cd ..; pip; cd proj; pip", "mine\nmine\n"],
    ["cd ..; nonesuch() { python x }; nonesuch", "zsh: command not found: python\n"],
  ],
  fish: [
    ["type -t pip", "function\n"],
    ["cd proj; and python x; type -t pip python", "own python x\nfile\nfile\n"],
    ["echo (cd ..; pip x)", "pip ran\n"],
    ["type -t pip; cd proj; type -t pip", "function\nfile\n"],
    ["set -p PATH /mine", ""],
    ["type -t pip; set -e PATH[1]", "function\n"],
    ["set -p PATH /mine; type -t pip; set -e PATH[1]", "function\n"],
    ["python -m venv x; type -t pip python", "own python -m venv x\nfunction\nfunction\n"],
    ["type -t pip python", "file\nfile\n"],
    ["__pyguard_before (string repeat -n 130000 'ml '); echo at once", "at once\n"],
    ["fish_add_path -P /usr/lib; type -t pip", "function\n"],
    ["set -e PATH[1]", ""],
    ["eval true; type -t pip", "function\n"],
    ["type -t pip; true PATH ml", "file\n"],
    ["uv venv ../x/.venv; type -t uv", "own uv venv ../x/.venv\nfunction\n"],
    ["type -t pip; cd ..; type -t pip", "file\nfunction\n"],
    ["cd proj; set -p PATH /mine; type -t pip; cd ..; set -e PATH[1]", "function\n"],
    ["true; true", ""],
    ["true PATH pip", ""],
    ["cd proj; type -t pip; cd ..", "file\n"],
    ["cd proj; deactivate; type -t pip", "function\n"],
    ["cd ..; cd proj; pyguard off; type -t pip; pip z", "function\npip ran\n"],
    ["pyguard on; functions -q pip; or echo gone", ""],
    ["cd ..; functions pip >p; fish --no-config -c 'source p; pip x'", "pip ran\n"],
    ["function pip; echo mine; end; pip; cd proj; pip", "mine\nmine\n"],
    ["cd ..; python x", "fish: Unknown command: python\n"],
    ["type -t python3; true | true", "file\n"],
    ["true; and type -t python3 2>&1; or true", "function\n"],
    ["type -t python3 uv; true venv | true", "function\nfunction\n"],
    ["cd ../..; cd -; type -t python3 uv | cat", "file\nfunction\n"],
    ["python3 -c 'while True: pass' & disown; kill -9 $last_pid; echo at once", "at once\n"],
    ["type -t python3", "function\n"],
  ],
};

for (const shell of findShells().here) {
  const typed = rows[shell.name] ?? [];
  t.test(`wrappers step aside in ${shell.title}`, { skip: typed.length === 0 }, async (t) => {
    const { sandbox, daemon } = openFakeDaemon(t);
    writeFileSync(join(sandbox.bin, "uv"), "#!/bin/sh\n", { mode: 0o755 });
    makeOwnPip(join(sandbox.home, "proj", ".venv"));
    daemon.reply = answer;
    const lines = typed.map(([line]) => line);
    const expected = typed.map(([, output]) =>
      output.replaceAll("BIN", sandbox.bin).replaceAll("HOME", sandbox.home),
    );
    t.strictSame(await typeAll({ shell, sandbox, daemon, lines }), expected);
  });
}

type Play = {
  readonly shell: Shell;
  readonly sandbox: Sandbox;
  readonly daemon: FakeDaemon;
  readonly lines: readonly string[];
};

/** What each line wrote; again in another shell where a busy machine made the daemon mute. */
async function typeAll(play: Play, attempts = 4): Promise<readonly string[]> {
  const { shell, sandbox, daemon, lines } = play;
  daemon.forgetMute();
  const terminal = await sandbox.open(shell);
  const outputs: string[] = [];
  for (const line of lines) {
    outputs.push((await terminal.run(line)).output);
  }
  await terminal.close();
  const wasMute = namesIn(daemon.directory).some((name) => name.startsWith("mute."));
  return wasMute && attempts > 1 ? typeAll(play, attempts - 1) : outputs;
}

function answer(question: Question): Buffer {
  const isInside = toText(question.directory).endsWith("/proj") && !question.flags.leftByHand;
  const environment = asBytes(isInside ? `${question.directory}/.venv` : "");
  return renderAnswer(
    goodAnswer(question, {
      state: isInside ? "in" : "out",
      environment,
      venvHere: toText(question.directory).endsWith("/proj"),
      decision: isInside || question.verb === "pip" ? "allow" : "",
    }),
  );
}

function makeOwnPip(environment: string): void {
  mkdirSync(join(environment, "bin"), { recursive: true });
  writeFileSync(join(environment, "pyvenv.cfg"), "home = /usr/bin\n");
  for (const name of ["pip", "python", "uv"]) {
    const script = `#!/bin/sh\necho own ${name} "$@"\n`;
    writeFileSync(join(environment, "bin", name), script, { mode: 0o755 });
  }
}
