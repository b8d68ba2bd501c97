// conda's own installation and its environments, and the line to paste where conda can enter one and where it cannot.

import { asBytes, fromText } from "../../../../daemon/core/bytes.ts";
import type { MessageFacts } from "../../../../daemon/core/pip/message-facts.ts";
import { unsearched, untrusted } from "./message-places.ts";
import { debians, refuse, typed, withTools } from "./message-setup.ts";

export const base = refuse("K8-conda-base", "conda-base");
export const conda = {
  ...debians,
  path: asBytes("/opt/conda/bin/python3.12"),
  prefix: asBytes("/opt/conda"),
};

export const ofConda: readonly (readonly [place: string, facts: MessageFacts, paste: string])[] = [
  [
    "conda's base",
    typed("pip install requests", {
      decision: base,
      target: conda,
      ...withTools("conda", "conda activate"),
    }),
    "conda create -n app python pip && conda activate app && pip install requests",
  ],
  [
    "conda's base at home",
    typed("pip install requests", {
      decision: base,
      target: conda,
      ...withTools("conda", "conda activate"),
      ...unsearched,
    }),
    "conda create -n my-project python pip && conda activate my-project && pip install requests",
  ],
  [
    "conda's base with a name that conda would not take",
    typed("pip install x", {
      decision: base,
      target: conda,
      ...withTools("mamba", "conda activate"),
      directory: fromText("/p/Mein Projekt!"),
    }),
    "mamba create -n Mein-Projekt python pip && mamba activate Mein-Projekt && pip install x",
  ],
  [
    "conda's base, and its environment for this place is there",
    typed("pip install requests", {
      decision: base,
      target: conda,
      hasCondaEnvironment: true,
      ...withTools("conda", "conda activate"),
    }),
    "conda activate app && pip install requests",
  ],
  [
    "conda's base in a shell that conda is not set up in",
    typed("pip install requests", { decision: base, target: conda, ...withTools("conda") }),
    "pyguard venv && pip install requests",
  ],
  [
    "a marked environment of conda's that is activated",
    typed("pip install requests", {
      decision: refuse("K9-externally-managed", "conda-em"),
      kept: "conda",
      ...withTools("conda", "conda activate"),
    }),
    "conda create -n app python pip && conda activate app && pip install requests",
  ],
  [
    "the same, and an untrusted environment here",
    typed("pip install requests", {
      decision: refuse("K9-externally-managed", "conda-em"),
      kept: "conda",
      ...untrusted,
      ...withTools("conda", "conda activate"),
    }),
    "conda deactivate && pyguard trust && pip install requests",
  ],
  [
    "a frozen one that is called like this directory, which conda would offer to remove",
    typed("pip install requests", {
      decision: refuse("K6-frozen", "conda-frozen"),
      target: { ...conda, prefix: asBytes("/opt/conda/envs/app") },
      kept: "conda",
      ...withTools("conda", "conda activate"),
    }),
    "conda create -n app-2 python pip && conda activate app-2 && pip install requests",
  ],
  [
    "an environment that was activated by hand and is gone",
    typed("pip install requests", { kept: "venv" }),
    "deactivate && pyguard venv && pip install requests",
  ],
  [
    "conda's base without conda",
    typed("pip install requests", { decision: base, target: conda }),
    "pyguard venv && pip install requests",
  ],
  [
    "conda's base, and an untrusted environment here",
    typed("pip install requests", {
      decision: base,
      target: conda,
      ...withTools("conda", "conda activate"),
      ...untrusted,
    }),
    "pyguard trust && pip install requests",
  ],
];
