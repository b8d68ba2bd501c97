// Whose group counts as the account's own.

import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { readAccount } from "../../../daemon/io/account.ts";

t.test("the group of `newgrp` and `sg` is not taken for the account's own", async (t) => {
  const others = 50;
  const { account, settled } = readAccount({ uid: 0, gid: others }, asBytes("/root"));
  await settled();
  t.equal(account.uid, 0);
  t.notOk(account.hasPrivateGroup && account.gid === others, "others are in that one");
  t.equal(account.gid, 0, "and its own still is");
});
