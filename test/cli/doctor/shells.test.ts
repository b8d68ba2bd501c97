// One fault in a machine that is well, one finding: hooks, the asking shell, the daemon, pyguard's own files.

import fs from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import t from "tap";
import { renderStatus } from "../../../daemon/io/status.ts";
import { renderClaim } from "../../../daemon/wire/names.ts";
import { makeMachine, type Changes, type Machine } from "./machine.ts";
import { findEach, type Fault } from "./one-fault.ts";

const noPlace = "runtime-directory";
const hooked = "shell=bash hook=runs off= left= theirs=";

const faults: readonly Fault<Machine>[] = [
  { name: "nothing", spoil: () => {}, finds: () => [] },
  {
    name: "the line is not there",
    spoil: ({ rc }) => fs.writeFileSync(rc, "# . hooks/pyguard.bash\nalias x=y"),
    finds: ({ rc }) => [
      { id: "hook-missing", where: rc, mend: `echo >> ${rc} && pyguard init bash >> ${rc}` },
    ],
  },
  {
    name: "a login shell does not read .bashrc",
    spoil: ({ home }) => fs.writeFileSync(join(home, ".bash_profile"), "PATH=$PATH:/x\n"),
    finds: ({ home }) => [{ id: "hook-missing", where: join(home, ".bash_profile") }],
  },
  {
    name: "a login shell reads .bashrc",
    spoil: ({ home }) => fs.writeFileSync(join(home, ".profile"), ". ~/.bashrc\n"),
    finds: () => [],
  },
  {
    name: "a fish came later",
    spoil: ({ bin }) => fs.writeFileSync(join(bin, "fish"), "", { mode: 0o755 }),
    finds: ({ home }) => [
      {
        id: "hook-missing",
        what: "fish does not load pyguard's hook",
        mend: `mkdir -p ${home}/.config/fish/conf.d && pyguard init fish >> ${home}/.config/fish/conf.d/pyguard.fish`,
      },
    ],
  },
  {
    name: "a zsh came later",
    spoil: ({ bin }) => fs.symlinkSync("/bin/zsh", join(bin, "zsh")),
    finds: ({ home }) => [
      { id: "hook-missing", mend: `pyguard init zsh >> ${home}/.zshrc`, names: ["zsh"] },
    ],
  },
  {
    name: "a PowerShell came later",
    spoil: ({ bin }) => fs.writeFileSync(join(bin, "pwsh"), "", { mode: 0o755 }),
    finds: ({ home }) => [
      { id: "hook-missing", where: `${home}/.config/powershell/profile.ps1`, names: ["pwsh"] },
    ],
  },
  {
    name: "a zsh whose files are elsewhere",
    spoil: ({ bin, home, program }) => {
      fs.symlinkSync("/bin/zsh", join(bin, "zsh"));
      fs.mkdirSync(join(home, "z"));
      fs.writeFileSync(join(home, ".zshenv"), "ZDOTDIR=$HOME/z\n");
      fs.writeFileSync(join(program, "hooks/pyguard.zsh"), "");
      fs.writeFileSync(join(home, "z/.zshrc"), `. ${program}/hooks/pyguard.zsh\n`);
    },
    finds: () => [],
  },
  {
    name: "the line is there twice",
    spoil: ({ rc, program }) => fs.appendFileSync(rc, `. '${program}/hooks/pyguard.bash'\n`),
    finds: ({ rc }) => [
      { id: "hook-twice", where: `${rc}, lines 2 and 3`, mend: `remove line 3 of ${rc}` },
    ],
  },
  {
    name: "the hook is gone",
    spoil: ({ program }) => fs.rmSync(join(program, "hooks/pyguard.bash")),
    finds: ({ rc }) => [{ id: "hook-gone", where: `${rc}, line 2` }],
  },
  {
    name: "the hook below HOME is gone",
    spoil: ({ rc }) => fs.writeFileSync(rc, '. "$HOME/share/hooks/pyguard.bash"\n'),
    finds: ({ home }) => [{ id: "hook-gone", what: new RegExp(`${home}/share/hooks`) }],
  },
  {
    name: "the hook is somebody else's",
    isForRoot: true,
    spoil: ({ program }) => fs.chownSync(join(program, "hooks/pyguard.bash"), 65534, 65534),
    finds: () => [{ id: "hook-foreign", what: /uid 65534/ }],
  },
  {
    name: "PROMPT_COMMAND was replaced",
    spoil: () => asked("shell=bash hook=lost off= left= theirs="),
    finds: () => [{ id: "hook-lost", what: /PROMPT_COMMAND/, mend: "exec bash" }],
  },
  {
    name: "names of the user's own",
    spoil: () => asked(`${hooked}pip:alias,uv:function,python3:function`, serving),
    finds: () => [
      { id: "name-not-guarded", what: /^pip is your own alias/, mend: "unalias pip && pyguard on" },
      { id: "name-not-guarded", what: /^python3 /, mend: "unset -f python3 && pyguard on" },
    ],
  },
  {
    name: "a PowerShell whose prompt was replaced, and whose names are the user's own",
    spoil: () => asked("shell=pwsh hook=lost off= left= theirs=pip3:function,pip:alias"),
    finds: () => [
      { id: "hook-lost", what: /the function prompt$/, mend: "exec pwsh" },
      { id: "name-not-guarded", mend: "Remove-Alias pip && pyguard on" },
      { id: "name-not-guarded", mend: "Remove-Item Function:pip3 && pyguard on" },
    ],
  },
  {
    name: "no daemon though a shell is hooked",
    spoil: () => asked(hooked),
    finds: ({ place }) => [{ id: "daemon-absent", where: place, mend: "pyguard daemon start" }],
  },
  {
    name: "no daemon, and none is wanted",
    spoil: () => ({ environment: { PYGUARD_SHELL_FACTS: hooked, PYGUARD_DAEMON: "0" } }),
    finds: () => [],
  },
  {
    name: "stopped by hand",
    spoil: ({ place }) => fs.writeFileSync(join(place, "off"), ""),
    finds: () => [{ id: "daemon-off", mend: "pyguard daemon start" }],
  },
  {
    name: "it did not start",
    spoil: ({ place }) => fs.writeFileSync(join(place, "why"), "pyguard: Node.js was not found\n"),
    finds: () => [{ id: "daemon-failed", what: /start: Node.js was not found$/, note: /first/ }],
  },
  {
    name: "it runs and does not answer",
    spoil: ({ place }) => claim(place, process.pid),
    finds: () => [{ id: "daemon-mute", where: `process ${process.pid}` }],
  },
  {
    name: "an old one answers",
    spoil: (machine) => serve(machine, "0.0.9"),
    finds: () => [{ id: "daemon-old", mend: "pyguard daemon restart" }],
  },
  {
    name: "shells gave it up",
    spoil: async (machine) => {
      await serve(machine, "0.1.0");
      fs.writeFileSync(join(machine.place, `mute.${Math.floor(Date.now() / 60_000)}`), "");
    },
    finds: () => [{ id: "daemon-mute" }],
  },
  { name: "one answers", spoil: (machine) => serve(machine, "0.1.0"), finds: () => [] },
  {
    name: "the runtime directory is open to others",
    spoil: ({ place }) => fs.chmodSync(place, 0o755),
    finds: ({ place }) => [{ id: noPlace, mend: `chmod 700 ${place}` }],
  },
  {
    name: "the runtime directory is somebody else's",
    isForRoot: true,
    spoil: ({ place }) => fs.chownSync(place, 65534, 65534),
    finds: ({ place: where }) => [{ id: noPlace, what: /someone else/, where, note: /XDG_/ }],
  },
  {
    name: "XDG_RUNTIME_DIR is no directory",
    spoil: () => ({
      environment: {
        XDG_RUNTIME_DIR: "/dev/null",
        PYGUARD_SHELL_FACTS: "shell=bash hook=lost off= left= theirs=",
      },
    }),
    finds: () => [{ id: noPlace, where: "/dev/null", mend: "unset XDG_RUNTIME_DIR && exec bash" }],
  },
  {
    name: "XDG_RUNTIME_DIR is too long",
    spoil: ({ path }) => {
      const long = join(path, "x".repeat(90));
      fs.mkdirSync(long);
      return { environment: { XDG_RUNTIME_DIR: long } };
    },
    finds: () => [{ id: noPlace, what: /too long/, note: /shorter/ }],
  },
  {
    name: "the configuration",
    spoil: ({ home }) => {
      fs.mkdirSync(join(home, ".config/pyguard"), { recursive: true });
      fs.writeFileSync(join(home, ".config/pyguard/config.toml"), 'guard = 7\ncolour = "red"\n');
    },
    finds: ({ home }) => [
      { id: "configuration", what: /guard/, where: `${home}/.config/pyguard/config.toml` },
      { id: "configuration", what: /colour/ },
    ],
  },
  {
    name: "Node has gone",
    spoil: ({ program }) => fs.writeFileSync(join(program, "node-paths"), "/old/node\n/x/node\n"),
    finds: ({ program }) => [
      { id: "node-gone", mend: `echo ${process.execPath} > ${join(program, "node-paths")}` },
    ],
  },
  {
    name: "one Node of two has gone",
    spoil: ({ program }) =>
      fs.writeFileSync(join(program, "node-paths"), `/old/node\n${process.execPath}\n`),
    finds: () => [],
  },
  {
    name: "bash has gone",
    spoil: ({ program }) => fs.writeFileSync(join(program, "bash-path"), "/old/bash\n"),
    finds: () => [{ id: "bash-gone", what: /\/old\/bash$/ }],
  },
];

t.test("shells, the daemon, pyguard's own files", async (t) => {
  await findEach(t, faults, () => makeMachine(t));
});

const serving = { PYGUARD_DAEMON: "0" };

function asked(facts: string, more: Readonly<Record<string, string>> = serving): Changes {
  return { environment: { PYGUARD_SHELL_FACTS: facts, ...(facts === hooked ? {} : more) } };
}

/** A daemon's claim, by a process that lives. */
function claim(place: string, pid: number): void {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, "latin1");
  const start = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  fs.symlinkSync(`${pid}.${start}.abcdef.0.1.0`, join(place, renderClaim(1)));
}

/** Something that answers as a daemon of that version does. */
function serve({ place }: Machine, version: string): Promise<void> {
  const status = {
    pid: process.pid,
    version,
    generation: 1,
    startedBy: "",
    ageSeconds: 1,
    memoryBytes: 1,
    shells: 1,
    directories: 1,
    watched: 1,
    watchable: 1,
    lastError: "",
    leavesInSeconds: null,
  };
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end(renderStatus(status));
  });
  t.teardown(() => server.close());
  return new Promise((resolve) => {
    server.listen(join(place, "sock"), resolve);
  });
}
