# SPDX-License-Identifier: MIT
# What is missing, in words, of what the results of a wrong solution should be. $want: lines TEST OUTCOME; $says: patterns, a line each.
include "results";

[results]
| (map({(.test): .outcome}) | add // {}) as $is
| (map(select(.outcome != "pass") | "\(.what) \(.expected) \(.found) \(.hint)") | join("\n")) as $said
| [($want | split("\n")[] | split(" ") | select($is[.[0]] != .[1]) | " \(.[0]) should be \(.[1]), is \($is[.[0]]);"),
   ($says | split("\n")[] | select(. != "" and (. as $pattern | $said | test($pattern) | not)) | " nothing says '\(.)';")]
| join("")
