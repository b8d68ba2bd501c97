// Windows launchers, crafted byte by byte: distlib's, uv's with a trailer, uv's with a resource.

import * as fc from "fast-check";
import t from "tap";
import { asBytes } from "../../../../daemon/core/bytes.ts";
import { readLauncher } from "../../../../daemon/io/pip/launcher.ts";

/** A zip without entries but with a directory of that size: only its end is looked at. */
function zip(content: string): Buffer {
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", 0, "latin1");
  end.writeUInt32LE(content.length, 16);
  return Buffer.concat([Buffer.from(content), end]);
}

const program = Buffer.concat([
  Buffer.from("MZ"),
  Buffer.alloc(500, 0x23),
  Buffer.from("#!not/this\r\n.."),
]);

function distlib(line: string): Buffer {
  return Buffer.concat([program, Buffer.from(line), zip("PK\u0003\u0004__main__")]);
}

function trailer(path: string, magic: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(path));
  return Buffer.concat([program, zip("PK"), Buffer.from(path), length, Buffer.from(magic)]);
}

/** One section, one type, names with one language each. */
function portable(resources: Readonly<Record<string, string>>): Buffer {
  const rsrc = 0x400;
  const image = Buffer.alloc(0x1000);
  image.write("MZ", 0, "latin1");
  image.writeUInt32LE(0x80, 0x3c);
  image.write("PE\0\0", 0x80, "latin1");
  image.writeUInt16LE(1, 0x86);
  image.writeUInt16LE(0xf0, 0x94);
  const table = 0x80 + 24 + 0xf0;
  image.write(".rsrc", table, "latin1");
  image.writeUInt32LE(0x3000, table + 12);
  image.writeUInt32LE(0xc00, table + 16);
  image.writeUInt32LE(rsrc, table + 20);
  image.writeUInt16LE(1, rsrc + 14);
  image.writeUInt32LE(10, rsrc + 16);
  image.writeUInt32LE(0x8000_0018, rsrc + 20);
  const names = Object.entries(resources);
  image.writeUInt16LE(names.length, rsrc + 0x18 + 12);
  names.forEach(([name, value], index) => {
    const [text, language, entry, data] = [0x100, 0x200, 0x300, 0x400].map(
      (at) => at + index * 0x40,
    );
    const at = rsrc + 0x18 + 16 + index * 8;
    image.writeUInt32LE(0x8000_0000 + Number(text), at);
    image.writeUInt32LE(0x8000_0000 + Number(language), at + 4);
    image.writeUInt16LE(name.length, rsrc + Number(text));
    image.write(name, rsrc + Number(text) + 2, "utf16le");
    image.writeUInt16LE(1, rsrc + Number(language) + 14);
    image.writeUInt32LE(Number(entry), rsrc + Number(language) + 20);
    image.writeUInt32LE(0x3000 + Number(data), rsrc + Number(entry));
    image.writeUInt32LE(value.length, rsrc + Number(entry) + 4);
    image.write(value, rsrc + Number(data), "latin1");
  });
  return image;
}

const windows = "C:\\Users\\u\\p\\.venv\\Scripts\\python.exe";

const tooLong = trailer("x", "UVSC");
tooLong.writeUInt32LE(0xffff_ffff, tooLong.length - 8);

const cases: readonly (readonly [title: string, launcher: Buffer, expected: string | null])[] = [
  ["distlib's", distlib(`#!${windows}\r\n`), windows],
  ["distlib's with a bare line end", distlib(`#!${windows}\n`), windows],
  [
    "distlib's with quotes",
    distlib('#!"C:\\my project\\python.exe"\r\n'),
    "C:\\my project\\python.exe",
  ],
  ["distlib's with an option", distlib(`#!${windows} -s\r\n`), windows],
  ["distlib's of a Unix path", distlib("#!/p/.venv/bin/python\r\n"), "/p/.venv/bin/python"],
  ["uv's for a script", trailer(windows, "UVSC"), windows],
  ["uv's for a Python", trailer(windows, "UVPY"), windows],
  ["uv's first", trailer(windows, "UVUV"), windows],
  [
    "uv's with a resource",
    portable({ UV_TRAMPOLINE_KIND: "\u0001", UV_PYTHON_PATH: windows }),
    windows,
  ],
  ["another program", portable({ SOMETHING: "else" }), null],
  ["a launcher without a zip", program, null],
  ["a zip alone", Buffer.concat([Buffer.from("MZ"), zip("PK")]), null],
  ["a trailer that is longer than the file", tooLong, null],
  ["nothing", Buffer.alloc(0), null],
];

t.test("finds the interpreter in a launcher", async (t) => {
  for (const [title, launcher, expected] of cases) {
    t.equal(readLauncher(launcher, launcher), expected === null ? null : asBytes(expected), title);
  }
});

t.test("takes any bytes without a complaint", async (t) => {
  const image = portable({ UV_PYTHON_PATH: windows });
  fc.assert(
    fc.property(
      fc.nat({ max: image.length - 1 }),
      fc.uint8Array({ minLength: 1, maxLength: 64 }),
      (at, noise) => {
        const broken = Buffer.from(image);
        broken.set(noise.slice(0, image.length - at), at);
        readLauncher(broken, broken);
        readLauncher(broken.subarray(0, at), broken.subarray(at));
      },
    ),
    { numRuns: 500 },
  );
  t.pass();
});
