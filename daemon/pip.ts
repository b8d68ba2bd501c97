// Puts the judgement of pip commands together; its parts are loaded when the first command comes.

import { fileURLToPath } from "node:url";
import { fromText } from "./core/bytes.ts";
import { loadPart } from "./io/load-part.ts";
import type { Machine } from "./io/pip/ports.ts";
import type { AnswerPip } from "./service/ports.ts";

/** Where pyguard lives: the parent of `dist/`. */
const programHome = fromText(
  fileURLToPath(new URL("../../", import.meta.url)).replace(/(?<=.)\/$/, ""),
);

/** Judges with this machine's files. */
export function judgeOnThisMachine(machine: Omit<Machine, "programHome">): AnswerPip {
  let judge: Promise<AnswerPip> | undefined;
  return async (question, entered) => {
    judge ??= loadPart(() => load(machine));
    return (await judge)(question, entered);
  };
}

async function load(machine: Omit<Machine, "programHome">): Promise<AnswerPip> {
  const [{ createRememberingPip }, { createPipPorts }] = await Promise.all([
    import("./service/remember-pip.ts"),
    import("./io/pip/ports.ts"),
  ]);
  return createRememberingPip(createPipPorts({ ...machine, programHome }).together);
}
