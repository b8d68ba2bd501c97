// The launcher: finds Node, makes the private directory, and lets go of everything that starts a daemon.

import { spawn } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { findOwner, readWhy, stopDaemon } from "../../daemon/io/control.ts";
import { askStatus } from "../../daemon/io/hello.ts";
import type { Status } from "../../daemon/io/status.ts";
import { makeThrowAway } from "../real/throw-away.ts";
import { home as built, until } from "./io/stage.ts";

const isRoot = process.geteuid?.() === 0;
const bucket = (): number => Math.floor(Date.now() / 10_000);

type Ended = { readonly status: number | null; readonly out: string; readonly errors: string };

type Place = {
  readonly home: string;
  readonly root: string;
  readonly runtime: string;
  readonly launch: (words: readonly string[], options?: Options) => Promise<Ended>;
};

type Options = {
  readonly environment?: Readonly<Record<string, string>>;
  /** Run by this program instead of directly. */
  readonly by?: readonly string[];
};

/** An installation that shares only what was built, and a place for its daemon. */
function makePlace(t: Test, nodePaths: string): Place {
  const throwAway = makeThrowAway();
  const root = throwAway.path;
  const home = join(root, "home");
  const runtime = join(root, "base", "1");
  fs.mkdirSync(join(home, "daemon"), { recursive: true });
  fs.copyFileSync(join(built, "daemon", "launch"), join(home, "daemon", "launch"));
  fs.copyFileSync(join(built, "package.json"), join(home, "package.json"));
  fs.symlinkSync(join(built, "dist"), join(home, "dist"));
  fs.writeFileSync(join(home, "node-paths"), nodePaths);
  t.teardown(async () => {
    await stopDaemon(runtime);
    throwAway.remove();
  });
  const launch = (words: readonly string[], options: Options = {}): Promise<Ended> => {
    const [program = "", ...rest] = [
      ...(options.by ?? []),
      join(home, "daemon", "launch"),
      ...words,
    ];
    const { environment = {} } = options;
    return run(program, rest, { HOME: root, PATH: "/usr/bin:/bin", ...environment });
  };
  return { home, root, runtime, launch };
}

/** Resolves when nobody holds its output any more, not when it exits. */
function run(program: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { env, stdio: ["ignore", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.on("close", (status) => {
      resolve({ status, out: String(Buffer.concat(out)), errors: String(Buffer.concat(errors)) });
    });
  });
}

async function serving(runtime: string): Promise<Status> {
  let status: Status | null = null;
  await until(runtime, async () => {
    status = await askStatus(runtime, 1000);
    return status !== null;
  });
  return status ?? Promise.reject(new Error("nobody serves"));
}

const node = `${process.execPath}\n`;
const fine: Ended = { status: 0, out: "", errors: "" };

t.jobs = 3;

t.test("makes private directories whatever the umask, and starts one daemon", async (t) => {
  for (const umask of ["000", "777"]) {
    const { runtime, launch } = makePlace(t, node);
    const by = ["/bin/sh", "-c", `umask ${umask}; "$@"`, "sh"];
    t.same(await launch(["daemon", runtime], { by }), fine);
    await serving(runtime);
    for (const directory of [runtime, join(runtime, "..")]) {
      t.equal(fs.statSync(directory).mode & 0o7777, 0o700);
    }
    const modes = fs
      .readdirSync(runtime)
      .filter((name) => !name.startsWith("g."))
      .map((name) => fs.lstatSync(join(runtime, name)).mode & 0o077);
    t.same(new Set(modes), new Set([0]), "nothing for others");
  }
});

