// Every kind in every situation; pip's files and variables in layers; what is routed where.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import t from "tap";

import { judgePip } from "../../../../daemon/core/pip/judge-pip.ts";
import type { Kind } from "../../../../daemon/core/pip/kind.ts";
import { routeArgv } from "../../../../daemon/core/pip/route.ts";
import { allRules } from "../../../../daemon/core/pip/rules.ts";
import { facts, rule, system, variables, type Change } from "./judging.ts";

// Columns: the kind; install; uninstall; install --user; install where nothing can be written; in a container.
const matrix = `
venv              K3-isolated K3-isolated K1-pip-refuses-user-itself K3-isolated K3-isolated
tool-venv         K4-tool-env K4-tool-env K1-pip-refuses-user-itself K4-tool-env K4-tool-env
venv-system-site  K3-isolated K3-isolated K2-user-site K11-implicit-user K3-isolated
virtualenv-legacy K3-isolated K3-isolated K2-user-site K3-isolated K3-isolated
conda-env         K3-isolated K3-isolated K2-user-site K11-implicit-user K3-isolated
pixi-env          K3-isolated K3-isolated K2-user-site K11-implicit-user K3-isolated
trusted-prefix    K3-isolated K3-isolated K2-user-site K11-implicit-user K3-isolated
conda-frozen      K6-frozen K6-frozen K2-user-site K6-frozen K6-frozen
conda-base        K8-conda-base K8-conda-base K2-user-site K8-conda-base K8-conda-base
conda-em          K9-externally-managed K9-externally-managed K2-user-site K9-externally-managed K9-externally-managed
spack-view        K7-store K7-store K2-user-site K7-store K7-store
spack-store       K7-store K7-store K2-user-site K7-store K7-store
nix-store         K7-store K7-store K2-user-site K7-store K7-store
nix-env           K7-store K7-store K2-user-site K7-store K7-store
guix-store        K7-store K7-store K2-user-site K7-store K7-store
homebrew-em       K9-externally-managed K9-externally-managed K2-user-site K9-externally-managed K9-externally-managed
uv-managed-em     K9-externally-managed K9-externally-managed K2-user-site K9-externally-managed K9-externally-managed
distro-em         K9-externally-managed K9-externally-managed K2-user-site K9-externally-managed K9-externally-managed
windows-embed     K10-global K10-global K2-user-site K11-implicit-user C1-container
pyenv-global      K10-global K10-global K2-user-site K11-implicit-user C1-container
asdf              K10-global K10-global K2-user-site K11-implicit-user C1-container
mise              K10-global K10-global K2-user-site K11-implicit-user C1-container
macos-framework   K10-global K10-global K2-user-site K11-implicit-user C1-container
macos-system      K10-global K10-global K2-user-site K11-implicit-user C1-container
windows-global    K10-global K10-global K2-user-site K11-implicit-user C1-container
pypy-global       K10-global K10-global K2-user-site K11-implicit-user C1-container
distro            K10-global K10-global K2-user-site K11-implicit-user C1-container
global            K10-global K10-global K2-user-site K11-implicit-user C1-container
venv-broken       K10-global K10-global K2-user-site K11-implicit-user C1-container
hosted-notebook   G5-hosted G5-hosted G5-hosted G5-hosted G5-hosted
unknown           U1-probe-failed U1-probe-failed U1-probe-failed U1-probe-failed U1-probe-failed
pip-errors        N4-pip-errors N4-pip-errors N4-pip-errors N4-pip-errors N4-pip-errors
`;

t.test("every kind is judged for what it is", async (t) => {
  for (const line of matrix.trim().split("\n")) {
    const [name = "", ...expected] = line.split(/ +/);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table above
    const kind = name as Kind;
    const found = [
      rule("pip install x", { kind }),
      rule("pip uninstall x", { kind }),
      rule("pip install --user x", { kind }),
      rule("pip install x", { kind, writable: false }),
      rule("pip install x", { kind, container: true }),
    ];
    t.strictSame(found, expected, kind);
  }
});

