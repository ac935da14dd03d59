# SPDX-License-Identifier: MIT
# Small mechanical changes of a C file, one at a time.
#
#   awk -f grade/mutations.awk FILE                 lists them: NUMBER, FUNCTION, the line with [OLD => NEW] in it
#   awk -v apply=NUMBER -f grade/mutations.awk FILE  the file with that change
#
# Changed are relations, arithmetic and logic, constants by one, conditions (negated) and statements (left
# out, or a return in front of them). Some changes do not compile, and some change nothing: the caller sees.

{ text = text $0 "\n" }

END {
  if (!apply) apply = 0
  tokenize()
  find_mutations()
}

# Sets token[i], its place at[i], and the function that it is in; comments, preprocessor lines are left out.
function tokenize(    i, length_, rest, piece) {
  i = 1; length_ = length(text); tokens = 0
  while (i <= length_) {
    rest = substr(text, i, 200)
    if (match(rest, /^[ \t\n]+/)) { i += RLENGTH; continue }
    if (substr(rest, 1, 2) == "//" || (substr(rest, 1, 1) == "#" && (i == 1 || substr(text, i - 1, 1) == "\n"))) {
      piece = substr(text, i); sub(/\n.*/, "", piece)
      while (piece ~ /\\$/) { i += length(piece) + 1; piece = substr(text, i); sub(/\n.*/, "", piece) }
      i += length(piece); continue
    }
    if (substr(rest, 1, 2) == "/*") { i += index(substr(text, i), "*/") + 1; continue }
    if (match(rest, /^"([^"\\]|\\.)*"/) || match(rest, /^'([^'\\]|\\.)*'/) ||
        match(rest, /^(0x[0-9a-fA-F]+|[0-9]+)[uUlL]*/) || match(rest, /^[A-Za-z_][A-Za-z_0-9]*/) ||
        match(rest, /^(<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||\+=|-=|\*=|\/=|%=|&=|\|=|\^=)/) || match(rest, /^./)) {
      token[++tokens] = substr(rest, 1, RLENGTH); at[tokens] = i; i += RLENGTH
    }
  }
}

function ends_operand(t) { return t ~ /^[A-Za-z_0-9]/ && t !~ /^(return|case|else|sizeof)$/ || t == ")" || t == "]" }

function find_mutations(    i, depth, t, before) {
  depth = 0; name = ""
  for (i = 1; i <= tokens; i++) {
    t = token[i]; before = token[i - 1]
    if (t == "{") {
      if (depth++ == 0) begins_function(i)
      statement_at(i + 1); continue
    }
    if (t == "}") { if (--depth == 0) name = ""; else statement_at(i + 1); continue }
    if (depth == 0 || name == "") continue
    if (t == ";" && parens(i) == 0) statement_at(i + 1)
    if (t == "else" && token[i + 1] !~ /^(if|\{)$/) statement_at(i + 1)
    if (t == "if" || t == "while") condition(i)
    binary(i, t, before)
    constant(i, t)
  }
}

# The innermost open parenthesis of a statement: a `for` has semicolons that end none.
function parens(i,    j, open) {
  for (j = i; j > 0 && token[j] !~ /^[{}]$/; j--) {
    if (token[j] == ")") open--
    if (token[j] == "(") open++
  }
  return open > 0
}

function begins_function(i,    j, open) {
  if (token[i - 1] != ")") { name = ""; return }
  for (j = i - 1; j > 0; j--) {
    if (token[j] == ")") open++
    if (token[j] == "(" && --open == 0) break
  }
  name = token[j - 1]
  returns = 1
  for (j -= 2; j > 0 && token[j] !~ /^[;}]$/; j--)
    if (token[j] == "void") returns = 0
    else if (token[j] == "*") { returns = 1; break }
}

function close_of(i,    open) { # the parenthesis that closes the one at i
  for (; i <= tokens; i++) {
    if (token[i] == "(") open++
    if (token[i] == ")" && --open == 0) return i
  }
}

function condition(i,    end) {
  if (token[i + 1] != "(") return
  end = close_of(i + 1)
  mutate(at[i + 1], at[end] - at[i + 1] + 1, "(!" substr(text, at[i + 1], at[end] - at[i + 1] + 1) ")")
  if (token[i] == "if" && token[end + 1] != "{") statement_at(end + 1)
}

function statement_at(i,    end, body) {
  if (name == "" || token[i] ~ /^(\}|\{|case|default|;|else)$/) return
  if (token[i] !~ /^(if|for|while|switch|do)$/) {
    for (end = i; end <= tokens && (token[end] != ";" || parens(end)); end++)
      if (token[end] == "{") return
    mutate(at[i], at[end] - at[i] + 1, ";")
    if (token[i] == "return") return
  }
  mutate(at[i], 0, returns ? "return 0; " : "return; ")
}

function binary(i, t, before,    new) {
  if (t == "<") new = "<="; else if (t == "<=") new = "<"; else if (t == ">") new = ">="; else if (t == ">=") new = ">"
  else if (t == "==") new = "!="; else if (t == "!=") new = "=="; else if (t == "&&") new = "||"; else if (t == "||") new = "&&"
  else if (t == "<<") new = ">>"; else if (t == ">>") new = "<<"; else if (t == "+=") new = "-="; else if (t == "-=") new = "+="
  else if (t == "|=") new = "="; else if (t == "&=") new = "="; else if (t == "++") new = "--"; else if (t == "--") new = "++"
  else if (t == "/") new = "*"; else if (t == "%") new = "/"; else if (t == "|") new = "&"
  else if (t == "+" && ends_operand(before)) new = "-"
  else if (t == "-" && ends_operand(before)) new = "+"
  else if (t == "&" && ends_operand(before)) new = "|"
  else if (t == "*" && ends_operand(before) && before !~ /^(struct|const|volatile|void|[a-z0-9_]+_t)$/ && token[i - 2] != "struct") new = "/"
  else if (t == "!" || t == "~") new = " "
  else if (t == "true") new = "false"; else if (t == "false") new = "true"
  else return
  mutate(at[i], length(t), new)
}

function constant(i, t) {
  if (t ~ /^(0x[0-9a-fA-F]+|[0-9]+)[uUlL]*$/) {
    mutate(at[i], length(t), "(" t " + 1)")
    if (t !~ /^0[uU]?$/) mutate(at[i], length(t), "(" t " - 1)")
  } else if (t ~ /^[A-Z][A-Z_0-9]+$/ && token[i + 1] != "(" && t != "NULL") {
    mutate(at[i], length(t), "(" t " + 1)")
    mutate(at[i], length(t), "(" t " - 1)")
  }
}

function mutate(place, length_, new,    start, end, old) {
  mutation++
  if (apply) {
    if (apply == mutation) printf "%s%s%s", substr(text, 1, place - 1), new, substr(text, place + length_)
    return
  }
  for (start = place; start > 1 && substr(text, start - 1, 1) != "\n"; start--) ;
  end = place + length_ + index(substr(text, place + length_), "\n") - 2
  old = substr(text, start, place - start) "[" substr(text, place, length_) " => " new "]" substr(text, place + length_, end - place - length_ + 1)
  gsub(/[ \t\n]+/, " ", old); sub(/^ /, "", old)
  printf "%d\t%s\t%s\n", mutation, name, old
}
