// Places, and the line to paste that is true there.

import { asBytes } from "../../../../daemon/core/bytes.ts";
import type { MessageFacts } from "../../../../daemon/core/pip/message-facts.ts";
import { debians, plain, refuse, typed, withTools } from "./message-setup.ts";

export const untrusted = { spot: { kind: "untrusted" } } as const;
export const unsearched = { spot: { kind: "unsearched" } } as const;
const sites = { ...debians, isSites: true, path: asBytes("/apps/python/3.12/bin/python3.12") };
export const active = {
  path: asBytes("/p/.venv"),
  hasPip: false,
  hasEnsurepip: true,
  library: asBytes("python3.12"),
  isConda: false,
};
export const user = refuse("K2-user-site", "global");

export const places: readonly (readonly [place: string, facts: MessageFacts, paste: string])[] = [
  ["a plain directory", plain, "pyguard venv && pip install requests"],
  [
    "a directory in which no script of pip's starts",
    typed("pip -q install ./x", { directory: asBytes("/home/u/Budget $5") }),
    "pyguard venv && python -m pip -q install ./x",
  ],
  [
    "the same, by a Python",
    typed("python3 -m pip install x", { directory: asBytes('/home/u/17" rack') }),
    "pyguard venv && python3 -m pip install x",
  ],
  [
    "home",
    typed("pip install requests", unsearched),
    "mkdir -p ~/my-project && cd ~/my-project && pyguard venv && pip install requests",
  ],
  [
    "home, with a file of this place",
    typed("pip install -r requirements.txt -e ./lib .[dev] requests -cx.txt", unsearched),
    "mkdir -p ~/my-project && cd ~/my-project && pyguard venv && pip install -r /home/u/work/app/requirements.txt -e /home/u/work/app/lib '/home/u/work/app[dev]' requests -c/home/u/work/app/x.txt",
  ],
  [
    "home, with files behind other flags",
    typed(
      "pip install -Ur requirements.txt -qr./more.txt --find-links=wheels -fdist x",
      unsearched,
    ),
    "mkdir -p ~/my-project && cd ~/my-project && pyguard venv && pip install -Ur /home/u/work/app/requirements.txt -qr/home/u/work/app/more.txt --find-links=/home/u/work/app/wheels -f/home/u/work/app/dist x",
  ],
  [
    "home, with pages of links",
    typed("pip install -f https://x.org/l --find-links=file:///w -If /w x", unsearched),
    "mkdir -p ~/my-project && cd ~/my-project && pyguard venv && pip install -f https://x.org/l --find-links=file:///w -If /w x",
  ],
  [
    "home, with files behind options before the verb and after it",
    typed(
      "pip --cert ca.pem --proxy a/b --log=l.txt install --client-c me.pem --src src --cache-dir c --report - -i simple/x -i ./simple x",
      unsearched,
    ),
    "mkdir -p ~/my-project && cd ~/my-project && pyguard venv && pip --cert /home/u/work/app/ca.pem --proxy a/b --log=/home/u/work/app/l.txt install --client-c /home/u/work/app/me.pem --src /home/u/work/app/src --cache-dir /home/u/work/app/c --report - -i simple/x -i /home/u/work/app/simple x",
  ],
  [
    "home, with a file as an address",
    typed("pip install file:./y x@file:x.whl file:///z", unsearched),
    "mkdir -p ~/my-project && cd ~/my-project && pyguard venv && pip install file:///home/u/work/app/y x@file:///home/u/work/app/x.whl file:///z",
  ],
  [
    "home, with easy_install",
    typed("easy_install -U ./x", unsearched),
    "mkdir -p ~/my-project && cd ~/my-project && pyguard venv && easy_install -U /home/u/work/app/x",
  ],
  [
    "home, with a setup.py",
    typed("python3 setup.py install --record r.txt", unsearched),
    "mkdir -p ~/my-project && cd ~/my-project && pyguard venv && pip install /home/u/work/app",
  ],
  [
    "home, with a setup.py elsewhere, to be worked on",
    typed("python3 lib/setup.py develop", unsearched),
    "mkdir -p ~/my-project && cd ~/my-project && pyguard venv && pip install -e /home/u/work/app/lib",
  ],
  [
    "an active environment, and a setup.py",
    typed("python3 setup.py install", { active: { ...active, hasPip: true } }),
    "python -m pip install .",
  ],
  [
    "an active environment, and options before the verb",
    typed("pip --proxy foo install requests", { active: { ...active, hasPip: true } }),
    "python -m pip --proxy foo install requests",
  ],
  [
    "an untrusted environment",
    typed("pip install requests", untrusted),
    "pyguard trust && pip install requests",
  ],
  [
    "an environment of another name",
    typed("pip install requests", { spot: { kind: "named", name: asBytes("venv") } }),
    "pyguard use venv && pip install requests",
  ],
  [
    "an untrusted environment without pip",
    typed("pip install requests", { ...untrusted, here: active }),
    "pyguard trust && python -m ensurepip --default-pip && python -m pip install requests",
  ],
  [
    "the same with uv",
    typed("pip install requests", { ...untrusted, here: active, ...withTools("uv") }),
    "pyguard trust && uv pip install requests",
  ],
  [
    "one without pip that was left by hand",
    typed("pip install requests", {
      spot: { kind: "left", environment: asBytes(".venv") },
      here: { ...active, hasEnsurepip: false },
      ...withTools("apt"),
    }),
    "pyguard enter && pip --python /p/.venv install pip && python -m pip install requests",
  ],
  [
    "one that others can write to",
    typed("pip install requests", {
      spot: { kind: "writable", open: [asBytes("/home/u/work/app")] },
    }),
    "chmod go-w /home/u/work/app && pyguard trust && pip install requests",
  ],
  [
    "something broken called .venv",
    typed("pip install requests", {
      spot: { kind: "occupied", name: asBytes(".venv"), project: plain.directory, isKept: false },
    }),
    "rm -r .venv && pyguard venv && pip install requests",
  ],
  [
    "a file or another directory called .venv",
    typed("pip install requests", {
      spot: { kind: "occupied", name: asBytes(".venv"), project: plain.directory, isKept: true },
    }),
    "mv .venv .venv.old && pyguard venv && pip install requests",
  ],
  [
    "something broken above",
    typed("pip install -e .", {
      spot: {
        kind: "occupied",
        name: asBytes(".venv"),
        project: asBytes("/home/u/work"),
        isKept: false,
      },
    }),
    "cd /home/u/work && rm -r .venv && pyguard venv && pip install -e /home/u/work/app",
  ],
  [
    "below the project's files",
    typed("pip install requests", { projectRoot: asBytes("/home/u/work") }),
    "cd /home/u/work && pyguard venv && pip install requests",
  ],
  [
    "one that was left by hand",
    typed("pip install requests", { spot: { kind: "left", environment: asBytes(".venv") } }),
    "pyguard enter && pip install requests",
  ],
  [
    "one that the settings keep out",
    typed("pip install requests", {
      spot: { kind: "left", environment: asBytes(".venv") },
      mayEnter: false,
    }),
    "source .venv/bin/activate && pip install requests",
  ],
  [
    "uv's project",
    typed("pip install requests", { lock: "uv", ...withTools("uv") }),
    "uv add requests",
  ],
  [
    "poetry's",
    typed("pip install -U 'x'".replaceAll("'", ""), { lock: "poetry", ...withTools("poetry") }),
    "poetry add x",
  ],
  ["pdm's", typed("pip3 install a b==2", { lock: "pdm", ...withTools("pdm") }), "pdm add a b==2"],
  [
    "pipenv's",
    typed("pip install a", { lock: "pipenv", ...withTools("pipenv") }),
    "pipenv install a",
  ],
  [
    "uv's project without uv",
    typed("pip install requests", { lock: "uv", ...withTools("poetry") }),
    "pyguard venv && pip install requests",
  ],
  [
    "uv's project, and options that uv add does not know",
    typed("pip install -r requirements.txt", { lock: "uv", ...withTools("uv") }),
    "pyguard venv && pip install -r requirements.txt",
  ],
  [
    "uv's project with an untrusted environment",
    typed("pip install requests", { lock: "uv", ...withTools("uv"), ...untrusted }),
    "pyguard trust && uv add requests",
  ],
  ["an application", typed("pip install black", withTools("pipx")), "pipx install black"],
  [
    "an application with a version",
    typed("pip install HTTPie==3.2", withTools("pipx")),
    "pipx install HTTPie==3.2",
  ],
  ["an application, with uv", typed("pip install black", withTools("uv")), "uv tool install black"],
  [
    "an application where no pipx is",
    typed("pip install black"),
    "pyguard venv && pip install black",
  ],
  [
    "an application in a project",
    typed("pip install black", { isProject: true, ...withTools("pipx") }),
    "pyguard venv && pip install black",
  ],
  [
    "a site's Python",
    typed("pip install requests", { target: sites }),
    "pyguard venv --system-site-packages && pip install requests",
  ],
  [
    "an active environment without pip",
    typed("pip install requests", { active }),
    "python -m ensurepip --default-pip && python -m pip install requests",
  ],
  [
    "an active environment without pip, with uv",
    typed("pip install -U requests", { active, ...withTools("uv") }),
    "uv pip install -U requests",
  ],
  [
    "an active conda environment without pip",
    typed("pip install requests", {
      active: { ...active, isConda: true },
      ...withTools("conda", "conda activate"),
    }),
    "conda install pip && python -m pip install requests",
  ],
  [
    "an active environment whose pip was not asked",
    typed("pip3.9 install requests", { active: { ...active, hasPip: true } }),
    "python -m pip install requests",
  ],
  [
    "no Python on PATH, only pip",
    typed("pip install requests", { tools: new Set() }),
    "pyguard venv --python /usr/bin/python3.12 && pip install requests",
  ],
];
