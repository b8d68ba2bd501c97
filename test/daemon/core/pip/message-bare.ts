// Pythons without ensurepip, and the line to paste for whom may install Debian's package and for whom may not.

import { asBytes } from "../../../../daemon/core/bytes.ts";
import type { MessageFacts } from "../../../../daemon/core/pip/message-facts.ts";
import { active, unsearched } from "./message-places.ts";
import { debians, typed, withTools } from "./message-setup.ts";

const bare = { ...debians, hasEnsurepip: false };
const bareActive = { ...active, hasEnsurepip: false };

export const withoutEnsurepip: readonly (readonly [
  place: string,
  facts: MessageFacts,
  paste: string,
])[] = [
  [
    "Debian without python3-venv",
    typed("pip install requests", { target: bare }),
    "sudo apt install python3.12-venv && pyguard venv && pip install requests",
  ],
  [
    "the same for root",
    typed("pip install requests", { target: bare, isRoot: true }),
    "apt install python3.12-venv && pyguard venv && pip install requests",
  ],
  [
    "the same in an image without lists of packages",
    typed("pip install requests", { target: bare, isRoot: true, knowsPackages: false }),
    "apt update && apt install python3.12-venv && pyguard venv && pip install requests",
  ],
  [
    "the same for somebody who may install nothing",
    typed("pip install requests", { target: bare, ...withTools("apt") }),
    "pyguard venv --without-pip && pip --python .venv install pip && pip install requests",
  ],
  [
    "the same by python -m pip",
    typed("python3 -m pip install requests", { target: bare, ...withTools("apt") }),
    "pyguard venv --without-pip && /usr/bin/python3.12 -m pip --python .venv install pip && python3 -m pip install requests",
  ],
  [
    "the same with a pip that knows no other Python",
    typed("pip install requests", {
      target: { ...bare, pipVersion: "22.0.2" },
      ...withTools("apt"),
    }),
    "pyguard venv --without-pip && pip install --target .venv/lib/python3.12/site-packages pip && python -m pip install requests",
  ],
  [
    "the same with virtualenv",
    typed("pip3.9 install requests", { target: bare, ...withTools("apt", "virtualenv") }),
    "virtualenv --python 3.9 .venv && pyguard trust && pip3.9 install requests",
  ],
  [
    "the same with uv",
    typed("pip install -U requests", { target: bare, ...withTools("apt", "uv") }),
    "uv venv && pyguard trust && uv pip install -U requests",
  ],
  [
    "the same at home",
    typed("pip install ./x", { target: bare, ...withTools("virtualenv"), ...unsearched }),
    "mkdir -p ~/my-project && cd ~/my-project && virtualenv .venv && pyguard trust && pip install /home/u/work/app/x",
  ],
  [
    "the same where no pip is either",
    typed("pip install requests", { target: { ...bare, hasPip: false }, ...withTools("apt") }),
    "pyguard venv && pip install requests",
  ],
  [
    "a Python without ensurepip that is not Debian's",
    typed("pip install requests", {
      target: { ...bare, path: asBytes("/opt/python/bin/python3") },
      ...withTools("apt", "sudo"),
    }),
    "pyguard venv --without-pip && pip --python .venv install pip && pip install requests",
  ],
  [
    "an active environment without pip or ensurepip",
    typed("pip install requests", { active: bareActive }),
    "sudo apt install python3.12-venv && python -m ensurepip --default-pip && python -m pip install requests",
  ],
  [
    "the same for somebody who may install nothing",
    typed("pip install requests", { active: bareActive, ...withTools("apt") }),
    "pip --python /p/.venv install pip && python -m pip install requests",
  ],
  [
    "the same with an old pip",
    typed("pip install requests", {
      active: bareActive,
      target: { ...bare, pipVersion: "20.3.4" },
      ...withTools("apt"),
    }),
    "pip install --target /p/.venv/lib/python3.12/site-packages pip && python -m pip install requests",
  ],
];
