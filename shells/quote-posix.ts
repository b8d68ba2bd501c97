// How bash and zsh quote: the same, but for two zsh options.

import { asBytes, type Bytes } from "../daemon/core/bytes.ts";

// No `=` in front (zsh's EQUALS), no `%` (jobs), no `~`: such words are quoted.
const bare = /^[\w./:@,+-][\w./:@,+=-]*$/;

/** Single quotes, where the word needs any. */
export function quotePosix(word: Bytes): Bytes {
  return bare.test(word) ? word : enclose(word);
}

/** The same for zsh, whose MAGIC_EQUAL_SUBST looks for a command behind the second `=` of `name==1.0`. */
export function quoteZsh(word: Bytes): Bytes {
  return bare.test(word) && !/[=:]=/.test(word) ? word : enclose(word);
}

// Each `'` in the word closes the quotes, stands escaped, and opens them again.
function enclose(word: Bytes): Bytes {
  const open = word.replaceAll("'", "'\\''");
  // zsh's CSH_JUNKIE_QUOTES forbids a newline between plain quotes; `$'\n'` is safe in both shells.
  return asBytes(`'${open.replaceAll("\n", () => "'$'\\n''")}'`);
}
