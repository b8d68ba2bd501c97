// Questions as they must not be: one table for everything that reads them.

export type BadQuestion = {
  readonly name: string;
  readonly frame: Buffer;
};

/** A question of protocol 1 that is right, field by field, without its end. */
export const goodFields: readonly string[] = [
  "pyguard/1",
  "1",
  "here",
  "bash",
  "0.1.0",
  "4711",
  "/",
  "",
  "",
  "",
  "",
  "",
  "i",
];

const pipFields: readonly string[] = goodFields.with(2, "pip");

export function frameOf(fields: readonly string[], end = "."): Buffer {
  return Buffer.from([...fields, end].map((field) => `${field}\0`).join(""), "latin1");
}

/** One field, counted from 1 as the specification does, put in another way. */
function spoiled(name: string, field: number, value: string): BadQuestion {
  return { name, frame: frameOf(goodFields.with(field - 1, value)) };
}

function pip(name: string, ...lists: readonly string[]): BadQuestion {
  return { name, frame: frameOf([...pipFields, ...lists]) };
}

const whole = frameOf(goodFields);

export const badQuestions: readonly BadQuestion[] = [
  { name: "nothing", frame: Buffer.alloc(0) },
  { name: "a dot alone", frame: Buffer.from(".\0") },
  { name: "a frame without its end", frame: whole.subarray(0, -2) },
  { name: "a frame without its last NUL", frame: whole.subarray(0, -1) },
  { name: "half a frame", frame: whole.subarray(0, whole.length / 2) },
  { name: "a frame with another end", frame: frameOf(goodFields, "!") },
  { name: "a frame twice", frame: Buffer.concat([whole, whole]) },
  { name: "lines instead of fields", frame: Buffer.from(`${goodFields.join("\n")}\n.\n`) },
  { name: "garbage", frame: Buffer.from([0xff, 0, 0xfe, 0x1b, 0, 0x2e, 0]) },
  { name: "more than 128 KiB", frame: frameOf(goodFields.with(6, `/${"x".repeat(128 * 1024)}`)) },
  { name: "one field less", frame: frameOf(goodFields.toSpliced(9, 1)) },
  { name: "one field more", frame: frameOf(goodFields.toSpliced(9, 0, "")) },
  spoiled("another protocol", 1, "pyguard/2"),
  spoiled("no protocol", 1, ""),
  spoiled("a number that is none", 2, "one"),
  spoiled("a negative number", 2, "-1"),
  spoiled("an unknown verb", 3, "run"),
  spoiled("a verb in capitals", 3, "HERE"),
  spoiled("an unknown shell", 4, "tcsh"),
  spoiled("a pid that is none", 6, "$$"),
  spoiled("a relative directory", 7, "project"),
  spoiled("no directory", 7, ""),
  spoiled("a marker without a root", 9, "/project/.venv"),
  spoiled("a marker that is relative", 9, ".venv:/project"),
  spoiled("a marker with three parts", 9, "/a:/b:/c"),
  spoiled("evidence of an unknown kind", 12, "found:/project"),
  spoiled("evidence that is relative", 12, "born:project"),
  pip("pip without its lists"),
  pip("pip without a command", "0", "0"),
  pip("a count that is none", "two", "PATH=", "1", "pip"),
  pip("a count too high", "3", "PATH=", "1", "pip"),
  pip("a count too low", "0", "PATH=", "1", "pip"),
  pip("a count of arguments too high", "1", "PATH=", "4", "pip", "install"),
  pip("a count of arguments too low", "1", "PATH=", "1", "pip", "install"),
  pip("a count that is negative", "-1", "1", "pip"),
  pip("a count beyond all bounds", "99999999999999999999", "1", "pip"),
];
