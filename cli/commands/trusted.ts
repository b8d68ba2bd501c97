// `pyguard trusted`: every environment and every Python that something was said about.

import type { Command } from "commander";
import { toText } from "../../daemon/core/bytes.ts";
import type { Consent } from "../../daemon/core/trust-record.ts";
import type { ListedPrefix } from "../../daemon/io/prefix-store.ts";
import type { Listed as ListedEnvironment } from "../../daemon/io/trust-store.ts";
import type { Context } from "../context.ts";
import { findCallingShell } from "../pip/calling-shell.ts";
import { show, takeBack } from "../trust/words.ts";
import { openWorkspace } from "../trust/workspace.ts";
import type { Shell } from "../../shells/shell.ts";

type Listed = ListedEnvironment | ListedPrefix;

/** Adds `trusted`. */
export function registerTrusted(program: Command, context: Context): void {
  program
    .command("trusted")
    .option("--json", "for programs")
    .description("list what is trusted, what is refused, and which Pythons are yours to manage")
    .action((options: { readonly json?: boolean }) =>
      run(context, options.json === true ? "json" : "text"),
    );
}

async function run(context: Context, form: "json" | "text"): Promise<void> {
  const { store, prefixes } = openWorkspace(context);
  const all: readonly Listed[] = [...(await store.list()), ...(await prefixes.list())];
  const listed = all.toSorted(byPath);
  if (form === "json") {
    context.write(`${JSON.stringify(listed.map(toJson))}\n`);
    return;
  }
  if (listed.length === 0) {
    context.write("nothing is trusted, nothing is refused\n");
  }
  const shell = findCallingShell(context);
  for (const each of listed) {
    context.write(`${toLine(each, shell)}\n`);
  }
}

function byPath(one: Listed, other: Listed): number {
  return pathOf(one) < pathOf(other) ? -1 : 1;
}

function pathOf(listed: Listed): string {
  switch (listed.kind) {
    case "trusted":
      return listed.record.path;
    case "refused":
      return listed.pair.environment;
    case "managed":
    case "unreadable":
      return listed.path;
  }
}

function toLine(listed: Listed, shell: Shell): string {
  switch (listed.kind) {
    case "trusted": {
      const { path, how, when } = listed.record;
      return `trusted   ${show(path)}  (${sayHow(how)}, ${toDay(when)})`;
    }
    case "refused":
      return `refused   ${show(listed.pair.environment)}`;
    case "managed": {
      const back = toText(shell.command(takeBack(listed.path)));
      return `managed   ${show(listed.path)}  (a Python that the guard lets pip install into; to take that back: ${back})`;
    }
    case "unreadable":
      return `unusable  ${show(listed.path)} ${listed.why}`;
  }
}

function sayHow(how: Consent): string {
  switch (how) {
    case "explicit":
      return "you said so";
    case "created":
      return "made by pyguard venv";
    case "witnessed":
      return "made in a shell";
    case "activated":
      return "activated by hand";
    case "found":
      return "found";
  }
}

function toDay(when: number): string {
  return new Date(when * 1000).toISOString().slice(0, "2026-01-31".length);
}

function toJson(listed: Listed): Readonly<Record<string, unknown>> {
  switch (listed.kind) {
    case "trusted": {
      const { path, project, how, when } = listed.record;
      return { state: "trusted", environment: toText(path), project: toText(project), how, when };
    }
    case "refused": {
      const { environment, project } = listed.pair;
      return { state: "refused", environment: toText(environment), project: toText(project) };
    }
    case "managed":
      return { state: "managed", prefix: toText(listed.path) };
    case "unreadable":
      return { state: "unreadable", file: toText(listed.path), why: listed.why };
  }
}
