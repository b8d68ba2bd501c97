// The Python for a new environment, and the words for which one and why, or why none.

import { fromText, toText } from "../../daemon/core/bytes.ts";
import { showRequest, type PythonRequest } from "../../daemon/core/python-request.ts";
import { sayNotRun } from "../../daemon/core/words-for-runnable.ts";
import type { Release } from "../../daemon/core/requires-python.ts";
import {
  findPython,
  type Failed,
  type FoundPython,
  type Maker,
} from "../../daemon/io/find-python.ts";
import { isDebian, isRoot } from "../../daemon/io/make-environment.ts";
import { isAdministrator } from "../../daemon/io/pip/administrator.ts";
import { findCommand } from "../../daemon/io/pip/find-command.ts";
import { hasPackageLists } from "../../daemon/io/pip/look-around.ts";
import type { Project } from "../../daemon/io/read-project.ts";
import type { Context } from "../context.ts";
import { openPatientEyes } from "../patient-eyes.ts";
import { show } from "../trust/words.ts";
import type { Workspace } from "../trust/workspace.ts";
import type { VenvArguments } from "./parse-arguments.ts";

export type Choice =
  | { readonly kind: "python"; readonly maker: Maker; readonly why: string }
  | { readonly kind: "none"; readonly line: string };

export type Choosing = {
  readonly context: Context;
  readonly workspace: Workspace;
  readonly asked: VenvArguments;
  readonly project: Project;
};

/** The one that was asked for, else the one that the project wants, else the first that can make environments. */
export async function choosePython(choosing: Choosing): Promise<Choice> {
  const { context, workspace, asked, project } = choosing;
  const needsPip = !asked.options.includes("--without-pip");
  const wanted = { python: asked.python, needsPip, ...project };
  const found = await findPython(wanted, context, workspace);
  switch (found.kind) {
    case "found":
      return { kind: "python", maker: found.maker, why: sayWhy(found, choosing) };
    case "lacking":
      return { kind: "none", line: await sayLacking(found.maker, context) };
    case "none":
      return { kind: "none", line: await sayNone(found, choosing) };
  }
}

type Found = Extract<FoundPython, { readonly kind: "found" }>;

/** Why this one, for the line that says so; empty where there was nothing to choose by. */
function sayWhy({ because, lacking, failed }: Found, { asked, project }: Choosing): string {
  const passed = lacking.map((maker) => `${show(maker.file)} cannot make environments`);
  // Where it lies may well keep it out; that it does not start is news.
  if (failed !== null && typeof failed.why === "string") {
    passed.push(`${show(failed.file)} is not taken: ${failed.why}`);
  }
  const words = {
    asked: `you asked for ${show(fromText(asked.python))}`,
    preferred: saysPreferred(project.preferred),
    near: `${saysPreferred(project.preferred)}, and this is the nearest here`,
    required: `pyproject.toml wants ${project.requires}`,
    first: "",
  };
  return [words[because], ...passed].filter((part) => part !== "").join("; ");
}

function saysPreferred(preferred: PythonRequest | null): string {
  return preferred === null ? "" : `.python-version says ${showRequest(preferred)}`;
}

/** Told before anything is made, so that nothing half-made is left. */
async function sayLacking(
  { file, release: [major, minor] }: Maker,
  context: Context,
): Promise<string> {
  if (!isDebian() || !file.startsWith("/usr/bin/")) {
    return `${show(file)} has no ensurepip, so no pip would come into an environment; another one: pyguard venv --python WHICH`;
  }
  const name = `python${major}.${minor}-venv`;
  if (isRoot() || (await mayUseSudo(context))) {
    const steps = (await hasPackageLists(openPatientEyes())) ? [] : ["apt update"];
    const line = [...steps, `apt install ${name}`].map((step) =>
      isRoot() ? step : `sudo ${step}`,
    );
    return `${show(file)} cannot make environments yet; first: ${line.join(" && ")}`;
  }
  return `${show(file)} cannot make environments before an administrator installs ${name}; one without pip: pyguard venv --without-pip`;
}

async function mayUseSudo(context: Context): Promise<boolean> {
  return (await hasCommand("sudo", context)) && (await isAdministrator(openPatientEyes()));
}

type None = Extract<FoundPython, { readonly kind: "none" }>;

async function sayNone({ seen, failed, why }: None, choosing: Choosing): Promise<string> {
  const { python } = choosing.asked;
  if (why !== null) {
    return `${show(fromText(python))} is not taken: ${sayFailed(why)}`;
  }
  const wish = sayWish(choosing);
  const name = "name one: pyguard venv --python WHICH";
  const none =
    failed === null
      ? "there is no python3 on PATH"
      : `${show(failed.file)} is not taken: ${sayFailed(failed.why)}`;
  if (wish === "") {
    return `${none}; install one, or ${name}`;
  }
  const versions = seen.map(showRelease).join(", ");
  const here = versions === "" ? none : `here are only ${versions}`;
  return `${wish}, and ${here}; ${await sayInstall(choosing)}, or ${name}`;
}

function sayWish({ asked, project }: Choosing): string {
  if (asked.python !== "") {
    return `you asked for ${show(fromText(asked.python))}`;
  }
  const { preferred, requires } = project;
  const wishes = [
    saysPreferred(preferred),
    requires === "" ? "" : `pyproject.toml wants Python ${requires}`,
  ];
  return wishes.filter((wish) => wish !== "").join(", ");
}

function showRelease(release: Release): string {
  return release.join(".");
}

function sayFailed(why: Failed["why"]): string {
  return typeof why === "string" ? why : toText(sayNotRun(why));
}

/** With the manager that is here, where one is. */
async function sayInstall({ asked, project, context }: Choosing): Promise<string> {
  const request = asked.python === "" ? project.preferred : null;
  const version = request === null ? asked.python : showRequest(request);
  if (!/^\d+\.\d+(\.\d+)?$/.test(version)) {
    return "install one that fits";
  }
  for (const [tool, command] of installers) {
    if (await hasCommand(tool, context)) {
      return `first: ${command} ${version}`;
    }
  }
  return "install one that fits";
}

const installers = [
  ["uv", "uv python install"],
  ["pyenv", "pyenv install"],
] as const;

async function hasCommand(name: string, { environment, directory, home }: Context) {
  const path = environment.get("PATH") ?? fromText("");
  const caller = { directory, home, variables: environment, search: { path, directory, skip: [] } };
  return (await findCommand(fromText(name), { ...caller, eyes: openPatientEyes() })) !== null;
}

/** `3.12.1`, for people. */
export function showVersion({ implementation, release }: Maker): string {
  const name = implementation === "cpython" ? "Python" : toText(fromText(implementation));
  return `${name} ${showRelease(release)}`;
}
