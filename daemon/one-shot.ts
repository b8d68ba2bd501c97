// One question on standard input, the same answer the daemon would give on standard output; for when there is none.

import { asBytes, fromText, toText } from "./core/bytes.ts";
import { toVariables } from "./core/variables.ts";
import { forgetOldStop } from "./io/control.ts";
import { findHome } from "./io/home.ts";
import { findRuntimeDirectory, makeRuntimeDirectory } from "./io/runtime-directory.ts";
import { loadService } from "./load-service.ts";
import { renderAnswer } from "./wire/answer.ts";
import { questionLimit } from "./wire/frame.ts";
import { parseQuestion, type ParsedQuestion } from "./wire/question.ts";

const badStatus = 2;

process.umask(0o077);
process.exitCode = await main();

async function main(): Promise<number> {
  const parsed = parseQuestion(await readQuestion());
  if (parsed.kind !== "question") {
    complain(`this is no question: ${reasonOf(parsed)}`);
    return badStatus;
  }
  try {
    const answer = await createService().answer(parsed.question);
    process.stdout.write(renderAnswer({ ...answer, witness: asBytes("") }));
    return 0;
  } catch (error) {
    complain(`no answer: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

/** All of it; one byte over the limit is enough to know that it is none. */
async function readQuestion(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (length > questionLimit) {
      break;
    }
  }
  return Buffer.concat(chunks);
}

function reasonOf(parsed: Exclude<ParsedQuestion, { readonly kind: "question" }>): string {
  return parsed.kind === "bad" ? parsed.reason : "it is cut short";
}

function createService() {
  // oxlint-disable-next-line node/no-process-env -- a door of its own, as main.ts is
  const environment = toVariables(process.env);
  const place = findRuntimeDirectory(toText(environment.get("XDG_RUNTIME_DIR") ?? asBytes("")));
  const isUsable = makeRuntimeDirectory(place).kind === "good";
  if (place.kind === "place" && isUsable) {
    forgetOldStop(place.path);
  }
  return loadService(environment, findHome(environment), {
    // Stamps and what was said in this login are kept there, also without a daemon.
    runtimeDirectory: place.kind === "place" && isUsable ? fromText(place.path) : null,
    witness: () => asBytes(""),
  });
}

function complain(line: string): void {
  process.stderr.write(`pyguard: ${line}\n`);
}
