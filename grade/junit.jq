# SPDX-License-Identifier: MIT
# Results as JUnit XML. XML 1.0, section 2.2, allows no control characters and no U+FFFE, U+FFFF.
def clean: tostring | gsub("[^\\x{9}\\x{a}\\x{d}\\x{20}-\\x{d7ff}\\x{e000}-\\x{fffd}\\x{10000}-\\x{10ffff}]"; "?") | @html;
"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
"<testsuites>",
(group_by(.lab)[] |
  "  <testsuite name=\"\(.[0].lab | clean)\" tests=\"\(length)\" failures=\"\(map(select(.outcome != "pass" and .outcome != "grader")) | length)\" errors=\"\(map(select(.outcome == "grader")) | length)\">",
  (.[] | (if .outcome == "grader" then "error" else "failure" end) as $element |
    "    <testcase classname=\"\(.lab | clean)\" name=\"\(.test | clean)\">",
    (if .outcome == "pass" then empty else
      "      <\($element) type=\"\(.outcome)\" message=\"\("expected \(.expected), found \(.found)" | clean)\">\("\(.what)\n\(.hint)\n\(.debug)" | clean)</\($element)>" end),
    "    </testcase>"),
  "  </testsuite>"),
"</testsuites>"
