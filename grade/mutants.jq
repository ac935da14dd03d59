# SPDX-License-Identifier: MIT
# Of each wrong solution that was tried: `ok` or `not-ok`, a tab, its name, and what is not as it should be. Input: a line
# `mutant ID NAME DESCRIPTION OUTCOME FOUND SELECTED WANT SAYS` between tabs, where the last three are lines with a \u001f
# between them (WANT: TEST OUTCOME; SAYS: patterns), and what its tests left, each line with the ID in front.
include "results";

def missing($results; $want; $says):
  ($results | map({(.test): .outcome}) | add // {}) as $is
  | ($results | map(select(.outcome != "pass") | "\(.what) \(.expected) \(.found) \(.hint)") | join("\n")) as $said
  | [($want | split("\n")[] | split(" ") | select($is[.[0]] != .[1]) | " \(.[0]) should be \(.[1]), is \($is[.[0]]);"),
     ($says | split("\n")[] | select(. != "" and (. as $pattern | $said | test($pattern) | not)) | " nothing says '\(.)';")]
  | join("");

[inputs | split("\t")] as $rows
| $rows[] | select(.[0] == "mutant") | map(lines) | . as [$kind, $id, $name, $description, $outcome, $found, $selected, $want, $says]
| [$rows[] | select(.[0] == $id) | .[1:]] | left as $done
| [results($done; $ARGS.named + {$outcome, $found, $selected})] as $results
| missing($results; $want; $says)
| if . == "" then "ok\t\($name): \($description)" else "not-ok\t\($name):\(.)" end
