# SPDX-License-Identifier: MIT
# For tools/graph: LAYERS, LINES (count, file), INCLUDES (from, to), USES (from, to, symbol).
function layer_of(file,  i) {
  if (!(file in known)) {
    for (i = 1; i <= places; i++) {
      if (place[i] == file || (place[i] ~ /\/$/ && index(file, place[i]) == 1)) break
    }
    known[file] = i <= places ? rank[i] : 0
  }
  return known[file]
}

function arrow(kind, from, to, symbol,  f, t) {
  f = layer_of(from); t = layer_of(to)
  count[kind]++
  if (!f) homeless[from]
  if (f >= t) return
  if ((from, to) in allowed) { excepted[kind]++; used[from, to]; if (!all) return }
  else wrong = wrong from " -> " to "\n"
  upwards[kind]++
  if (!((kind, from, to) in shown)) list[kind, ++listed[kind]] = from " (" name[f] ") -> " to " (" name[t] ")"
  shown[kind, from, to]++
  if (symbol != "") symbols[from, to] = symbols[from, to] " " symbol
  pair[kind, listed[kind]] = pair[kind, listed[kind]] == "" ? from SUBSEP to : pair[kind, listed[kind]]
}

# Circles: the strongly connected components (Tarjan 1972).
function connect(v,  i, w, size, text) {
  number[v] = low[v] = ++counter
  stack[++top] = v; on[v] = 1
  for (i = 1; i <= degree[v]; i++) {
    w = next_of[v, i]
    if (!(w in number)) { connect(w); if (low[w] < low[v]) low[v] = low[w] }
    else if (on[w] && number[w] < low[v]) low[v] = number[w]
  }
  if (low[v] != number[v]) return
  size = 0; text = ""
  do { w = stack[top--]; on[w] = 0; size++; text = text "    " w "\n" } while (w != v)
  if (size > 1) { circle_size[++circles] = size; circle_text[circles] = text }
}

FILENAME == ARGV[1] {
  if (/^#/) next
  split($0, f, "\t")
  if (f[1] == "except") { allowed[f[2], f[3]] = f[3]; next }
  name[++layers] = f[1]
  n = split(f[2], p, " ")
  for (i = 1; i <= n; i++) { place[++places] = p[i]; rank[places] = layers }
  next
}
FILENAME == ARGV[2] { lines[layer_of($2)] += $1; files[layer_of($2)]++; next }
FILENAME == ARGV[3] { arrow("includes", $1, $2, ""); if ($1 ~ /^mm\// && $2 ~ /^kernel\// && $2 !~ /^kernel\/abi\//) into++; next }
{
  arrow("calls", $1, $2, $3)
  if (!(($1, $2) in edge)) { edge[$1, $2]; next_of[$1, ++degree[$1]] = $2; vertex[$1] }
}

function print_upwards(kind,  i) {
  printf "\n%s: %d, of which %d run upwards", kind, count[kind], upwards[kind] + (all ? 0 : excepted[kind])
  printf "%s\n", excepted[kind] ? ", " excepted[kind] " of them as tools/layers.tsv allows" : ""
  if (all != "") for (i = 1; i <= listed[kind]; i++)
    print "  " list[kind, i] (kind == "calls" ? ":" symbols[pair[kind, i]] : "")
}

END {
  if (check) {
    for (file in homeless) wrong = wrong file " has no layer\n"
    for (a in allowed) if (!(a in used) && (calls != "" || allowed[a] ~ /h$/)) { split(a, f, SUBSEP); wrong = wrong f[1] " -> " f[2] " is allowed, but not there\n" }
    printf "%s", wrong
    exit wrong != ""
  }
  print "Layer        files  lines"
  for (i = 1; i <= layers; i++) printf "%-12s %5d %6d\n", name[i], files[i], lines[i]
  print_upwards("includes")
  printf "  from mm/ into kernel/ (but kernel/abi/): %d\n", into
  if (calls == "") exit
  print_upwards("calls")
  for (v in vertex) if (!(v in number)) connect(v)
  printf "\nCircles of calls among files: %d\n", circles
  for (i = 1; i <= circles; i++) { printf "  of %d files\n", circle_size[i]; if (all != "") printf "%s", circle_text[i] }
}