t.test("the daemon has nothing of the shell that started it", async (t) => {
  const { runtime, launch, root } = makePlace(t, node);
  const secrets = {
    TOKEN: "secret",
    NODE_OPTIONS: "--no-such-option",
    PYTHONPATH: "/x",
    LC_ALL: "C",
    XDG_STATE_HOME: join(root, "state"),
    PYGUARD: "off",
  };
  // Descriptors beyond those a shell can name, and a variable that takes all output: `x=$(...)`.
  const script = 'exec 9>&1; exec 37>&1; exec 63>&2; x=$("$@"); printf "%s" "$?$x"';
  const ended = await launch(["daemon", runtime], {
    by: ["bash", "-c", script, "bash"],
    environment: secrets,
  });
  t.same(ended, { ...fine, out: "0" }, "nothing is held open");
  const { pid } = await serving(runtime);
  const environment = fs.readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").toSorted();
  const fixed = "LC_ALL=C MALLOC_ARENA_MAX=2 PATH=/usr/bin:/bin UV_THREADPOOL_SIZE=16";
  const wanted = `HOME=${root} ${fixed} XDG_STATE_HOME=${root}/state`;
  t.equal(environment.filter(Boolean).join(" "), wanted);
  t.equal(fs.readlinkSync(`/proc/${pid}/cwd`), "/");
  const session = fs.readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]?.split(" ")[3];
  t.equal(session, String(pid), "no terminal can end it");
  t.match(fs.readFileSync(`/proc/${pid}/cmdline`, "latin1"), `pyguard: ${runtime}`);
});

t.test("finds Node where it was, where it is now, or says what to do", async (t) => {
  const gone = "/no/such/node\n";
  const fallen = makePlace(t, `${gone}\n${process.execPath}`);
  t.same(await fallen.launch(["node"]), { ...fine, out: node });
  const elsewhere = makePlace(t, gone);
  const PATH = `${join(process.execPath, "..")}:/usr/bin:/bin`;
  t.same(await elsewhere.launch(["node"], { environment: { PATH } }), { ...fine, out: node });
  const bin = join(elsewhere.root, "bin");
  fs.mkdirSync(bin);
  for (const name of ["id", "ls", "date", "mkdir", "rm", "env"]) {
    fs.symlinkSync(`/usr/bin/${name}`, join(bin, name));
  }
  const environment = { PATH: bin };
  for (const words of [["node"], ["daemon", elsewhere.runtime], ["answer"], ["cli", "--version"]]) {
    const { status, errors } = await elsewhere.launch(words, { environment });
    t.equal(status, 1, words.join(" "));
    t.match(errors, /^pyguard: Node.js was not found: [^\n]*\n$/);
  }
  t.match(readWhy(elsewhere.runtime), "Node.js was not found");
});

t.test("one start in ten seconds for all, three in ten minutes, and never for ever", async (t) => {
  const { runtime, launch } = makePlace(t, node);
  fs.mkdirSync(runtime, { recursive: true, mode: 0o700 });
  fs.chmodSync(join(runtime, ".."), 0o700);
  const permit = (offset: number): string => join(runtime, `start.${bucket() + offset}`);
  [-3, -20, -59].forEach((offset) => fs.writeFileSync(permit(offset), ""));
  t.same(await launch(["daemon", runtime]), fine);
  t.equal(findOwner(runtime), null, "no fourth");
  t.equal(fs.readFileSync(permit(0), "utf8"), "three in ten minutes\n", "shells are told");
  fs.rmSync(permit(-3));
  fs.rmSync(permit(0));
  [-2000, 900, 5000].forEach((offset) => fs.writeFileSync(permit(offset), ""));
  [0, 1].forEach((offset) => fs.writeFileSync(permit(offset), ""));
  fs.rmSync(permit(-20));
  fs.rmSync(permit(-59));
  t.same(await launch(["daemon", runtime]), fine);
  t.equal(findOwner(runtime), null, "somebody else has this permit");
  t.notOk(
    [-2000, 900, 5000].some((offset) => fs.existsSync(permit(offset))),
    "a clock that was wrong",
  );
  await launch(["daemon", runtime, "--force"]);
  await serving(runtime);
  t.notOk(fs.existsSync(permit(1)), "whoever got up clears the others");
});

