// Which directory is the account's home.

import { userInfo } from "node:os";
import t from "tap";
import { toVariables } from "../../../daemon/core/variables.ts";
import { findHome } from "../../../daemon/io/home.ts";

t.test("HOME is, where it names one", (t) => {
  t.equal(findHome(toVariables({ HOME: "/srv/me" })), "/srv/me");
  t.end();
});

t.test("a HOME that depends on the directory is none: a project could lie in wait there", (t) => {
  for (const HOME of [undefined, "", "home", "./home", "~"]) {
    t.equal(findHome(toVariables({ HOME })), userInfo().homedir, String(HOME));
  }
  t.end();
});
