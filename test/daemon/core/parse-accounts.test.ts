// Whose group is whose alone.

import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { isPrivateGroup, parseGroups, parseUsers } from "../../../daemon/core/parse-accounts.ts";

const passwd = asBytes(
  "root:x:0:0:root:/root:/bin/sh\nme:x:1000:1000:Me,,,:/home/me:/bin/bash\nalice:x:1001:1001::/home/alice:/bin/sh\n",
);

function isPrivate(group: string, users = passwd): boolean {
  const all = parseUsers(users);
  return isPrivateGroup(
    all.find(({ uid }) => uid === 1000),
    all,
    parseGroups(asBytes(group)),
  );
}

t.test("the user-private-group rule", (t) => {
  t.equal(isPrivate("me:x:1000:\n"), true);
  t.equal(isPrivate("me:x:1000:me\n"), true);
  t.equal(isPrivate("me:x:1000:me,alice\n"), false, "another member");
  t.equal(isPrivate("users:x:1000:\n"), false, "named otherwise");
  t.equal(isPrivate("me:x:50:\n"), false, "another group");
  t.equal(isPrivate(""), false, "no group");
  const shared = asBytes(`${passwd}bob:x:1002:1000::/home/bob:/bin/sh\n`);
  t.equal(isPrivate("me:x:1000:\n", shared), false, "somebody else's first group too");
  t.equal(isPrivate("me:x:1000:\n", asBytes("")), false, "no account");
  t.end();
});
