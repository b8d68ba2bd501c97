// One fault in a machine that is well, one finding: the account's own packages, seen by a real Python.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeMachine } from "./machine.ts";
import { findEach, type Fault } from "./one-fault.ts";
import { install, linkPip, makeHere, real, type Here } from "./pythons.ts";

const faults: readonly Fault<Here>[] = [
  { name: "nothing", spoil: () => {}, finds: () => [] },
  {
    name: "the same package twice",
    spoil: ({ site, theirs }) => {
      install(theirs, { name: "PyYAML", version: "6.0.1", modules: { yaml: "" } });
      install(site, { name: "pyyaml", version: "5.4", modules: { yaml: "" } });
    },
    finds: ({ site, theirs, program }) => [
      {
        id: "user-site-shadows",
        what: `your own pyyaml 5.4 hides the pyyaml 6.0.1 of ${program}`,
        where: `${site} and ${theirs}`,
        mend: `rm -r -- ${site}/yaml ${site}/pyyaml-5.4.dist-info`,
        names: ["pyyaml"],
      },
    ],
  },
  {
    name: "the same package twice, and a pip to remove it with",
    spoil: ({ site, theirs }) => {
      linkPip(theirs);
      install(theirs, { name: "PyYAML", version: "6.0.1", modules: { yaml: "" } });
      install(site, { name: "PyYAML", version: "5.4", modules: { yaml: "" } });
    },
    finds: ({ program }) => [
      {
        id: "user-site-shadows",
        mend: `pyguard anyway ${program} -m pip uninstall pyyaml`,
      },
    ],
  },
  {
    name: "the user site is switched off",
    spoil: ({ site, theirs }) => {
      install(theirs, { name: "PyYAML", version: "6.0.1", modules: { yaml: "" } });
      install(site, { name: "pyyaml", version: "5.4", modules: { yaml: "" } });
      return { environment: { PYTHONNOUSERSITE: "1" } };
    },
    finds: () => [],
  },
  {
    name: "PYTHONNOUSERSITE=0 switches nothing off",
    spoil: ({ site }) => {
      install(site, { name: "requests", version: "2.0", modules: { requests: "" } });
      return { environment: { PYTHONNOUSERSITE: "0" } };
    },
    finds: () => [{ id: "user-site-leaks" }],
  },
  {
    name: "two packages with one module",
    spoil: ({ site, theirs }) => {
      install(theirs, { name: "pycrypto", version: "2.6", modules: { Crypto: "", nothing: "" } });
      install(theirs, { name: "alias", version: "1", modules: { alias: "" } });
      install(site, { name: "pycryptodome", version: "3.20", modules: { Crypto: "" } });
      install(site, { name: "alias", version: "1", modules: { alias: "" } });
      return { ignored: ["alias", "user-site-leaks"] };
    },
    finds: ({ site, theirs }) => [
      {
        id: "user-site-clash",
        what: "your own pycryptodome 3.20 brings a module Crypto, which pycrypto 2.6 brings, too",
        where: `${site} and ${theirs}`,
      },
    ],
  },
  {
    name: "a namespace is nobody's alone",
    spoil: ({ site, theirs }) => {
      install(theirs, { name: "google-auth", version: "2.0", modules: { google: null } });
      install(site, { name: "google-cloud", version: "3.0", modules: { google: null } });
      return { ignored: ["user-site-leaks"] };
    },
    finds: () => [],
  },
  {
    name: "packages that only this account has",
    spoil: ({ site }) => {
      install(site, { name: "Requests", version: "2.31.0", modules: { requests: "" } });
      install(site, { name: "meant", version: "1.0", modules: { meant: "" } });
      return { ignored: ["Meant"] };
    },
    finds: ({ site }) => [
      {
        id: "user-site-leaks",
        what: new RegExp(`^every ${real?.name ?? ""} sees your own requests 2\\.31\\.0: `),
        where: site,
        names: ["requests"],
      },
    ],
  },
  {
    name: "code at every start",
    spoil: ({ site }) => {
      fs.mkdirSync(site, { recursive: true });
      fs.writeFileSync(join(site, "usercustomize.py"), "");
      fs.writeFileSync(join(site, "hook.pth"), "import os\n");
      fs.writeFileSync(join(site, "plain.pth"), "# nothing\n");
    },
    finds: ({ site }) => [
      { id: "user-site-code", where: join(site, "hook.pth") },
      { id: "user-site-code", mend: `rm -r -- ${site}/usercustomize.py` },
    ],
  },
  {
    name: "links to working copies",
    spoil: ({ site, path }) => {
      install(site, {
        name: "mine",
        version: "0.1",
        modules: {},
        files: { "direct_url.json": '{"dir_info": {"editable": true}}' },
      });
      fs.writeFileSync(join(site, "__editable__.pth"), `${path}/src\n`);
      return { ignored: ["user-site-leaks"] };
    },
    finds: ({ site }) => [
      { id: "user-site-editable", where: join(site, "__editable__.pth") },
      { id: "user-site-editable", where: join(site, "mine-0.1.dist-info"), names: ["mine"] },
    ],
  },
  {
    name: "versions that are gone",
    spoil: ({ home }) => {
      install(join(home, ".local/lib/python3.1/site-packages"), {
        name: "old",
        version: "1",
        modules: { old: "" },
      });
      fs.mkdirSync(join(home, ".local/lib/python3.2/site-packages"), { recursive: true });
    },
    finds: ({ home }) => [
      {
        id: "user-site-dead",
        what: "packages of your own for python3.1, and no such Python is here any more",
        mend: `rm -r -- ${home}/.local/lib/python3.1/site-packages`,
      },
    ],
  },
  {
    name: "scripts without their Python, and of one environment",
    spoil: ({ home, path }) => {
      const bin = join(home, ".local/bin");
      fs.mkdirSync(join(path, "env/bin"), { recursive: true });
      fs.writeFileSync(join(path, "env/pyvenv.cfg"), "home = /usr/bin\n");
      fs.writeFileSync(join(path, "env/bin/python3"), "");
      fs.mkdirSync(bin, { recursive: true });
      fs.writeFileSync(join(bin, "gone"), "#!/nowhere/python3.8\n");
      fs.writeFileSync(join(bin, "inside"), `#!${path}/env/bin/python3 -s\n`);
      fs.writeFileSync(join(bin, "fine"), "#!/bin/sh\n");
      fs.writeFileSync(join(bin, "found"), "#!/usr/bin/env python3\n");
      fs.symlinkSync("gone", join(bin, "pipx-has-links"));
    },
    finds: ({ home, path }) => [
      {
        id: "user-scripts",
        what: "its Python is gone: /nowhere/python3.8",
        mend: `rm -- ${home}/.local/bin/gone`,
      },
      { id: "user-scripts", what: new RegExp(`runs in one environment: ${path}/env$`) },
    ],
  },
  {
    name: "what conda installed and pip wrote over",
    spoil: ({ path }) => {
      const prefix = join(path, "conda");
      const sites = join(prefix, "lib/python3.12/site-packages");
      fs.mkdirSync(join(prefix, "conda-meta"), { recursive: true });
      const files = { files: ["lib/python3.12/site-packages/numpy/__init__.py"] };
      for (const name of ["numpy-1.26.4-py312_0", "attrs-23.1-py_0", "libfoo-1-0"]) {
        fs.writeFileSync(join(prefix, `conda-meta/${name}.json`), JSON.stringify(files));
      }
      install(sites, {
        name: "numpy",
        version: "2.0.0",
        modules: { numpy: "" },
        files: { INSTALLER: "pip\n" },
      });
      install(sites, {
        name: "attrs",
        version: "23.1",
        modules: { attrs: "" },
        files: { INSTALLER: "conda\n" },
      });
      install(sites, {
        name: "rich",
        version: "1.0",
        modules: { rich: "" },
        files: { INSTALLER: "pip\n" },
      });
      return { environment: { CONDA_PREFIX: prefix } };
    },
    finds: ({ path }) => [
      {
        id: "conda-replaced",
        what: "pip wrote numpy 2.0.0 over the one that conda installed",
        mend: `conda install --force-reinstall -p ${path}/conda numpy`,
      },
    ],
  },
  {
    name: "who writes there",
    spoil: ({ home }) => {
      fs.mkdirSync(join(home, ".config/pip"), { recursive: true });
      fs.writeFileSync(join(home, ".config/pip/pip.conf"), "[install]\nuser = yes\n");
      return { environment: { PIP_USER: "1" } };
    },
    finds: () => [
      { id: "user-installs", where: "PIP_USER=1", mend: "unset PIP_USER" },
      { id: "user-installs", mend: "pip config --user unset install.user" },
    ],
  },
];

t.test("the account's own packages", { skip: real === null && "no Python" }, async (t) => {
  await findEach(t, faults, () => makeHere(makeMachine(t)));
});

t.test("each Python says whether it looks there", { skip: real === null }, async (t) => {
  const here = makeHere(makeMachine(t));
  install(here.site, { name: "requests", version: "2.0" });
  const { pythons } = await here.examine();
  t.match(
    pythons.find(({ interpreter }) => interpreter === here.program),
    { isOn: true, why: "on", userSite: here.site },
  );
});
