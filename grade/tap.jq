# SPDX-License-Identifier: MIT
# Results as TAP 13.
"TAP version 13", "1..\(length)",
(to_entries[] | .key as $i | .value |
  (if .outcome == "pass" then "ok" else "not ok" end) + " \($i + 1) - \(.lab)/\(.test)",
  (if .outcome == "pass" then empty else
    "  ---", "  outcome: \(.outcome)", "  expected: \(.expected | tojson)", "  found: \(.found | tojson)", "  ..." end))
