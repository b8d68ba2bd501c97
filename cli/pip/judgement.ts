// One pip command judged in this process, without the daemon: the same code, the same files.

import { assembleAnswers } from "../../daemon/answering.ts";
import { asBytes, fromText, type Bytes } from "../../daemon/core/bytes.ts";
import { wholePatienceMs } from "../../daemon/probing.ts";
import { createPipPorts } from "../../daemon/io/pip/ports.ts";
import { enter } from "../../daemon/service/answer-here.ts";
import { examine, type Examined } from "../../daemon/service/examine-pip.ts";
import { wordDecision } from "../../daemon/service/word-pip.ts";
import type { Shell } from "../../shells/shell.ts";
import type { Context } from "../context.ts";
import { askAbout } from "./pip-question.ts";

export type Judgement = {
  /** The command's, without what is assigned in front of it. */
  readonly name: Bytes;
  readonly examined: Examined;
  /** What a refused or advised person would read; empty for others. */
  readonly message: Bytes;
  /** The environment that a hooked shell would be in first; empty where none. */
  readonly entered: Bytes;
};

/** Judges `words` as if they were typed at a prompt in this directory. */
export async function judgeCommand(
  words: readonly string[],
  shell: Shell,
  context: Context,
): Promise<Judgement> {
  const question = askAbout(words.map(fromText), context);
  const { ports, prefixes, askPython } = assembleAnswers({
    ...context,
    runtimeDirectory: null,
    witness: () => asBytes(""),
  });
  const { isFirst } = ports;
  const { isTrusted: isTrustedPrefix } = prefixes;
  const asking = { askPython, patienceMs: wholePatienceMs };
  const pip = createPipPorts({ ...context, ...asking, isFirst, isTrustedPrefix });
  const entered = await enter(question, ports);
  // What a name leads to is the typing shell's affair.
  const examined = await examine({ ...question, shell: shell.name }, entered, pip);
  const told = { examined, entered, speech: shell };
  return {
    name: question.argv[0] ?? asBytes(""),
    examined,
    message: await wordDecision(question, told, pip),
    entered: entered.answer.environment,
  };
}
