# SPDX-License-Identifier: MIT
# A look at a machine that is held: its frame table, page tables, processes, objects, slots and counters, as they lie in its
# memory, against each other and against what the host has reckoned. Use, for grade/outside.bash:
#   awk -f grade/model.awk -f grade/outside_memory.awk -f grade/outside_uses.awk -f grade/outside_waits.awk \
#     -f grade/outside.awk
#
# Prints `ok`, or for the first difference OUTCOME, WHAT, EXPECTED and FOUND with tabs between them. What the test inside
# has compared itself cannot differ, so that is `unproved`, in a `strict` look all; else it is `wrong`.
#
# Variables: symbols, pieces (grade/outside_memory.awk); labs, how many of them said how many frames there are; loaded, the
# page directory that the processor has, by QEMU; table, the START and END of the frame table, or entries, how many a made-up one has; map, the memory that
# is the allocator's, or nothing; facts, what the test must have left: NAME=VALUE, with blanks between them.
#   free= kernel= core= paged= lent= claimed=   so many frames
#   states=FILE     lines NUMBER STATE: these frames are in use, and all others are free
#   spaces=A,B      there are no processes, but these address spaces, and the pool of lab 3's tests
#   mapped=FILE     lines ADDRESS PLACE RIGHTS: what the first of these spaces maps, by places in that pool
#   programs=1      each frame in use is used by a process, an object or a pager, once, and what these say of each other agrees
#   VARIABLE.MEMBER=   what a variable of the kernel's holds, in this member
BEGIN {
  READ_PAGES = 8
  memory_begin()
  for (i = split(facts, list, " "); i > 0; i--) {
    place = index(list[i], "=")
    fact[substr(list[i], 1, place - 1)] = substr(list[i], place + 1)
  }
  table_read()
  if (map != "") table_against_map()
  table_against_facts()
  variables_against_facts()
  counters()
  if ("spaces" in fact) uses_of_spaces(fact["spaces"])
  if ("programs" in fact) uses_of_programs()
  if ("spaces" in fact || "programs" in fact) {
    frames_against_uses()
    directory_that_is_loaded()
  }
  print "ok"
}

# --- the frame table

function table_read(  i, first, head, bytes, place) {
  first = of_variable("frame_table"); count = of_variable("frame_table_entries")
  bytes = layout("frame_bytes")
  if (entries == 0) {
    split(table, place, " ")
    compare("unproved", "where the frame table is", first - BASE, place[1])
    entries = (place[2] - place[1]) / bytes
  }
  compare("unproved", "entries of the frame table", count, entries)
  for (i = 0; i < count; i++) {
    head = word(first + i * bytes)
    state[i] = head % 256; marks[i] = int(head / 256) % 256; mappings[i] = int(head / 65536)
    frames[state[i]]++
    if (state[i] > layout("FRAME_LENT")) differ("wrong", "the state of frame " i, "a state", state[i])
    if (state[i] == 0 && head != 0) differ("wrong", "marks and mappings of frame " i ", which is reserved", "0 and 0", marks[i] " and " mappings[i])
  }
}

function of_variable(name) { return word(of(name)) }

# Each whole frame of the map is the allocator's, and no other.
function table_against_map(  n, i, runs, run, number, is_usable) {
  n = map_frames(map, runs)
  for (i = 0; i < n; i++) {
    split(runs[i], run, " ")
    for (number = run[1]; number < run[2]; number++) is_usable[number] = 1
  }
  for (number = 0; number < count; number++)
    if ((state[number] != 0) != (number in is_usable))
      differ("wrong", "the state of frame " number " in the frame table, read from outside",
        number in is_usable ? "not FRAME_RESERVED, since the memory map has all of it" : "FRAME_RESERVED, since the memory map has not all of it", name_of(state[number]))
}

function name_of(number,  names) {
  split("FRAME_RESERVED FRAME_FREE FRAME_KERNEL FRAME_CORE FRAME_PAGED FRAME_LENT", names, " ")
  return names[number + 1]
}

function table_against_facts(  i, name, names, line, part, wanted) {
  split("free kernel core paged lent", names, " ")
  for (i = 1; i <= 5; i++) {
    name = names[i]
    if (name in fact) compare("unproved", "frames that are " name_of(layout("FRAME_" toupper(name))) " in the table, read from outside", frames[layout("FRAME_" toupper(name))] + 0, fact[name])
  }
  if (!("states" in fact)) return
  while ((getline line <fact["states"]) > 0) { split(line, part, " "); wanted[part[1]] = part[2] }
  for (i = 0; i < count; i++)
    if (state[i] != 0) compare("unproved", "the state of frame " i " in the table, read from outside", name_of(state[i]), name_of(i in wanted ? wanted[i] : 1))
}

function variables_against_facts(  name, part) {
  for (name in fact)
    if (split(name, part, ".") == 2)
      compare("unproved", name " at the end, read from outside", member(of(part[1]), part[1] "_" part[2]), fact[name])
}

# --- what the labs said, when all was over

function counters(  at, used, i, total) {
  at = of("outside_counters")
  compare("wrong", "frame_count_free() at the end, where so many frames in the table, read from outside, are free", member(at, "outside_counters_free_frames"), frames[1] + 0)
  if (labs < 2) return
  used = at + layout("outside_counters_reserve.used")
  for (i = 2; i <= layout("FRAME_LENT"); i++) {
    total += frames[i]
    compare("wrong", "the reserve's count of frames that are " name_of(i) ", where the table, read from outside, has so many", word(used + 4 * i), frames[i] + 0)
  }
  compare("wrong", "the reserve's frames that are free, and those promised, where so many in the table are free",
    member(at, "outside_counters_reserve.free") + member(at, "outside_counters_reserve.claimed"), frames[1] + 0)
  compare("wrong", "the reserve's count of all frames, where the table has so many", member(at, "outside_counters_reserve.total"), total + frames[1])
  if ("claimed" in fact) compare("unproved", "the reserve's count of promised frames", member(at, "outside_counters_reserve.claimed"), fact["claimed"])
}
