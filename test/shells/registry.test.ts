// What each shell is asked for: its files, its lines, its words.

import t from "tap";
import { asBytes } from "../../daemon/core/bytes.ts";
import { findShell, shells } from "../../shells/registry.ts";

const home = asBytes("/home/ada");

t.test("knows four shells, and no fifth", async (t) => {
  t.strictSame(
    shells.map((shell) => shell.name),
    ["bash", "zsh", "fish", "pwsh"],
  );
  t.equal(findShell("tcsh"), undefined);
  t.equal(findShell("toString"), undefined);
});

t.test("finds rc files where each shell looks", async (t) => {
  const rc = (name: string, places: object): readonly string[] =>
    findShell(name)?.rcFiles({ home, ...places }) ?? [];
  const set = { configHome: asBytes("/c"), zshHome: asBytes("/z") };
  const empty = { configHome: asBytes(""), zshHome: asBytes("") };
  t.equal(rc("bash", {})[0], "/home/ada/.bashrc");
  t.strictSame(rc("zsh", {}), ["/home/ada/.zshrc"]);
  t.strictSame(rc("zsh", empty), ["/home/ada/.zshrc"]);
  t.strictSame(rc("zsh", set), ["/z/.zshrc"]);
  t.strictSame(rc("fish", empty), ["/home/ada/.config/fish/conf.d/pyguard.fish"]);
  t.strictSame(rc("fish", set), ["/c/fish/conf.d/pyguard.fish"]);
  t.strictSame(rc("pwsh", {}), ["/home/ada/.config/powershell/profile.ps1"]);
  t.strictSame(rc("pwsh", set), ["/c/powershell/profile.ps1"]);
});

const lines = {
  bash: [
    'if [ -n "${BASH_VERSION-}" ] && [ -r "$HOME/p/h" ]; then . "$HOME/p/h"; fi',
    "if [ -n \"${BASH_VERSION-}\" ] && [ -r '/o d/h' ]; then . '/o d/h'; fi",
  ],
  zsh: ['if [ -r "$HOME/p/h" ]; then . "$HOME/p/h"; fi', "if [ -r '/o d/h' ]; then . '/o d/h'; fi"],
  fish: [
    'if test -r "$HOME/p/h"; source "$HOME/p/h"; end',
    "if test -r '/o d/h'; source '/o d/h'; end",
  ],
  pwsh: [
    'if (Test-Path -LiteralPath "$HOME/p/h") { . "$HOME/p/h" }',
    "if (Test-Path -LiteralPath '/o d/h') { . '/o d/h' }",
  ],
};

t.test("loads the hook with a guarded source", async (t) => {
  for (const shell of shells) {
    const [below, elsewhere] = lines[shell.name];
    t.equal(shell.hookLine({ hook: asBytes("/home/ada/p/h"), home }), below);
    t.equal(shell.hookLine({ hook: asBytes("/o d/h"), home }), elsewhere);
  }
});

t.test("speaks whole commands", async (t) => {
  const speak = (name: string, ...words: readonly string[]): string | undefined =>
    findShell(name)?.command(words.map(asBytes));
  t.equal(speak("bash", "pip", "install", "pkg[a,b]"), "pip install 'pkg[a,b]'");
  t.equal(speak("bash", "a=b", "c"), "'a=b' c");
  t.equal(speak("pwsh", "/a b/python", "-m", "pip"), "& '/a b/python' -m pip");
  t.equal(speak("pwsh", "pip", "install", "x"), "pip install x");
  t.equal(findShell("fish")?.chain([asBytes("a"), asBytes("b")]), "a && b");
});

const activations = {
  bash: "source '/my project/.venv/bin/activate'",
  zsh: "source '/my project/.venv/bin/activate'",
  fish: "source '/my project/.venv/bin/activate.fish'",
  pwsh: ". '/my project/.venv/bin/Activate.ps1'",
};

t.test("enters an environment by hand", async (t) => {
  for (const shell of shells) {
    t.equal(shell.activation(asBytes("/my project/.venv")), activations[shell.name]);
  }
  t.equal(findShell("bash")?.activation(asBytes(".venv")), "source .venv/bin/activate");
  t.equal(findShell("pwsh")?.activation(asBytes(".venv")), ".venv/bin/Activate.ps1");
  t.equal(findShell("bash")?.activation(asBytes("-x")), "source ./-x/bin/activate");
});