t.test("stopped by hand it stays stopped, until it is started or the machine is", async (t) => {
  const { runtime, launch } = makePlace(t, node);
  fs.mkdirSync(runtime, { recursive: true, mode: 0o700 });
  fs.chmodSync(join(runtime, ".."), 0o700);
  const off = join(runtime, "off");
  fs.writeFileSync(off, fs.readFileSync("/proc/sys/kernel/random/boot_id"));
  t.same(await launch(["daemon", runtime]), fine);
  t.same(fs.readdirSync(runtime), ["off"]);
  fs.writeFileSync(off, "another boot\n");
  t.same(await launch(["daemon", runtime]), fine);
  t.notOk(fs.existsSync(off));
  t.match(await serving(runtime), { startedBy: /^(?:\S+ \d+|a shell)$/ });
});

type Unfit = readonly [string, (runtime: string) => void];

const foreign: Unfit = [
  "belongs to someone else (uid 65534)",
  (runtime) => fs.chownSync(runtime, 65534, 65534),
];
const unfit: readonly Unfit[] = [
  ["is open to others; run: chmod 700", (runtime) => fs.chmodSync(runtime, 0o777)],
  ["is open to others; run: chmod 700", (runtime) => fs.chmodSync(join(runtime, ".."), 0o755)],
  [
    "is a link; remove it",
    (runtime) => {
      fs.renameSync(runtime, `${runtime}.real`);
      fs.symlinkSync(`${runtime}.real`, runtime);
    },
  ],
  [
    "cannot be made",
    (runtime) => {
      fs.rmdirSync(runtime);
      fs.writeFileSync(runtime, "");
    },
  ],
  ...(isRoot ? [foreign] : []),
];

t.test("starts nothing in a directory that is not ours alone", async (t) => {
  for (const [reason, spoil] of unfit) {
    const { runtime, launch } = makePlace(t, node);
    fs.mkdirSync(runtime, { recursive: true, mode: 0o700 });
    fs.chmodSync(join(runtime, ".."), 0o700);
    spoil(runtime);
    const { status, errors } = await launch(["daemon", runtime, "--force"]);
    t.equal(status, 1);
    t.equal(errors.split("\n").length, 2, "one line");
    t.match(errors, reason);
    t.equal(findOwner(runtime), null);
  }
});

t.test("why a start failed is kept in one line", async (t) => {
  const { root, launch } = makePlace(t, node);
  const long = join(root, "x".repeat(80), "1");
  await launch(["daemon", long]);
  await until(long, () => readWhy(long) !== "");
  t.match(readWhy(long), / is too long: /);
  const { home, runtime, launch: launchBroken } = makePlace(t, node);
  fs.rmSync(join(home, "dist"));
  t.match(await launchBroken(["daemon", runtime]), {
    status: 1,
    errors: /dist\/daemon\/main.js is missing/,
  });
  t.match(readWhy(runtime), "is missing");
});

t.test("wrong words get one line", async (t) => {
  const { launch } = makePlace(t, node);
  for (const words of [[], ["dance"], ["daemon"], ["daemon", "relative/path"]]) {
    t.match(await launch(words), { status: 1, errors: /^pyguard: usage: launch [^\n]*\n$/ });
  }
});

t.test("runs the commands with the user's own environment", async (t) => {
  const { launch } = makePlace(t, node);
  const { version } = JSON.parse(fs.readFileSync(join(built, "package.json"), "utf8"));
  t.same(await launch(["cli", "--version"]), { ...fine, out: `${version}\n` });
});

t.test(
  "an installation that is replaced makes its daemon leave, and the next one is the new one",
  async (t) => {
    const { home, runtime, launch } = makePlace(t, node);
    await launch(["daemon", runtime]);
    const before = await serving(runtime);
    const manifest = JSON.parse(fs.readFileSync(join(home, "package.json"), "utf8"));
    fs.writeFileSync(join(home, "new"), JSON.stringify({ ...manifest, version: "999.0.0" }));
    fs.renameSync(join(home, "new"), join(home, "package.json"));
    await until(runtime, () => findOwner(runtime) === null);
    await launch(["daemon", runtime, "--force"]);
    const after = await serving(runtime);
    t.equal(after.version, "999.0.0");
    t.not(after.pid, before.pid);
  },
);
