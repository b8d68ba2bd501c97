// What a person reads when the guard refuses: what happened, what it would have changed, and the one line to paste.

import { asBytes, type Bytes } from "../bytes.ts";
import { showPath } from "../show-name.ts";
import { advise, installApplication, repaired } from "./message-advice.ts";
import { shortVersion } from "./message-debian.ts";
import type { Advice } from "./message-line.ts";
import { isUninstall, plainRequirements, redact } from "./message-command.ts";
import type { MessageFacts, Speech, Target } from "./message-facts.ts";
import { foldText } from "./message-marker.ts";

/** How to make and enter an environment in every shell, by those who maintain pip. */
export const guideUrl =
  "https://packaging.python.org/en/latest/guides/installing-using-pip-and-virtual-environments/";

const ownLimit = 8;
const allLimit = 10;

/** The refusal, ready for stderr; the distributor's own words first where nobody read them yet. */
export function sayRefusal(facts: MessageFacts, speech: Speech): Bytes {
  const own = isUninstall(facts.argv) ? sayKept(facts, speech) : sayNotInstalled(facts, speech);
  const { marker } = facts;
  const isShown = marker !== null && marker.isNew && marker.text !== "";
  const theirs = isShown ? foldText(marker.text, allLimit - own.length) : [];
  return asBytes([...theirs, ...own].join("\n"));
}

function sayNotInstalled(facts: MessageFacts, speech: Speech): readonly Bytes[] {
  const advice = advise(facts, speech);
  const fixed = [
    `pyguard: nothing was installed. ${sayWhy(facts)}`,
    ...sayTarget(facts, "This pip writes to"),
    `  ${advice.title}`,
    `      ${advice.line}`,
    ...sayThen(advice),
    ...(advice.byHand === "" ? [] : [`  The same by hand:   ${advice.byHand}`]),
  ];
  const last = sayLast(facts, speech, "Into the shared one after all");
  const room = ownLimit - fixed.length - last.length;
  return [...fixed, ...sayExtras(facts, { speech, advice }).slice(0, room), ...last].map(asBytes);
}

function sayThen({ afterwards }: Advice): readonly string[] {
  return afterwards === "" ? [] : [`  Then the same again:   ${afterwards}`];
}

function sayWhy(facts: MessageFacts): string {
  const { decision, target, frozenReason } = facts;
  if (decision.rule === "K2-user-site") {
    return sayUserSite(target);
  }
  const lack = sayLack(facts);
  if (lack !== null && target !== null) {
    return `Your active environment ${lack} belongs to ${showPath(target.path)}.`;
  }
  if (decision.rule === "K11-implicit-user" && target !== null) {
    return sayUnasked(target);
  }
  return decision.kind === "conda-frozen" && frozenReason !== ""
    ? `This environment is frozen: ${frozenReason}`
    : "Packages go into a project's own environment, not into a shared Python.";
}

/** Why not the environment that is active, as far as "this one". */
function sayLack({ active, missed }: MessageFacts): string | null {
  if (active !== null) {
    return `${showPath(active.path)} has ${active.hasPip ? "another" : "no"} pip; this one`;
  }
  return missed === null ? null : `${showPath(missed)} is gone, or was moved; this pip`;
}

function sayUserSite(target: Target | null): string {
  return `--user packages go to one place that ${sayPythons(target)} of this account loads first, conda's too.`;
}

/** Nobody asked for the account's own packages, and the Python itself is not what would change. */
function sayUnasked(target: Target): string {
  return `You cannot write to the packages of ${showPath(target.path)} (${target.phrase}), so pip would use the account's own, which ${sayPythons(target)} loads first, conda's too.`;
}

function sayPythons(target: Target | null): string {
  const version = shortVersion(target?.version ?? null);
  return version === null ? "every Python" : `every Python ${version}`;
}

function sayTarget({ target, decision }: MessageFacts, what: string): readonly string[] {
  if (target === null) {
    return [];
  }
  if (decision.rule === "K2-user-site" || decision.rule === "K11-implicit-user") {
    return [
      `  This would write to  ${showPath(target.userBase)} (this account's own; it outlives every environment)`,
    ];
  }
  const broken =
    target.broken === null
      ? ""
      : `; ${showPath(target.broken)} is no whole environment, so it is not asked`;
  return [`  ${what}  ${showPath(target.path)} (${target.phrase}${broken})`];
}

type Said = { readonly speech: Speech; readonly advice: Advice };

/** Further ways, the likelier ones first: as many are shown as fit. */
function sayExtras(facts: MessageFacts, { speech, advice }: Said): readonly string[] {
  const { decision, target, marker, tools } = facts;
  const lines: string[] = [];
  if (decision.kind === "conda-base" && target !== null) {
    const trust = speech.command(["pyguard", "trust", "--prefix", target.prefix].map(asBytes));
    lines.push(`  Base is yours to manage as you like?  ${trust}`);
  }
  const application = installApplication(facts);
  if (application !== null && advice.line !== speech.command(application)) {
    lines.push(`  As an application:  ${speech.command(application)}`);
  }
  const names = plainRequirements(facts.argv);
  if (decision.kind.startsWith("spack-") && tools.has("spack") && names !== null) {
    const packages = names.map((name) => `py-${name}`);
    const add = speech.command(["spack", "add", ...packages].map(asBytes));
    lines.push(`  With Spack:  ${speech.chain([add, asBytes("spack install")])}`);
  }
  if (marker !== null && !marker.isNew) {
    lines.push(`  Its distributor's own words:  ${showPath(marker.path)}`);
  }
  return lines;
}

function sayLast(facts: MessageFacts, speech: Speech, after: string): readonly string[] {
  const { words } = redact(facts.argv);
  const anyway = speech.command([asBytes("pyguard"), asBytes("anyway"), ...words]);
  return [`  ${after}, this once:  ${anyway}`, `  Why: pyguard explain global   ${guideUrl}`];
}

/** An uninstall that was refused: whatever it was, it is still there. */
function sayKept(facts: MessageFacts, speech: Speech): readonly Bytes[] {
  const { spot, active, argv } = facts;
  const enter = spot.kind === "untrusted" ? "pyguard trust" : "pyguard enter";
  const shown = speech.command(redact(argv).words);
  const own = speech.command(redact(repaired(facts)).words);
  const isHere = active === null && (spot.kind === "untrusted" || spot.kind === "left");
  const environment =
    active === null
      ? [
          isHere
            ? "  From the project's environment that is here:"
            : "  From a project's environment: enter it, then the same again. Out of the shared one, this once:",
          `      ${isHere ? speech.chain([asBytes(enter), own]) : `pyguard anyway ${shown}`}`,
        ]
      : ["  From your active environment:", `      ${advise(facts, speech).line}`];
  const isSaid = active === null && !isHere;
  const last = sayLast(facts, speech, "Out of the shared one after all");
  return [
    `pyguard: nothing was removed. ${sayWhy(facts)}`,
    ...sayTarget(facts, "This pip removes from"),
    ...environment,
    ...sayExtras(facts, { speech, advice: advise(facts, speech) }).slice(0, 1),
    ...(isSaid ? last.slice(1) : last),
  ].map(asBytes);
}
