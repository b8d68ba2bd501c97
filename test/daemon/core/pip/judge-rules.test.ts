// One table of commands for each rule, and the rule that decides.

import t from "tap";

import type { Rule } from "../../../../daemon/core/pip/decision.ts";
import { rule, system, variables, type Change } from "./judging.ts";

type Case = readonly [command: string, rule: Rule, change?: Change];

const environment: Change = { kind: "venv", prefix: "/p/.venv", basePrefix: "/usr" };

/** `/p/link` leads there. */
function linkTo(place: string): Change {
  return { leads: new Map([["/p/link", place]]) };
}

const cases: Readonly<Record<string, readonly Case[]>> = {
  "gates come before everything": [
    ["pip install x", "G1-noninteractive", { interactive: false }],
    ["pip install x", "G2-off", variables("PYGUARD=0")],
    ["pip install x", "G2-off", variables("PYGUARD=OFF")],
    ["pip install x", "G2-off", { guard: false }],
    ["pip install x", "K10-global", variables("PYGUARD=on")],
    ["pip install x", "G3-pip-internal", variables("_PIP_RUNNING_IN_SUBPROCESS=1")],
    ["pip install x", "G4-ci", variables("CI=1")],
    ["pip install x", "G4-ci", variables("BUILD_ID=7")],
    ["pip install x", "G5-hosted", variables("COLAB_GPU=0")],
    ["uv add x", "G1-noninteractive", { interactive: false }],
  ],
  "pip speaks for itself where it will say no": [
    ["pip install", "N4-pip-errors"],
    ["pip uninstall -y", "N4-pip-errors"],
    ["pip install -r requirements.txt", "K10-global"],
    ["pip install -e .", "K10-global"],
    ["pip install --group dev", "K10-global"],
    ["pip install", "K10-global", variables("PIP_REQUIREMENT=r.txt")],
    ["pip install --user --target /tmp/t x", "N4-pip-errors"],
    ["pip install --user --prefix /tmp/t x", "N4-pip-errors"],
    ["pip install --target /tmp/t x", "N4-pip-errors", variables("PIP_USER=1")],
    ["pip install --target /tmp/t --prefix /tmp/p x", "N4-pip-errors"],
    ["pip install --platform any x", "N4-pip-errors"],
    ["pip install --platform any --target /tmp/t x", "D1-outside-destination"],
    ["pip install --platform any --dry-run x", "N3-dry-run"],
    ["pip install x", "N4-pip-errors", variables("PIP_USER=maybe")],
    ["pip list", "N4-pip-errors", variables("PIP_RETRIES=often")],
    ["pip install x", "N4-pip-errors", { configurationBroken: true }],
    ["pip install --python .venv x", "K10-global", { pipVersion: "23.1.2" }],
    ["pip install --dry-run x", "N4-pip-errors", { pipVersion: "22.1" }],
    ["pip uninstall --root warn x", "K10-global"],
    ["pip uninstall --root /tmp x", "N4-pip-errors"],
  ],
  "nothing runs, or nothing changes": [
    ["pip", "N1-nothing-runs"],
    ["pip help", "N1-nothing-runs"],
    ["pip --help install x", "N1-nothing-runs"],
    ["pip -V install x", "N1-nothing-runs"],
    ["pip install x --help", "N1-nothing-runs"],
    ["pip install x -qh", "N1-nothing-runs"],
    ["pip install -- -h", "K10-global"],
    ["pip wheel x", "N2-no-env-change"],
    ["pip config set global.user true", "N2-no-env-change"],
    ["pip install x", "N3-dry-run", variables("PIP_DRY_RUN=1")],
    ["pip install --user --dry-run x", "N3-dry-run", system],
    ["pip install x", "K10-global", variables("PIP_VERSION=1", "PIP_HELP=1")],
  ],
  "a destination counts by where it leads": [
    ["pip install --root /tmp/r x", "D1-outside-destination", system],
    ["pip install --root /../. x", "K9-externally-managed", system],
    ["pip install --root= --target /tmp/t x", "D1-outside-destination", system],
    ["pip install --target= x", "K9-externally-managed", system],
    ["pip install --prefix= x", "K9-externally-managed", system],
    ["pip install --prefix /usr/ x", "K9-externally-managed", system],
    ["pip install --prefix /opt/../usr x", "K9-externally-managed", system],
    ["pip install --prefix /usr/extra x", "D1-outside-destination", system],
    ["pip install --prefix /usrlocal x", "D1-outside-destination", system],
    ["pip install --prefix ../usr x", "K9-externally-managed", system],
    [
      "pip install --target lib x",
      "K10-global",
      { directory: "/usr/local", siteDirs: ["/usr/local/lib"] },
    ],
    ["pip install --target . x", "D1-outside-destination"],
    ["pip install --prefix link x", "K9-externally-managed", { ...system, ...linkTo("/usr") }],
    ["pip install --root link x", "K9-externally-managed", { ...system, ...linkTo("/") }],
    ["pip install --target link x", "D1-outside-destination", { ...system, ...linkTo("/tmp") }],
    ["pip install --prefix link x", "K2-user-site", linkTo("/home/u/.local")],
    ["pip install --target /home/u/.local/lib/python3.12/site-packages x", "K2-user-site"],
    ["pip install --target ~/.local/lib/python3.12/site-packages/vendor x", "K2-user-site"],
    ["pip install --prefix ~/.local/ x", "K2-user-site", environment],
    ["pip install --prefix /usr x", "K10-global", environment],
    ["pip install --prefix /p/.venv x", "K3-isolated", environment],
    ["pip install -t /tmp/t x", "D1-outside-destination", variables("PIP_ROOT=/")],
    ["pip install x", "K10-global", variables("PIP_ROOT_PATH=/tmp/r")],
  ],
  "opting out is said, and by the one who types": [
    ["pip install x", "O1-allow-global", variables("PYGUARD_ALLOW_GLOBAL=on")],
    ["pip install x", "K10-global", variables("PYGUARD_ALLOW_GLOBAL=0")],
    ["pip uninstall --break-system-packages x", "O2-break-system-packages-cli", system],
    ["pip install x", "O3-require-virtualenv-false", variables("PIP_REQUIRE_VENV=no")],
    ["pip install --require-venv x", "K10-global", variables("PIP_REQUIRE_VENV=no")],
    ["pip install --isolated x", "K10-global", variables("PIP_REQUIRE_VENV=no")],
    ["pip install --isol x", "O3-require-virtualenv-false", variables("PIP_REQUIRE_VENV=no")],
    ["pip install x", "O4-managed-marker", { managedMarker: true }],
    ["pip install x", "G6-min-python", { minPython: "3.13", pythonVersion: "3.12.9" }],
    ["pip install x", "K10-global", { minPython: "3.13", pythonVersion: "3.13.0" }],
    ["pip install x", "K10-global", { minPython: "3.9", pythonVersion: "3.10.1" }],
  ],
  "the user site, asked for or not": [
    ["pip install x", "K2-user-site", variables("PIP_USER=0", "PIP_NO_USER=1")],
    ["pip install x", "K10-global", variables("PIP_NO_USER=1", "PIP_USER=0")],
    ["pip install --isolated x", "K10-global", variables("PIP_USER=1")],
    ["pip install x", "K10-global", { writable: false, userSiteEnabled: false }],
    ["pip install --no-user x", "K10-global", { writable: false }],
    ["pip install --prefix /usr/local x", "K10-global", { writable: false }],
    ["pip install --root / x", "K11-implicit-user", { writable: false }],
    ["pip install x", "K11-implicit-user", { writable: false, container: true }],
    ["pip uninstall x", "K10-global", { writable: false }],
    ["pip uninstall x", "K10-global", variables("PIP_USER=1")],
  ],
  "--python chooses what is judged": [
    ["pip --python .venv install x", "K3-isolated", { pythonKind: "venv" }],
    ["pip --python .venv install x", "U1-probe-failed"],
    ["pip --python nowhere install x", "N4-pip-errors", { pythonKind: "pip-errors" }],
    ["pip install x", "K3-isolated", { ...variables("PIP_PYTHON=.venv"), pythonKind: "venv" }],
    [
      "pip --isolated install x",
      "K3-isolated",
      { ...variables("PIP_PYTHON=.venv"), pythonKind: "venv" },
    ],
    ["pip --python= install x", "K10-global", { pythonKind: "venv" }],
  ],
  "an environment with something to say": [
    ["pip install x", "K5-other-venv", { kind: "conda-env", activeMismatch: true }],
    ["pip install x", "K4-tool-env", { kind: "tool-venv", activeMismatch: true }],
    ["pip --require-venv install x", "K3-conda-env+pip-will-refuse", { kind: "pixi-env" }],
    ["pip --require-venv install x", "K3-isolated", { kind: "venv-system-site" }],
    ["pip --require-venv list", "N2-no-env-change", { kind: "conda-env" }],
  ],
  "not pip, and an installer all the same": [
    ["python -m ensurepip --user", "K2-user-site"],
    ["python -m ensurepip --user", "K1-pip-refuses-user-itself", { kind: "venv" }],
    ["python -m ensurepip --root /tmp/r", "D1-outside-destination"],
    ["python -m ensurepip --root /", "E1-ensurepip"],
    ["python -m ensurepip", "E1-ensurepip", { writable: false, container: true }],
    ["python -m ensurepip", "E1-ensurepip", variables("PIP_USER=1")],
    ["python -m ensurepip --upg --altin -vv", "E1-ensurepip", system],
    ["python -m ensurepip --bogus", "N1-nothing-runs"],
    ["python -m ensurepip -h", "N1-nothing-runs"],
    ["python setup.py install --prefix=/tmp/p", "D1-outside-destination"],
    ["python setup.py install --prefix /usr/local", "K10-global"],
    ["python setup.py install --root /tmp/r --record x", "D1-outside-destination"],
    ["python setup.py install --home ~/h", "D1-outside-destination"],
    ["python setup.py install --install-lib /tmp/l", "D1-outside-destination"],
    ["python setup.py install --install-scripts /tmp/s", "K10-global"],
    ["python setup.py build -j 2 install", "K10-global"],
    ["python setup.py -q build_ext --inplace install --user", "K2-user-site"],
    ["python setup.py -n install", "N3-dry-run"],
    ["python setup.py install --help", "N1-nothing-runs"],
    ["python setup.py --version install", "N1-nothing-runs"],
    ["python setup.py", "N1-nothing-runs"],
    ["python setup.py develop -d /tmp/d", "D1-outside-destination"],
    ["python setup.py develop --uninstall", "K10-global"],
    ["python setup.py sdist bdist_wheel", "N2-no-env-change"],
    ["easy_install -d /tmp/d x", "D1-outside-destination"],
    ["easy_install x -d /tmp/d", "K10-global"],
    ["easy_install --version", "N1-nothing-runs"],
    ["easy_install-3.9 x", "K10-global"],
    ["python -m easy_install x", "K9-externally-managed", system],
    [
      "python setup.py install",
      "K10-global",
      variables("PIP_REQUIRE_VIRTUALENV=0", "PIP_TARGET=/t"),
    ],
  ],
};

for (const [name, group] of Object.entries(cases)) {
  t.test(name, async (t) => {
    for (const [command, expected, change] of group) {
      t.equal(rule(command, change), expected, command);
    }
  });
}
