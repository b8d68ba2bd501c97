// Advisories about the daemon, its files and the installer, one test for each; those that show in a shell: in-shells.
// Others stand beside what they are about: CVE-2022-24765, CVE-2022-29187 in daemon/io/other-users, autoswitch #122 in
// daemon/service/hostile-tree, GHSA-436v-8fw5-4mj8 in daemon/service/settings, CVE-2025-52882 in daemon/io/event-hub.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { asBytes, fromText, toText } from "../../daemon/core/bytes.ts";
import { makeEnvironment, makeHouse } from "../daemon/service/house.ts";
import { createAccount } from "../install/account.ts";
import { Sandbox } from "../real/sandbox.ts";
import { findShells } from "../real/shells.ts";

t.setTimeout(120_000);

const needsProc = fs.existsSync("/proc/self/fd") ? {} : { skip: "/proc: not there" };
const [shell] = findShells().here;

/** A daemon that a shell with these variables has started. */
async function startDaemon(sandbox: Sandbox, environment: NodeJS.Dict<string>): Promise<number> {
  if (shell === undefined) {
    throw new Error("no shell is here");
  }
  const given = Object.entries(environment).map(([name, value]) => [name, value ?? ""]);
  await sandbox.open(shell, { environment: Object.fromEntries(given) });
  const pid = await sandbox.awaitDaemon();
  if (pid === null) {
    throw new Error("no daemon was started");
  }
  return pid;
}

t.test("CVE-2024-9287: a project whose path is code is entered as data", async (t) => {
  const house = makeHouse(t);
  for (const name of ['";touch x;"', "$(touch x)", "'; touch x; '", "`touch x`"]) {
    const project = house.project(name);
    await house.trust(project);
    const answer = await house.ask(project);
    t.equal(toText(answer.environment), join(project, ".venv"));
  }
  t.equal(fs.existsSync("x"), false);
});

t.test("CVE-2023-49284: noncharacters are carried as they are and never shown", async (t) => {
  const house = makeHouse(t);
  const project = house.project("a\ufdd0b\ufdd6c");
  await house.trust(project);
  const answer = await house.ask(project);
  t.equal(toText(answer.environment), join(project, ".venv"));
  t.equal(toText(answer.name), "abc");
});

t.test("CVE-2025-49714, Zed #48300: an editor's activation is no trust for good", async (t) => {
  const house = makeHouse(t);
  const project = house.project("opened-in-an-editor");
  const environment = fromText(join(project, ".venv"));
  const evidence = { kind: "activated", environment } as const;
  await house.ask(project, { flags: { editor: true }, virtualEnv: environment, evidence });
  t.match(await house.ask(project, { pid: 1 }), { state: "out" });
  t.same(await house.answers.store.list(), []);
});

t.test("vscode #335112: a key that nests or is quoted is no other key", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p", { cfg: '"home" = /usr/bin\nx.home = /usr/bin\n[a]\nb = 1\n' });
  t.match(await house.trust(project), { kind: "refused" }, "Python reads no home there");
});

t.test(
  "CVE-2026-55441, mise #8675, CVE-2026-55448, CVE-2026-54557: one reader, and it leads nowhere",
  async (t) => {
    const house = makeHouse(t);
    const outside = join(house.path, "outside");
    makeEnvironment(outside);
    const ways: Readonly<Record<string, (project: string) => void>> = {
      "a link": (project) => fs.symlinkSync(outside, join(project, ".venv")),
      "a link upward": (project) => fs.symlinkSync("../../outside", join(project, ".venv")),
      "a file": (project) => fs.writeFileSync(join(project, ".venv"), `${outside}\n`),
      "a file that goes up": (project) =>
        fs.writeFileSync(join(project, ".venv"), "../../outside\n"),
      "a linked pyvenv.cfg": (project) => {
        fs.mkdirSync(join(project, ".venv/bin"), { recursive: true });
        fs.symlinkSync(join(outside, "pyvenv.cfg"), join(project, ".venv/pyvenv.cfg"));
      },
      "a linked bin": (project) => {
        fs.mkdirSync(join(project, ".venv"));
        fs.copyFileSync(join(outside, "pyvenv.cfg"), join(project, ".venv/pyvenv.cfg"));
        fs.symlinkSync(join(outside, "bin"), join(project, ".venv/bin"));
      },
    };
    for (const [name, make] of Object.entries(ways)) {
      const project = join(house.home, name);
      fs.mkdirSync(project);
      make(project);
      const evidence = { kind: "born", directory: fromText(project) } as const;
      t.match(await house.ask(project, { evidence }), { state: "out", environment: "" }, name);
    }
  },
);

