// bash and zsh read one file about commands: in both, and in fish, the words of a command mean the same.

import { execa } from "execa";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { clone } from "../real/sandbox.ts";
import { findShells, type Shell } from "../real/shells.ts";

type Row = {
  readonly words: readonly string[];
  readonly mayInstall: boolean;
  /** Where it may make an environment, as seen from the directory it is typed in. */
  readonly birth?: string;
};

const rows: readonly Row[] = [
  { words: ["pip"], mayInstall: true },
  { words: ["pip3.11", "list"], mayInstall: true },
  { words: ["easy_install", "x"], mayInstall: true },
  { words: ["python"], mayInstall: false },
  { words: ["python", "-m", "pip", "install", "x"], mayInstall: true },
  { words: ["python", "-Im", "pip"], mayInstall: true },
  { words: ["python", "-c", "import x", "-m"], mayInstall: false },
  { words: ["python", "app.py", "-m", "pip"], mayInstall: false },
  { words: ["python", "-W", "ignore", "-m", "pip"], mayInstall: true },
  { words: ["python", "-W", "-m", "app.py"], mayInstall: false },
  { words: ["python", "-X", "dev", "app.py", "-m"], mayInstall: false },
  // Python takes it for the option's value, and no such value is known.
  { words: ["python", "--check-hash-based-pycs", "setup.py", "install"], mayInstall: false },
  { words: ["python", "--check-hash-based-pycs", "always", "-m", "pip"], mayInstall: true },
  { words: ["python", "--check-hash-based-pycs", "always", "x.py", "-m"], mayInstall: false },
  { words: ["python", "-Wignore::ImportWarning", "-mpip"], mayInstall: true },
  { words: ["python", "-IWonce", "-X", "m", "-m", "pip"], mayInstall: true },
  { words: ["python", "-Xm", "app.py"], mayInstall: false },
  { words: ["python", "-Icm", "-m"], mayInstall: false },
  { words: ["python", "../x/setup.py", "install"], mayInstall: true },
  // Neither is an option's value.
  { words: ["python", "yes.py", "-m", "pip"], mayInstall: false },
  { words: ["python", "yes", "setup.py", "install"], mayInstall: false },
  { words: ["python", "no:x.py", "-m", "pip"], mayInstall: false },
  { words: ["python", "", "-m", "pip"], mayInstall: false },
  { words: ["uv", "pip", "install", "x"], mayInstall: false, birth: "." },
  { words: ["poetry"], mayInstall: false, birth: "." },
  { words: ["python3", "-m", "venv", ".venv"], mayInstall: true, birth: "." },
  { words: ["py", "-3", "-m", "virtualenv", "a b/.venv"], mayInstall: true, birth: "a b" },
  { words: ["python", "-m", "venv", "/elsewhere/.venv"], mayInstall: true, birth: "/elsewhere" },
  { words: ["python", "-m", "venv", "made/.venv"], mayInstall: true },
  { words: ["python", "-mvenv", ".venv"], mayInstall: true, birth: "." },
  { words: ["python", "-mvenvs", ".venv"], mayInstall: true },
  { words: ["virtualenv", ".venv"], mayInstall: false, birth: "." },
];

const posix = (file: string): string => `. '${file}'
__pyguard_test() {
  local __pyguard_birth=
  if __pyguard_may_install "$@"; then printf 'yes:'; else printf 'no:'; fi
  __pyguard_note_birth "$@"
  printf '%s\\n' "\${__pyguard_birth}"
}
`;

/** What comes before the rows, and how a word is written. */
const dialects = {
  bash: {
    options: ["--norc", "--noprofile"],
    prelude: posix(join(clone, "hooks/commands.bash")),
  },
  zsh: { options: ["-f"], prelude: posix(join(clone, "hooks/commands.bash")) },
  fish: {
    options: ["--no-config"],
    prelude: `source '${join(clone, "hooks/guard.fish")}'
function __pyguard_test
    set -g __pyguard_birth
    __pyguard_may_install $argv; and printf yes:; or printf no:
    __pyguard_note_birth $argv
    printf '%s\\n' "$__pyguard_birth"
end
`,
  },
} as const;

const directory = realpathSync(mkdtempSync(join(tmpdir(), "pg-words-")));
mkdirSync(join(directory, "made/.venv"), { recursive: true });
t.teardown(() => rmSync(directory, { recursive: true }));

const { here } = findShells();

for (const shell of here) {
  if (shell.name !== "pwsh") {
    const { options, prelude } = dialects[shell.name];
    t.test(`${shell.title} reads commands`, async (t) => {
      const said = await read(shell, options, prelude);
      for (const [index, { words, mayInstall, birth }] of rows.entries()) {
        const made = birth === undefined ? "" : place(birth);
        t.equal(said[index], `${mayInstall ? "yes" : "no"}:${made}`, words.join(" "));
      }
    });
  }
}

function place(birth: string): string {
  return birth.startsWith("/") ? birth : birth === "." ? directory : join(directory, birth);
}

async function read(
  { path }: Shell,
  options: readonly string[],
  prelude: string,
): Promise<readonly string[]> {
  const calls = rows.map(({ words }) =>
    ["__pyguard_test", ...words.map((word) => `'${word}'`)].join(" "),
  );
  const script = `${prelude}\n${calls.join("\n")}\n`;
  const { stdout } = await execa(path, [...options, "-c", script], { cwd: directory });
  return stdout.split("\n");
}
