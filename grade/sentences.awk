# SPDX-License-Identifier: MIT
# The sentences of a header's comments: WHERE <tab> SENTENCE. WHERE is what the comment is about: the function,
# type or constant that follows it, the field or constant beside it, or the header itself (-).
# Drawings (indented by four and more) and lists of files are no sentences.

function trim(text) { gsub(/[ \t]+/, " ", text); sub(/^ /, "", text); sub(/ $/, "", text); return text }

# Prints the text's sentences. A sentence ends with a full stop, and so does the text.
function flush(where,    i, n, part, sentence) {
  text = trim(text)
  while (text != "") {
    if (match(text, /[.?](\)|"|`)? ([A-Z`("0-9]|[a-z_]+\()/) || match(text, /[.?](\)|"|`)?$/)) {
      n = RSTART
      while (substr(text, n + 1, 1) ~ /[)"`]/) n++
      sentence = substr(text, 1, n); text = trim(substr(text, n + 1))
      # what stands for words ends no sentence
      while (sentence ~ /(SDM volume 3, table|e\.g|and so on|[0-9])\.$/ && sentence ~ / [0-9]\.$/ && text ~ /^[0-9]/ && match(text, /\.( |$)/)) {
        sentence = sentence " " substr(text, 1, RSTART); text = trim(substr(text, RSTART + 1))
      }
    } else { sentence = text; text = "" }
    printf "%s\t%s\n", where, sentence
  }
  text = ""
}

# Labels begin a sentence of their own.
function add(line) {
  if (line ~ /^ ?(Requires|Effect|Returns|Misuse|Cost|Given|Sources?|Source): / || line ~ /^ *- /) {
    if (text != "" && text !~ /[.?:]$/) text = text "."
  }
  text = text " " line
}

function name_of(code) {
  if (match(code, /[a-z_][a-z_0-9]*\(/)) return substr(code, RSTART, RLENGTH - 1)
  if (match(code, /^(typedef )?(struct|enum|union) [a-z_0-9]+/)) { sub(/^(typedef )?(struct|enum|union) /, "", code); sub(/[^a-z_0-9].*/, "", code); return code }
  if (match(code, /^#define [A-Z_0-9]+/)) { sub(/^#define /, "", code); sub(/[^A-Z_0-9].*/, "", code); return code }
  if (match(code, /^extern /) && match(code, /[a-z_0-9]+(\[.*\])?;/)) { code = substr(code, RSTART); sub(/[\[;].*/, "", code); return code }
  return "-"
}

/SPDX-License/ { next }

# a heading
/^\/\/ ---/ { next }

# a comment on lines of its own; one that is only lined up belongs to the field above
match($0, /^ *\/\//) {
  own = substr($0, RLENGTH + 1)
  if (beside && RLENGTH > 12) { add(own); next }
  if (beside) { flush(beside); beside = "" }
  if (own ~ /^ ?$/) { if (text != "") paragraphs = paragraphs text "\n"; text = ""; next }
  # a drawing: indented where a paragraph begins, or with gaps and lines in it
  if (own ~ /^    +[^ ]/ && (text == "" || own ~ /[^ ]   +[^ ]|--[->+]|\|/)) next
  add(own); next
}

{
  if (beside) { flush(beside); beside = "" }
  # code behind a comment, or nothing
  if (text != "" || paragraphs != "") {
    where = name_of($0)
    last = text
    n = split(paragraphs, paragraph, "\n")
    for (i = 1; i <= n; i++) { text = paragraph[i]; flush(where) }
    text = last; flush(where)
    paragraphs = ""
  }
  if (match($0, /\/\/ /) && $0 !~ /^#include/) {
    code = substr($0, 1, RSTART - 1); text = substr($0, RSTART + 3)
    beside = name_of(trim(code))
    if (beside == "-") { sub(/[ ,;=]+[^ ]*$/, "", code); sub(/(\[.*\])?[;,] *$/, "", code); beside = trim(code); sub(/.*[ *]/, "", beside) }
    if (beside == "" || beside == "{") beside = "-"
  }
}
END { if (beside) flush(beside) }
