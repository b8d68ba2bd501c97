// What `pyguard daemon status` prints.

import { findOwner, isForbidden, readWhy } from "../../daemon/io/control.ts";
import { askStatus } from "../../daemon/io/hello.ts";
import type { Status } from "../../daemon/io/status.ts";
import type { Context } from "../context.ts";
import { failed } from "../exit-status.ts";

const answerMs = 1000;

export type Form = "text" | "json";

/** Status 1 when nothing answers. */
export async function showStatus(context: Context, directory: string, form: Form): Promise<void> {
  const status = await askStatus(directory, answerMs);
  if (status === null) {
    showAbsence(context, directory, form);
    context.finish(failed);
    return;
  }
  context.write(
    form === "json"
      ? `${JSON.stringify({ running: true, runtimeDirectory: directory, ...status })}\n`
      : renderStatusText(status),
  );
}

function showAbsence(context: Context, directory: string, form: Form): void {
  const owner = findOwner(directory);
  const why = readWhy(directory);
  const isOff = isForbidden(directory);
  if (form === "json") {
    const facts = { running: false, runtimeDirectory: directory, mute: owner?.pid ?? null };
    context.write(`${JSON.stringify({ ...facts, stopped: isOff, why })}\n`);
    return;
  }
  const lines = [
    owner === null
      ? "no daemon runs"
      : `process ${owner.pid} does not answer; see: pyguard daemon restart`,
    isOff ? "it was stopped by hand; see: pyguard daemon start" : "",
    why === "" ? "" : `the last start failed: ${why}`,
  ];
  context.write(`${lines.filter((line) => line !== "").join("\n")}\n`);
}

/** Lines for people. */
function renderStatusText(status: Status): string {
  const lines = [
    `pyguard ${status.version} answers your shells: process ${status.pid}, for ${renderDuration(status.ageSeconds)}, started by ${status.startedBy || "hand"}`,
    `  memory    ${Math.round(status.memoryBytes / 1024 / 1024)} MB`,
    `  shells    ${status.shells} in ${count(status.directories, "directory", "directories")}`,
    `  watching  ${status.watched} of ${count(status.watchable, "directory", "directories")}`,
    `  leaves    ${renderLeaving(status.leavesInSeconds)}`,
    status.lastError === "" ? "" : `  error     ${status.lastError}`,
  ];
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

function renderLeaving(seconds: number | null): string {
  return seconds === null
    ? "some time after the last hooked shell (idle_minutes)"
    : `in ${renderDuration(seconds)}, if no hooked shell comes`;
}

function renderDuration(seconds: number): string {
  if (seconds < 120) {
    return `${seconds} s`;
  }
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
