// One test for each advisory that names a mistake pyguard could make. Others stand beside what they are about:
// CVE-2022-24765, CVE-2022-29187 in daemon/io/other-users, CVE-2021-45444 and autoswitch #122 in daemon/service/hostile-tree,
// CVE-2025-48384 in daemon/core/parsers, GHSA-436v-8fw5-4mj8 in daemon/service/settings, CVE-2025-52882 in daemon/io/event-hub.

import fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { asBytes, fromText, toText } from "../../daemon/core/bytes.ts";
import { cleanVariables, read, sourcesOf } from "./sources.ts";
import { makeEnvironment, makeHouse } from "../daemon/service/house.ts";

const clone = fileURLToPath(new URL("../../..", import.meta.url));

t.test("CVE-2022-20001, core.fsmonitor: no hook and no part of the daemon runs git", (t) => {
  for (const file of sourcesOf(clone, ["hooks"])) {
    t.notMatch(read(file), /(?:^|[;|&(`]) *(?:command +|builtin +|& *)?git\b/mu, file);
  }
  for (const file of sourcesOf(clone, ["daemon", "cli"])) {
    t.notMatch(read(file), /\bfile: [^\n]*git\b|\/git["']/u, file);
  }
  t.end();
});

t.test(
  "CVE-2024-9287, CVE-2024-53899, virtualenv #3252: nobody sources an activation script",
  (t) => {
    for (const file of sourcesOf(clone, ["hooks"])) {
      t.notMatch(
        read(file),
        /(?:^|[;&|]) *(?:builtin +)?(?:source|\.|&) +[^\n|&;]*\/activate/imu,
        file,
      );
    }
    t.end();
  },
);

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

t.test(
  "CVE-2025-46334, CVE-2023-40590, CVE-2024-22190: programs are started by absolute paths",
  (t) => {
    for (const file of sourcesOf(clone, ["daemon"]).filter((name) => name.endsWith(".ts"))) {
      t.notMatch(read(file), /(?:spawn|exec|execFile|execa)(?:Sync)?\(\s*["'][^/"']+["']/u, file);
    }
    t.end();
  },
);

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

t.test("CVE-2019-20044 and its kin: what a daemon inherits is cleaned by its launcher", (t) => {
  const launcher = read(join(clone, "daemon/launch"));
  for (const name of cleanVariables) {
    t.match(launcher, name, `${name} is dealt with`);
  }
  t.end();
});

t.test(
  "CVE-2018-14732, CVE-2025-24010, CVE-2025-30360, CVE-2024-28224, CVE-2025-49596: no TCP port is opened",
  (t) => {
    for (const file of sourcesOf(clone, ["daemon", "cli"])) {
      t.notMatch(
        read(file),
        /127\.0\.0\.1|0\.0\.0\.0|localhost|\blisten\(\s*(?:\d|port|\{[^}]*\b(?:port|host)\b)/u,
        file,
      );
    }
    t.end();
  },
);

t.test("Oh My Zsh #13960: the installer evaluates no variable", (t) => {
  const code = read(join(clone, "install.sh")).replaceAll(/^\s*#.*$/gmu, "");
  t.notMatch(code, /\beval\b/u);
  t.notMatch(code, /printf "?\$/u, "no variable is a format");
  t.end();
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
