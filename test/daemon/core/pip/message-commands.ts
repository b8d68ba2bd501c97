// Commands, and the line to paste that takes their place.

import { asBytes } from "../../../../daemon/core/bytes.ts";
import type { MessageFacts } from "../../../../daemon/core/pip/message-facts.ts";
import { active, untrusted, user } from "./message-places.ts";
import { debians, refuse, typed, withTools } from "./message-setup.ts";

export const commands: readonly (readonly [command: string, facts: MessageFacts, paste: string])[] =
  [
    [
      "--user",
      typed("pip install --user requests", { decision: user }),
      "pyguard venv && pip install requests",
    ],
    [
      "--user by a variable",
      typed("pip install requests", { decision: user, ambient: ["user"] }),
      "pyguard venv && pip install --no-user requests",
    ],
    [
      "--prefix by a variable, and --no-user as typed",
      typed("pip install --no-user requests", { decision: user, ambient: ["prefix"] }),
      "pyguard venv && pip install --prefix=.venv --no-user requests",
    ],
    [
      "a destination and a Python by a file",
      typed("pip -q install requests", { ambient: ["python", "user", "target"] }),
      "pyguard venv && pip --python= -q install --no-user --target= requests",
    ],
    [
      "the same for a module",
      typed("python3.11 -m pip install requests", { ambient: ["python", "target"] }),
      "pyguard venv --python 3.11 && python3.11 -m pip --python= install --target= requests",
    ],
    [
      "--prefix by a variable, in an environment that is here",
      typed("pip install requests", {
        decision: user,
        ambient: ["prefix"],
        ...untrusted,
        here: { ...active, hasPip: true },
      }),
      "pyguard trust && pip install --prefix=/p/.venv requests",
    ],
    [
      "--prefix by a variable, in a conda environment",
      typed("pip install requests", {
        decision: refuse("K2-user-site", "conda-env"),
        ambient: ["prefix"],
        target: { ...debians, prefix: asBytes("/opt/conda/envs/sci") },
      }),
      "pip install --prefix=/opt/conda/envs/sci requests",
    ],
    [
      "--prefix by a variable, in conda's base",
      typed("pip install requests", {
        decision: refuse("K8-conda-base", "conda-base"),
        ambient: ["prefix"],
        ...withTools("conda", "conda activate"),
      }),
      "pyguard venv && pip install --prefix=.venv requests",
    ],
    [
      "the same with uv, which heeds neither",
      typed("pip install --no-user requests", {
        ambient: ["python", "prefix"],
        ...untrusted,
        here: active,
        ...withTools("uv"),
      }),
      "pyguard trust && uv pip install requests",
    ],
    [
      "the same where pip puts itself there",
      typed("pip install requests", {
        ambient: ["python", "target"],
        target: { ...debians, hasEnsurepip: false },
        ...withTools("apt"),
      }),
      "pyguard venv --without-pip && pip --python .venv install --target= pip && pip --python= install --target= requests",
    ],
    [
      "the same with a pip that knows no other Python",
      typed("pip install requests", {
        ambient: ["user", "target"],
        target: { ...debians, hasEnsurepip: false, pipVersion: "22.0.2" },
        ...withTools("apt"),
      }),
      "pyguard venv --without-pip && pip install --target .venv/lib/python3.12/site-packages --no-user pip && python -m pip install --no-user --target= requests",
    ],
    [
      "an uninstall by another Python beside an untrusted environment",
      typed("pip --python /usr uninstall requests", { ...untrusted, ambient: ["python"] }),
      "pyguard trust && pip --python= uninstall requests",
    ],
    [
      "--user in a conda environment",
      typed("pip install --user requests", { decision: refuse("K2-user-site", "conda-env") }),
      "pip install requests",
    ],
    [
      "--user in a conda environment that somebody else fills",
      typed("pip install --user requests", {
        decision: refuse("K2-user-site", "conda-env"),
        target: { ...debians, isWritable: false },
      }),
      "pyguard venv && pip install requests",
    ],
    [
      "--prefix ~/.local",
      typed("pip install --prefix /home/u/.local requests", { decision: user }),
      "pyguard venv && pip install requests",
    ],
    [
      "--target in the account's own packages",
      typed("pip install --target /home/u/.local/lib/python3.12/site-packages requests", {
        decision: user,
      }),
      "pyguard venv && pip install requests",
    ],
    [
      "-t in the system's packages",
      typed("pip install -t /usr/lib/python3/dist-packages -U requests"),
      "pyguard venv && pip install -U requests",
    ],
    [
      "-t with its value in one word",
      typed("pip install requests -t/usr/lib/python3/dist-packages"),
      "pyguard venv && pip install requests",
    ],
    [
      "-t in a cluster",
      typed("pip -q install -Ut /usr/lib/python3/dist-packages -r r.txt requests"),
      "pyguard venv && pip -q install -U -r r.txt requests",
    ],
    [
      "--target cut short",
      typed("pip install --ta=/usr/lib/python3/dist-packages --pre requests"),
      "pyguard venv && pip install --pre requests",
    ],
    [
      "a value that looks like an option",
      typed("pip install --log --target requests"),
      "pyguard venv && pip install --log --target requests",
    ],
    [
      "another Python",
      typed("pip --python /usr/bin/python3 install requests"),
      "pyguard venv && pip install requests",
    ],
    [
      "--no-user",
      typed("pip install --no-user requests"),
      "pyguard venv && pip install --no-user requests",
    ],
    [
      "--prefix of the system's Python",
      typed("pip install --prefix=/usr requests"),
      "pyguard venv && pip install requests",
    ],
    [
      "setup.py with a prefix",
      typed("python setup.py install --prefix /usr"),
      "pyguard venv && python setup.py install",
    ],
    [
      "a version in the name",
      typed("pip3.9 install requests"),
      "pyguard venv --python 3.9 && pip3.9 install requests",
    ],
    [
      "python -m pip",
      typed("python3.11 -m pip install requests"),
      "pyguard venv --python 3.11 && python3.11 -m pip install requests",
    ],
    [
      "PyPy",
      typed("pypy3 -m pip install x"),
      "pyguard venv --python pypy3 && pypy3 -m pip install x",
    ],
    ["setup.py", typed("python setup.py install"), "pyguard venv && python setup.py install"],
    [
      "an uninstall",
      typed("pip uninstall -y requests"),
      "pyguard anyway pip uninstall -y requests",
    ],
    [
      "an uninstall beside an untrusted environment",
      typed("pip uninstall requests", untrusted),
      "pyguard trust && pip uninstall requests",
    ],
  ];
