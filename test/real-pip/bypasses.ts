// What skips pip's own check of a marked Python (PEP 668): by the option being there, wherever it leads.

import { join } from "node:path";
import { allowed, refused } from "./kinds.ts";
import { phraseOf, type Row } from "./row.ts";
import type { Places } from "./spec-exceptions.ts";

const says = phraseOf("distro-em");

export function bypassRows(places: Places): readonly Row[] {
  const { yard } = places;
  const own = { prefix: yard.prefix("marked"), site: yard.site("marked") };
  const debian = { prefix: "/usr", site: "/usr/lib/python3/dist-packages" };
  return [
    ...leadInside("marked", own, {}),
    ...leadToPackages("marked", own, { needs: ["upstream"] }),
    ...leadInside("debian", debian, { needs: ["debian"] }),
    ...leadToPackages("debian", debian, { needs: ["debian"] }),
    ...linked("marked", own),
    ...local(places),
    ...saidAloud(places),
    ...leadOutside(places),
    ...leadOutsideOfDebian(places),
  ];
}

type Python = { readonly prefix: string; readonly site: string };

function leadInside(python: string, { prefix }: Python, more: Partial<Row>): readonly Row[] {
  const words = [
    "--root=",
    "--root /",
    "--root //",
    "--root ''",
    "--root /tmp/..",
    "--target=",
    "--target ''",
    "-t ''",
    "--prefix=",
    `--prefix ${prefix}`,
    `--prefix ${prefix}/`,
    `--root / --prefix ${prefix}`,
  ];
  const variables = [
    { PIP_PREFIX: prefix },
    { PIP_ROOT: "/" },
    { PIP_BREAK_SYSTEM_PACKAGES: "1" },
    { PIP_PREFIX: prefix, PIP_BREAK_SYSTEM_PACKAGES: "1" },
  ];
  const refuse = (line: string, other: Partial<Row> = {}): Row =>
    refused(python, { ...more, line, ...other });
  return [
    ...["", ...words].map((word) => refuse(`pip install ${word} requests`, { says })),
    ...variables.map((set) => refuse("pip install requests", { variables: set, says })),
    refuse("pip install --user requests"),
    refuse("pip install --prefix ~/.local requests"),
    refuse("pip uninstall -y requests", { says }),
  ];
}

/** Where packages are already. A copy of Debian's Python has them where only Debian's own has. */
function leadToPackages(
  python: string,
  { prefix, site }: Python,
  more: Partial<Row>,
): readonly Row[] {
  const below = site.slice(prefix.length + 1);
  const lines = [site, `${site}/more`, `${prefix}/bin/../${below}`].map(
    (target) => `pip install --target ${target} requests`,
  );
  return [
    ...lines.map((line) => refused(python, { ...more, line, says })),
    refused(python, { ...more, variables: { PIP_TARGET: site }, says }),
  ];
}

/** Links on the way, and to what is there already. */
function linked(python: string, { prefix, site }: Python): readonly Row[] {
  const by = (target: string, line: string, needs: Row["needs"] = []): Row =>
    refused(python, {
      needs,
      name: `${python} ${line} -> ${target}`,
      before: [`ln -s ${target} link`],
      line: `pip install ${line} requests`,
      makes: /\/place\/link$/,
      says,
    });
  return [
    by(site, "--target link", ["upstream"]),
    by(prefix, `--target link/${site.slice(prefix.length + 1)}/more`, ["upstream"]),
    by(prefix, "--prefix link"),
    by("/", "--root link"),
  ];
}

/** Debian sends what pip installs to /usr/local. */
function local({ empty }: Places): readonly Row[] {
  const needs = ["debian"] as const;
  const configuration = "[install]\nprefix = /usr\n";
  return [
    refused("debian", {
      files: { [join(empty, "pip.conf")]: configuration },
      variables: { PIP_CONFIG_FILE: join(empty, "pip.conf") },
      says,
      needs,
    }),
    refused("venv", { variables: { PIP_PYTHON: "/usr/bin/python3" }, says, needs }),
    // In a directory pip looks for `bin/python`, which Debian has not.
    allowed("venv", undefined, { line: "pip --python /usr install requests", status: 1, needs }),
    refused("debian", { line: "python3 -Im pip install --root / requests", says, needs }),
    refused("debian", { line: "pip install --prefix /usr/local requests", says, needs }),
    // On Debian /lib is a link to /usr/lib.
    refused("debian", { line: "pip install -t /lib/python3/dist-packages requests", says, needs }),
    refused("debian", { variables: { PIP_PREFIX: "/usr/local" }, says, needs }),
    refused("debian", { line: "pip3 install --root / requests", says, needs }),
    refused("debian", { line: "python3 -m pip install --root= requests", says, needs }),
  ];
}

function saidAloud({ yard }: Places): readonly Row[] {
  const own = yard.site("marked");
  return [
    allowed("marked", own, { line: "pip install --break-system-packages requests" }),
    allowed("marked", own, {
      line: "pyguard anyway pip install requests",
    }),
    // With this set nothing but an environment is written to; "after all" means this Python all the same.
    ...["PIP_REQUIRE_VIRTUALENV", "PIP_REQUIRE_VENV"].map((name) =>
      allowed("marked", own, {
        line: "pyguard anyway pip install requests",
        variables: { [name]: "1" },
      }),
    ),
    allowed("marked", undefined, { variables: { PYGUARD_ALLOW_GLOBAL: "1" }, status: 1 }),
    allowed("marked", own, { variables: { PYGUARD_ALLOW_GLOBAL: "1", PIP_ROOT: "/" } }),
  ];
}

function leadOutside({ yard, empty }: Places): readonly Row[] {
  const { out, base } = yard;
  return [
    allowed("marked", join(out, "target"), { line: `pip install --target ${out}/target requests` }),
    allowed("marked", join(empty, "vendor"), { line: "pip install -t vendor requests" }),
    allowed("marked", join(out, "behind"), {
      name: "marked pip install --target link, which leads elsewhere",
      before: [`mkdir ${out}/behind`, `ln -s ${out}/behind link`],
      line: "pip install --target link requests",
      makes: /\/place\/link$/,
    }),
    allowed("marked", join(out, "root", yard.site("marked")), {
      line: `pip install --root ${out}/root requests`,
    }),
    allowed("marked", join(out, "prefix", base.site), {
      line: `pip install --prefix ${out}/prefix requests`,
    }),
    allowed("marked", join(out, "both", "/opt", base.site), {
      line: `pip install --root ${out}/both --prefix /opt requests`,
    }),
    allowed("marked", join(out, "t"), { variables: { PIP_TARGET: join(out, "t") } }),
  ];
}

/** Its own pip writes there only; the world keeps the rest from it. */
function leadOutsideOfDebian({ yard: { out } }: Places): readonly Row[] {
  const needs = ["debian", "world"] as const;
  const own = "lib/python3.11/dist-packages";
  return [
    allowed("debian", join(out, "target"), {
      line: `pip install --target ${out}/target requests`,
      needs,
    }),
    allowed("debian", join(out, "root/usr/local", own), {
      line: `pip install --root ${out}/root requests`,
      needs,
    }),
    allowed("debian", join(out, "prefix/local", own), {
      line: `pip install --prefix ${out}/prefix requests`,
      needs,
    }),
  ];
}
