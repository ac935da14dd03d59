# SPDX-License-Identifier: MIT
# Input: the results of a wrong solution, a line each. $want: lines TEST OUTCOME; $says: patterns, a line each.
# Output: what is missing, in words.
(map({(.test): .outcome}) | add // {}) as $is
| (map(select(.outcome != "pass") | "\(.what) \(.expected) \(.found) \(.hint)") | join("\n")) as $said
| [($want | split("\n")[] | split(" ") | select($is[.[0]] != .[1]) | " \(.[0]) should be \(.[1]), is \($is[.[0]]);"),
   ($says | split("\n")[] | select(. != "" and (. as $pattern | $said | test($pattern) | not)) | " nothing says '\(.)';")]
| join("")
