// What was allowed without a word is allowed again at once, while every file that decided it is the same.

import type { Question } from "../wire/question.ts";
import { createAnswerPip } from "./answer-pip.ts";
import type { PipPorts } from "./pip-ports.ts";
import type { AnswerPip, Entered, PipAnswer } from "./ports.ts";

/** Gives what `conclude` gives by ports that note what was looked at, or gave when the same key was asked. */
export type Together = <T>(
  key: readonly string[],
  conclude: (ports: PipPorts) => Promise<T>,
  isLasting: (value: T) => boolean,
) => Promise<T>;

/** Most commands by far are allowed, and somebody waits for each. */
export function createRememberingPip(together: Together): AnswerPip {
  return (question, entered) =>
    together(
      keyOf(question, entered),
      (ports) => createAnswerPip(ports)(question, entered),
      isWithoutAWord,
    );
}

function isWithoutAWord({ decision, text }: PipAnswer): boolean {
  return decision === "allow" && text === "";
}

/** All of a question that a decision may depend on, and of what it is judged by besides files. */
function keyOf(question: Question, { answer, situation }: Entered): readonly string[] {
  const { directory, virtualEnv, active, condaPrefix, flags, shell, argv, variables } = question;
  const { sighting, verdict, settings } = situation;
  return [
    JSON.stringify([flags, settings, argv]),
    shell,
    directory,
    virtualEnv,
    active.environment,
    condaPrefix,
    answer.state,
    answer.environment,
    sighting?.kind === "environment" ? sighting.facts.environment.path : "",
    verdict?.kind ?? "",
    ...[...variables].flat(),
  ];
}