t.test(
  "CVE-2019-20044, CVE-2018-13259 and their kin: a daemon inherits nothing that is code or a secret",
  needsProc,
  async (t) => {
    const sandbox = new Sandbox();
    t.teardown(() => sandbox.close());
    const trace = join(sandbox.home, "something-ran");
    const code = join(sandbox.home, "code");
    fs.writeFileSync(
      `${code}.cjs`,
      `require("node:fs").writeFileSync(${JSON.stringify(trace)}, "")`,
    );
    fs.writeFileSync(`${code}.sh`, `: >'${trace}'\n`);
    const pid = await startDaemon(sandbox, {
      NODE_OPTIONS: `--require=${code}.cjs`,
      NODE_PATH: sandbox.home,
      ENV: `${code}.sh`,
      LD_LIBRARY_PATH: sandbox.home,
      PYTHONPATH: sandbox.home,
      PYTHONSTARTUP: `${code}.py`,
      GIT_DIR: sandbox.home,
      IFS: "/",
      SHELLOPTS: "xtrace",
      AWS_SECRET_ACCESS_KEY: "secret",
    });
    const variables = fs.readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    const names = variables.map((each) => each.split("=")[0] ?? "").filter((name) => name !== "");
    t.same(
      names.filter(
        (name) =>
          !/^(?:HOME|LANG|MALLOC_ARENA_MAX|PATH|UV_THREADPOOL_SIZE|XDG_RUNTIME_DIR)$/u.test(name),
      ),
      [],
    );
    t.equal(fs.readlinkSync(`/proc/${pid}/cwd`), "/");
    t.equal(fs.existsSync(trace), false, "nothing of it was run");
  },
);

t.test(
  "CVE-2018-14732, CVE-2025-24010, CVE-2025-30360, CVE-2024-28224, CVE-2025-49596, CVE-2019-13450: no TCP port is opened",
  needsProc,
  async (t) => {
    const sandbox = new Sandbox();
    t.teardown(() => sandbox.close());
    const pid = await startDaemon(sandbox, {});
    const watching = sandbox.run([join(sandbox.bin, "node"), "-e", watch], {
      environment: { SOCK: join(sandbox.runtimeDirectory() ?? "", "sock") },
    });
    const sockets = socketsOf(pid);
    t.ok(sockets.length > 0, "what it listens on was seen");
    const tables = ["tcp", "tcp6", "udp", "udp6"].map((name) => tableOf(pid, name)).join("");
    t.same(
      sockets.filter((inode) => tables.split(/\s+/u).includes(inode)),
      [],
    );
    await watching;
  },
);

/** An editor that asks for events keeps its connection while the daemon is looked at. */
const watch = `const s = require("node:net").connect(process.env.SOCK); setTimeout(() => s.destroy(), 300)`;

function socketsOf(pid: number): readonly string[] {
  const links = fs.readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return "";
    }
  });
  return links.flatMap((link) => /^socket:\[(\d+)\]$/u.exec(link)?.[1] ?? []);
}

function tableOf(pid: number, name: string): string {
  return fs.existsSync(`/proc/${pid}/net/${name}`)
    ? fs.readFileSync(`/proc/${pid}/net/${name}`, "utf8")
    : "";
}

t.test("Oh My Zsh #13960: no variable is code to the installer", async (t) => {
  for (const code of ["$(touch ran)", "`touch ran`", "';touch ran;'", '";touch ran;"', "%s%n"]) {
    const root = t.testdir({});
    const account = createAccount(root, `home ${code}`.replaceAll("/", "_"));
    fs.writeFileSync(join(account.home, ".zshrc"), "# mine\n");
    const variables = ["USER", "LOGNAME", "SHELL", "ZDOTDIR", "HOST", "TERM", "PWD"];
    const before = { ...account.environment };
    for (const name of variables) {
      before[name] = name === "ZDOTDIR" ? account.home : code;
    }
    const installer = new URL("../../../install.sh", import.meta.url).pathname;
    const words = [installer, "--no-proof", "--shell", "zsh"];
    execFileSync("/bin/sh", words, { cwd: root, env: before, stdio: "pipe" });
    t.match(fs.readFileSync(join(account.home, ".zshrc"), "utf8"), /pyguard/u, "installed");
    const ran = [root, account.home].filter((directory) => fs.existsSync(join(directory, "ran")));
    t.same(ran, [], code);
  }
});

t.test("direnv whitelist.prefix: /w/proj is not /w/proj-evil", async (t) => {
  const house = makeHouse(t);
  await house.trust(house.project("proj"));
  t.match(await house.ask(house.project("proj-evil")), { state: "out" });
  t.match(await house.ask(join(house.home, "proj")), {
    state: "in",
    root: asBytes(join(house.home, "proj")),
  });
});