t.test("layers pip's files by section first, then the variables, then the line", async (t) => {
  const files = (install: string, global: string): Change => ({
    configuration: [
      { scope: "global", sections: { install: { user: install } } },
      { scope: "user", sections: { global: { user: global } } },
    ],
  });
  t.equal(rule("pip install x", files("yes", "no")), "K2-user-site");
  t.equal(rule("pip install x", files("", "yes")), "K2-user-site");
  t.equal(rule("pip install --isolated x", files("", "yes")), "K10-global");
  t.equal(
    rule("pip install x", { ...files("yes", "no"), ...variables("PIP_USER=0") }),
    "K10-global",
  );
  t.equal(rule("pip install --no-user x", files("yes", "no")), "K10-global");
  const named: Change = {
    configuration: [
      { scope: "user", sections: { global: { user: "yes" } } },
      { scope: "named", sections: {} },
    ],
  };
  t.equal(rule("pip install x", named), "K10-global", "PIP_CONFIG_FILE shuts the user's files off");
});

t.test("python -m venv makes .venv, and nothing where something is", async (t) => {
  const command = "python3 -m venv --prompt . --system-site-packages";
  const judged = judgePip(facts(command));
  t.equal(judged.rule, "V1-venv-default");
  t.strictSame(routeArgv(judged, facts(command)), [...command.split(" "), ".venv"]);
  for (const venvHere of ["environment", "file", "other"] as const) {
    const { decision, exit } = judgePip(facts(command, { venvHere }));
    t.same({ decision, exit }, { decision: "refuse", exit: 3 }, venvHere);
  }
  t.equal(rule("python3 -m venv x", { venvHere: "environment" }), "N1-nothing-runs");
});

t.test("routes where it was asked for, and only what can move", async (t) => {
  const auto: Change = { ...system, route: "auto", projectVenv: "/p/.venv" };
  const routed = (command: string, change: Change = {}): unknown => {
    const all = facts(command, { ...auto, ...change });
    return routeArgv(judgePip(all), all)?.join(" ") ?? judgePip(all).rule;
  };
  t.equal(routed("pip install x"), "pip --python /p/.venv install x");
  t.equal(routed("python3 -Im pip -q install x"), "python3 -Im pip --python /p/.venv -q install x");
  t.equal(routed("pip install x", { pipVersion: "22.2" }), "/p/.venv/bin/python -m pip install x");
  t.equal(
    routed("pip install x", { pipVersion: "22.2", projectVenvHasPip: false }),
    "K9-externally-managed",
  );
  t.equal(routed("pip install x", { projectVenvTrusted: false }), "K9-externally-managed");
  t.equal(routed("pip install x", { projectVenv: null }), "K9-externally-managed");
  t.equal(routed("pip install x", variables("PYGUARD_ROUTE=off")), "K9-externally-managed");
  t.equal(
    routed("pip install x", { route: "off", ...variables("PYGUARD_ROUTE=1") }),
    "pip --python /p/.venv install x",
  );
  t.equal(routed("pip install --user x"), "K2-user-site");
  t.equal(routed("pip install --prefix /usr x"), "K9-externally-managed");
  t.equal(
    routed("pip --python /usr install x", { pythonKind: "distro-em" }),
    "K9-externally-managed",
  );
  t.equal(routed("python setup.py install"), "K9-externally-managed");
  t.equal(routed("pip list"), "N2-no-env-change");
});

t.test("says which interpreter it judged, and 3 only where it refuses", async (t) => {
  const judged = judgePip(facts("pip install x", { ...system, interpreter: "/usr/bin/python3" }));
  t.match(judged, {
    decision: "refuse",
    exit: 3,
    kind: "distro-em",
    interpreter: "/usr/bin/python3",
  });
  const named = judgePip(
    facts("pip --python v install x", { pythonKind: "venv", pythonInterpreter: "/p/v/bin/python" }),
  );
  t.match(named, { decision: "allow", exit: null, kind: "venv", interpreter: "/p/v/bin/python" });
});

t.test("every rule is explained in docs/guard.md", async (t) => {
  const page = readFileSync(join(import.meta.dirname, "../../../../../docs/guard.md"), "utf8");
  for (const name of allRules) {
    t.ok(page.includes(`\n| \`${name}\` `), name);
  }
});
