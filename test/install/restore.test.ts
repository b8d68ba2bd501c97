// Install, then uninstall: no byte of any file that was there before has changed.

import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import t from "tap";
import { createAccount, present, readsHook } from "./account.ts";
import { leftByShells, snapshot } from "./snapshot.ts";

type Case = {
  readonly title: string;
  readonly home?: string;
  /** Makes what is there before. */
  readonly prepare: (home: string) => void;
  /** PowerShell takes a second to start, so only some cases start it. */
  readonly withPwsh?: boolean;
};

const rcFiles = [
  ".bashrc",
  ".bash_profile",
  ".zshrc",
  ".config/fish/conf.d/pyguard.fish",
  ".config/powershell/profile.ps1",
];

const cases: readonly Case[] = [
  { title: "nothing is there", prepare: () => {}, withPwsh: true },
  { title: "HOME has a space and quotes", home: `my 'home' "x"`, prepare: write("# mine\n") },
  { title: "the last line has no end", prepare: write("# mine", 0o600) },
  { title: "lines end with CRLF", prepare: write("# one\r\n# two\r\n"), withPwsh: true },
  {
    title: "there are a BOM and broken text",
    prepare: write("\u00ef\u00bb\u00bf# a\u00ff\n"),
  },
  { title: "every file is a link to a link into a dotfiles directory", prepare: linkAll },
  { title: "every file has a second name and another group", prepare: nameAllTwice },
];

for (const { title, home: name, prepare, withPwsh = false } of cases) {
  t.test(`P9, install then uninstall changes no byte: ${title}`, async (t) => {
    const account = createAccount(t.testdir(), name);
    prepare(account.home);
    const shells = present(["bash", "zsh", "fish", ...(withPwsh ? ["pwsh"] : [])]);
    const words = shells.flatMap((shell) => ["--shell", shell]);
    const before = snapshot(account.home);
    const first = account.install(...words);
    t.equal(first.stderr, "");
    const installed = snapshot(account.home);
    for (const shell of [...shells, "bash as a login shell"]) {
      t.ok(readsHook(account, shell), `${shell} reads the hook`);
    }
    account.install(...words);
    t.strictSame(snapshot(account.home, leftByShells), installed, "once more changes nothing");
    t.equal(account.install("--uninstall").stderr, "");
    t.strictSame(snapshot(account.home, leftByShells), before, "as it was");
  });
}

t.test("leaves read-only files alone and prints their line", async (t) => {
  const account = createAccount(t.testdir());
  write("# not to be touched\n", 0o444)(account.home);
  const before = snapshot(account.home);
  const run = account.install("--shell", "bash", "--shell", "zsh", "--shell", "fish");
  t.match(
    run.stdout,
    /\.zshrc was left alone: it is read-only\. Its last line should be:\n +if \[ -r /,
  );
  t.equal(run.stdout.match(/was left alone/g)?.length, 4);
  account.install("--uninstall");
  t.strictSame(snapshot(account.home), before);
});

t.test("keeps one copy of what it edits, for its owner's eyes", async (t) => {
  const account = createAccount(t.testdir());
  writeFileSync(`${account.home}/.bashrc`, "export TOKEN=secret\n");
  account.install("--shell", "bash");
  const state = snapshot(`${account.home}/.local/state/pyguard`);
  const kept = Object.entries(state).filter(([path]) => path.endsWith(".backup"));
  t.equal(kept.length, 1);
  t.match(kept[0]?.[1], /^file \S+ 100600 1 "export TOKEN=secret\\n"$/);
});

t.test("leaves what was written behind its line", async (t) => {
  const account = createAccount(t.testdir());
  writeFileSync(`${account.home}/.bashrc`, "# mine");
  account.install("--shell", "bash", "--shell", "zsh");
  for (const name of [".bashrc", ".zshrc"]) {
    writeFileSync(`${account.home}/${name}`, "# later\n", { flag: "a" });
  }
  account.install("--uninstall");
  t.equal(readFileSync(`${account.home}/.bashrc`, "utf8"), "# mine\n# later\n");
  t.equal(readFileSync(`${account.home}/.zshrc`, "utf8"), "# later\n");
});

t.test("does not touch a line of its own that somebody changed", async (t) => {
  const account = createAccount(t.testdir());
  account.install("--shell", "zsh");
  const rc = `${account.home}/.zshrc`;
  const changed = `# not now: ${readFileSync(rc, "utf8")}`;
  writeFileSync(rc, changed);
  t.match(account.install("--shell", "zsh").stdout, /line 1 was pyguard's and is changed/);
  t.equal(readFileSync(rc, "utf8"), changed);
  t.match(account.install("--uninstall").stderr, /^pyguard: .*\.zshrc: line 1 was pyguard's/);
  t.equal(readFileSync(rc, "utf8"), changed);
});

function write(content: string, mode = 0o644): (home: string) => void {
  return (home) => {
    each(home, (path) => {
      writeFileSync(path, content, "latin1");
      chmodSync(path, mode);
    });
  };
}

function linkAll(home: string): void {
  mkdirSync(`${home}/dotfiles`);
  symlinkSync("dotfiles", `${home}/dots`);
  each(home, (path, name) => {
    const flat = name.replaceAll("/", "-");
    writeFileSync(`${home}/dotfiles/${flat}`, "# kept in git\n");
    symlinkSync(`${home}/dots/${flat}`, path);
  });
}

function nameAllTwice(home: string): void {
  each(home, (path, name) => {
    writeFileSync(path, "# two names\n");
    linkSync(path, `${home}/${name.replaceAll("/", "-")}.second`);
    chmodSync(path, 0o664);
    if (process.getuid?.() === 0) {
      chownSync(path, 0, 12);
    }
  });
}

function each(home: string, make: (path: string, name: string) => void): void {
  mkdirSync(`${home}/.config/fish/conf.d`, { recursive: true });
  mkdirSync(`${home}/.config/powershell`, { recursive: true });
  for (const name of rcFiles) {
    make(`${home}/${name}`, name);
  }
}
