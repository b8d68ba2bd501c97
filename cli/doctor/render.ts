// What `pyguard doctor` prints: a few lines for each finding, nothing where there is none.

import { onlyVisible } from "../only-visible.ts";
import type { Report } from "./examine.ts";
import type { Finding } from "./finding.ts";

/** Empty where there is nothing to tell. */
export function renderReport({ findings }: Report): string {
  return findings.map(renderFinding).join("\n");
}

function renderFinding({ id, what, where, mend, note }: Finding): string {
  const notes = note === undefined ? [] : [`  note   ${note}`];
  const lines = [`${id}: ${what}`, `  where  ${where}`, `  mend   ${mend}`, ...notes, ""];
  return lines.map(onlyVisible).join("\n");
}

/** One line, schema 1, always with the same keys. */
export function renderJson({ findings, pythons }: Report): string {
  const told = findings.map(({ id, what, where, mend, note = "", names = [] }) => ({
    id,
    what,
    where,
    mend,
    note,
    names,
  }));
  return `${JSON.stringify({ schema: 1, findings: told, pythons })}\n`;
}
