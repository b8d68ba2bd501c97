// A shell in a shell inherits an environment and derives its own state again.

import { cd, has, inside, leave, outside, types } from "../steps.ts";
import { interactiveArgv } from "../launch.ts";
import type { Scenario, Stage } from "../stage.ts";

const nested = types((_, { shell }: Stage) => interactiveArgv(shell).join(" "));
const replaced = types((_, { shell }: Stage) => `exec ${interactiveArgv(shell).join(" ")}`);
const exit = types("exit");

export const nestedShells: readonly Scenario[] = [
  {
    name: "a nested shell knows where it is, leaves by itself and lets the outer one be",
    // PowerShell puts its directory in front of PATH once more each time.
    shells: ["bash", "zsh", "fish"],
    projects: { proj: "trusted", next: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      nested,
      inside("proj"),
      cd("next"),
      inside("next"),
      leave(),
      outside(),
      exit,
      inside("proj"),
      leave(),
      outside(),
    ],
  },
  {
    name: "a shell that replaced itself is the same",
    shells: ["bash", "zsh", "fish"],
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      replaced,
      inside("proj"),
      types("deactivate"),
      outside(),
      leave(),
      cd("proj"),
      inside("proj"),
    ],
  },
  {
    name: "a nested PowerShell knows where it is and leaves by itself",
    shells: ["pwsh"],
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      nested,
      has("VIRTUAL_ENV", ({ path }) => `${path}/proj/.venv`),
      leave(),
      has("VIRTUAL_ENV", undefined),
      has("PYGUARD_ACTIVE", undefined),
      exit,
      inside("proj"),
    ],
  },
  {
    name: "a nested shell outside of the project leaves it",
    shells: ["bash", "zsh", "fish"],
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      types(({ cd: goes, and }, { path, shell }) =>
        and(goes(path), interactiveArgv(shell).join(" ")),
      ),
      outside(),
    ],
  },
];
