// Where the search for an environment ends, by names alone.

import t from "tap";
import { asBytes, type Bytes } from "../../../daemon/core/bytes.ts";
import { planWalk } from "../../../daemon/core/walk.ts";

const homes = [asBytes("/home/me")];
const oneMount = (): string => "1";

function walk(directory: string, mountOf: (path: Bytes) => string = oneMount) {
  return planWalk(asBytes(directory), { homes, mountOf });
}

t.test("goes up to the home directory and never into it", (t) => {
  t.same(walk("/home/me/a/b"), { directories: ["/home/me/a/b", "/home/me/a"], stop: "home" });
  t.same(walk("/home/me"), { directories: [], stop: "home" });
  t.same(walk("/home"), { directories: [], stop: "home" });
  t.same(walk("/"), { directories: [], stop: "home" });
  t.end();
});

t.test("a home's namesake is no home", (t) => {
  t.same(walk("/home/me2/a").directories, ["/home/me2/a", "/home/me2"]);
  t.end();
});

t.test("outside home goes up to where home's own path begins", (t) => {
  t.same(walk("/srv/x"), { directories: ["/srv/x", "/srv"], stop: "home" });
  t.end();
});

t.test("never crosses into another mount", (t) => {
  const mountOf = (path: Bytes): string => (path.startsWith("/srv/disk") ? "2" : "1");
  t.same(walk("/srv/disk/p/src", mountOf), {
    directories: ["/srv/disk/p/src", "/srv/disk/p", "/srv/disk"],
    stop: "mount",
  });
  t.end();
});

t.test("never deeper than forty levels", (t) => {
  const deep = `/srv${"/d".repeat(60)}`;
  const { directories, stop } = walk(deep);
  t.equal(directories.length, 40);
  t.equal(stop, "depth");
  t.end();
});
