// What install.sh accepts, refuses and remembers.

import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import t from "tap";
import { makeLatin1 } from "../real/latin-1.ts";
import { clone, createAccount } from "./account.ts";
import { snapshot } from "./snapshot.ts";

t.test("a dry run says what would be done and does nothing", async (t) => {
  const account = createAccount(t.testdir());
  writeFileSync(`${account.home}/.zshrc`, "# mine\n");
  const before = snapshot(account.root);
  const run = account.install("--dry-run");
  t.equal(run.status, 0);
  t.match(run.stdout, /\/home\/\.zshrc: this line would be added at its end:\n +if \[ -r /);
  t.strictSame(snapshot(account.root), before);
  account.install("--shell", "zsh");
  const installed = snapshot(account.root);
  t.match(account.install("--uninstall", "--dry-run").stdout, /\.zshrc: its line would be removed/);
  t.strictSame(snapshot(account.root), installed);
});

t.test("what the environment has under its own names is not removed", async (t) => {
  const account = createAccount(t.testdir({ precious: { file: "" } }));
  account.install("--shell", "zsh");
  const before = snapshot(account.root);
  const script = 'export staging="$1/precious" locked=1 fresh=1; exec "$2" --uninstall --dry-run';
  account.run("sh", "-c", script, "sh", account.root, `${clone}install.sh`);
  t.strictSame(snapshot(account.root), before);
});

t.test("what cannot be done, or said, is one line in a dry run, too", async (t) => {
  const account = createAccount(t.testdir());
  const file = `${account.root}/file`;
  writeFileSync(file, "");
  for (const option of [[], ["--dry-run"]]) {
    const run = account.install("--prefix", `${file}/below`, ...option);
    const err = `pyguard: nothing can be installed under ${file}/below: ${file} is no directory\n`;
    t.match(run, { status: 1, stdout: "", stderr: err });
  }
  const script = 'sh "$1/install.sh" --dry-run >/dev/full';
  const full = { skip: !existsSync("/dev/full") && "there is no /dev/full" };
  const unsaid = account.run("sh", "-c", script, "sh", process.cwd());
  t.match(unsaid, { status: 1, stderr: "pyguard: the output cannot be written\n" }, full);
});

t.test("it finds its own files however it is called", async (t) => {
  const account = createAccount(t.testdir());
  const { root } = account;
  const script = "bash install.sh --dry-run; CDPATH=/ sh ./install.sh --dry-run";
  const run = account.run("sh", "-c", `cd "$1" && ${script}`, "sh", process.cwd());
  t.equal(run.stderr, "");
  t.equal(run.stdout.match(/ would be installed/g)?.length, 2);
  t.ok(run.stdout.includes(`${root}/home/.local/bin/pyguard`));
});

t.test("wrong usage is one line and status 2", async (t) => {
  const account = createAccount(t.testdir());
  const before = snapshot(account.root);
  for (const words of [["--shell", "tcsh"], ["--shell"], ["--prefix"], ["--what"], ["zsh"]]) {
    const run = account.install(...words);
    t.equal(run.status, 2, words.join(" "));
    t.match(run.stderr, /^pyguard: [^\n]+\n$/);
  }
  t.match(account.install("--help").stdout, /^Usage: /);
  t.strictSame(snapshot(account.root), before);
});

t.test("a place that Node.js cannot work in is one line, and nothing is touched", async (t) => {
  for (const name of ["back\\slash", "caf\\351"]) {
    const account = createAccount(t.testdir({}));
    const script = 'HOME=$1/$(printf "$2") && mkdir "$HOME" && export HOME && exec "$3" --no-proof';
    const home = name.replace("back\\", "back\\\\");
    const run = account.run("sh", "-c", script, "sh", account.root, home, `${clone}install.sh`);
    t.equal(run.status, 1, name);
    t.match(run.stderr, /^pyguard: Node\.js cannot work in [^\n]+\n$/);
    const made = account.run(
      "sh",
      "-c",
      'ls -A "$1"/back* "$1"/caf* 2>/dev/null',
      "sh",
      account.root,
    );
    t.notMatch(made.stdout, ".local");
  }
});

t.test("--shell hooks only what it names", async (t) => {
  const account = createAccount(t.testdir());
  account.install("--shell=fish");
  t.ok(existsSync(`${account.home}/.config/fish/conf.d/pyguard.fish`));
  t.notOk(existsSync(`${account.home}/.zshrc`));
  t.notOk(existsSync(`${account.home}/.bashrc`));
});

t.test("--no-rc prints the lines, and later runs remember it", async (t) => {
  const account = createAccount(t.testdir());
  const first = account.install("--no-rc");
  t.match(first.stdout, /For the end of \S+\/\.zshrc:\n +if \[ -r /);
  t.match(first.stdout, /\nPlace the lines above\. Then, .* type there: {2}exec \w+/);
  t.match(account.install().stdout, /For the end of \S+\/\.zshrc:/);
  t.strictSame(readdirSync(account.home).toSorted(), [".cache", ".local"]);
  t.match(account.install("--rc", "--shell", "zsh").stdout, /\.zshrc: one line at its end/);
  t.match(
    account.install("--shell", "zsh").stdout,
    /\nTerminals that are already open .* exec zsh\n/,
  );
});

t.test("a ~ that no shell expanded is HOME", async (t) => {
  const account = createAccount(t.testdir());
  const run = account.install("--dry-run", "--prefix=~/tools/");
  t.match(run, { status: 0, stderr: "" });
  t.match(run.stdout, `\n  ${account.home}/tools/share/pyguard\n`);
});

t.test("--prefix moves program and commands, and is remembered", async (t) => {
  const account = createAccount(t.testdir());
  const prefix = `${account.root}/else where`;
  account.install("--prefix", prefix, "--shell", "zsh");
  t.equal(readlinkSync(`${prefix}/bin/pyguard`), "../share/pyguard/cli/pyguard");
  t.ok(existsSync(`${prefix}/share/pyguard/hooks/pyguard.zsh`));
  t.match(
    readFileSync(`${account.home}/.zshrc`, "utf8"),
    `'${prefix}/share/pyguard/hooks/pyguard.zsh'`,
  );
  t.match(account.install("--shell", "zsh").stdout, /\.zshrc: has its line already/);
  const { stderr } = account.install("--prefix", `${account.root}/third`);
  t.match(stderr, /is installed under .*else where; remove it first: /);
  // Typed as it is said, from anywhere.
  account.run("sh", "-c", `cd / && ${stderr.split("first: ")[1]}`);
  t.notOk(existsSync(prefix));
  t.strictSame(readdirSync(account.home), []);
});

t.test("does not step on what others put there", async (t) => {
  const account = createAccount(t.testdir());
  mkdirSync(`${account.home}/.local/bin`, { recursive: true });
  writeFileSync(`${account.home}/.local/bin/pyguard`, "somebody else's");
  const before = snapshot(account.home);
  const run = account.install();
  t.equal(run.status, 1);
  t.match(run.stderr, /^pyguard: \S+\/\.local\/bin\/pyguard is in the way: [^\n]+\n$/);
  t.strictSame(snapshot(account.home), before);
});

t.test("leaves alone a file that loads the hook by a line of its owner", async (t) => {
  const account = createAccount(t.testdir());
  const mine = 'eval "$(~/.local/bin/pyguard init zsh)"\n';
  writeFileSync(`${account.home}/.zshrc`, mine);
  t.match(account.install("--shell", "zsh").stdout, /loads the hook already, by a line of yours/);
  t.equal(readFileSync(`${account.home}/.zshrc`, "utf8"), mine);
});

t.test("asks zsh where its files are", async (t) => {
  const account = createAccount(t.testdir());
  mkdirSync(`${account.home}/z`);
  writeFileSync(`${account.home}/.zshenv`, "ZDOTDIR=$HOME/z\n");
  account.install("--shell", "zsh");
  t.ok(existsSync(`${account.home}/z/.zshrc`));
  t.notOk(existsSync(`${account.home}/.zshrc`));
});

t.test("a login bash gets the hook however its files are arranged", async (t) => {
  const arrangements: readonly (readonly [string, string, string | null])[] = [
    [".profile", '. "$HOME/.bashrc"\n', null],
    [".bash_profile", "[[ -f ~/.bashrc ]] && . ~/.bashrc\n", null],
    [".bash_login", "# nothing about it\n", ".bash_login"],
    [".profile", ". /etc/bash.bashrc\n", ".profile"],
    [".profile", "# .bashrc is not read here\n", ".profile"],
  ];
  for (const [index, [name, content, hooked]] of arrangements.entries()) {
    const account = createAccount(t.testdir(), String(index));
    writeFileSync(`${account.home}/${name}`, content);
    account.install("--shell", "bash");
    const isHooked = readFileSync(`${account.home}/${name}`, "utf8").includes("# pyguard");
    t.equal(isHooked, hooked !== null, content);
  }
});

t.test("a link that leads out of the home, or nowhere, is left alone", async (t) => {
  const account = createAccount(t.testdir());
  writeFileSync(`${account.root}/shared`, "# for everybody\n");
  symlinkSync("../shared", `${account.home}/.zshrc`);
  symlinkSync("no/such/file", `${account.home}/.bashrc`);
  const run = account.install("--shell", "zsh", "--shell", "bash");
  t.match(run.stdout, /\.zshrc was left alone: it is a link that leads out of your home/);
  t.match(run.stdout, /\.bashrc was left alone: it is a link that leads nowhere/);
  t.equal(readFileSync(`${account.root}/shared`, "utf8"), "# for everybody\n");
});

t.test("a file in UTF-16 is left alone, with the line to place", async (t) => {
  for (const begin of ["\u00ff\u00fe", "\u00fe\u00ff"]) {
    const account = createAccount(t.testdir());
    const content = Buffer.from(`${begin}#\0\n\0`, "latin1");
    writeFileSync(`${account.home}/.zshrc`, content);
    const run = account.install("--shell", "zsh");
    t.match(run.stdout, /\.zshrc was left alone: it is in UTF-16, .*\n {6}if \[ -r /);
    t.strictSame(readFileSync(`${account.home}/.zshrc`), content);
  }
});

t.test(
  "keeps a file readable: with a line that its shell could not read nothing is written",
  async (t) => {
    const account = createAccount(t.testdir());
    writeFileSync(`${account.home}/.zshrc`, "echo one \\");
    const run = account.install("--shell", "zsh");
    t.match(run.stdout, /\.zshrc was left alone: with one line more zsh could not read it/);
    t.equal(readFileSync(`${account.home}/.zshrc`, "utf8"), "echo one \\");
  },
);

t.test("nobody else's home, and no root for it", { skip: process.getuid?.() !== 0 }, async (t) => {
  const account = createAccount(t.testdir());
  spawnSync("chown", ["nobody", account.home]);
  const before = snapshot(account.root);
  for (const words of [[], ["--uninstall"], ["--dry-run"]]) {
    const run = account.install(...words);
    t.equal(run.status, 1);
    t.match(
      run.stderr,
      /^pyguard: HOME \(.*\) belongs to someone else: run this as that person, without sudo\n$/,
    );
  }
  t.strictSame(snapshot(account.root), before);
});

t.test("where the locale is Latin-1, half a UTF-8 letter is no control character", async (t) => {
  const account = createAccount(t.testdir(), "\u00C5sa");
  const latin1 = makeLatin1(account.root);
  if (latin1 === null) {
    t.pass("localedef makes no Latin-1 locale, 1 scenario left out", { skip: true });
    return;
  }
  // In many a place it is the `sh`; dash knows of no locale.
  const words = [
    "--posix",
    `${clone}install.sh`,
    "--dry-run",
    "--prefix",
    `${account.home}/\u00D6`,
  ];
  const environment = { ...account.environment, ...latin1 };
  const run = spawnSync("bash", words, { env: environment, encoding: "utf8", input: "" });
  t.match(run, { status: 0, stderr: "" });
  const refused = account.install("--dry-run", "--prefix", `${account.home}/a\tb`);
  t.match(refused, { status: 2, stderr: "pyguard: --prefix has a control character in it\n" });
});
