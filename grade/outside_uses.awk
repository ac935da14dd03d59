# SPDX-License-Identifier: MIT
# What uses each frame: address spaces, processes, objects, pagers. Part of grade/outside.awk; kernel/test/audit.h makes the
# same comparison inside the machine.

function use(number, what) {
  if (number < 0 || number >= count) differ("wrong", "the number of a frame that is " what, "less than " count, number)
  if (number in used) differ("wrong", "uses of frame " number, used[number], used[number] ", and " what)
  used[number] = what
}

# Of a process, or of a test.
function space_walk(space, who,  directory, slot, entry, tables) {
  directory = member(space, "address_space_directory")
  if (directory == 0) return
  use(frame_of(directory), "the page directory of " who)
  for (slot = 0; slot < 512; slot++) {
    entry = word(directory + 4 * slot)
    if (entry % 2 == 0) continue
    compare("wrong", sprintf("the bits of entry %d in the page directory of %s, but for what the processor notes", slot, who), bits_of(entry), 7)
    use(int(entry / 4096), "a page table of " who)
    table_walk(space, who, slot, entry - entry % 4096)
    tables++
  }
  compare("wrong", "table_count of " who ", with so many page tables in its directory", member(space, "address_space_table_count"), tables + 0)
  for (; slot < 1024; slot++)
    compare("wrong", "entry " slot " in the page directory of " who ", against kernel_directory", plain(word(directory + 4 * slot)), plain(word(of("kernel_directory") + 4 * slot)))
}

# PAGE_PRESENT, PAGE_WRITABLE, PAGE_USER and what else there is, less PAGE_ACCESSED and bits 9 to 11.
function bits_of(entry,  bits) {
  bits = entry % 512
  return bits - int(bits / 32) % 2 * 32
}

# Less PAGE_ACCESSED and PAGE_DIRTY.
function plain(entry) { return entry - int(entry / 32) % 4 * 32 }

function table_walk(space, who, slot, table,  i, entry) {
  for (i = 0; i < 1024; i++) {
    entry = physical_word(table + 4 * i)
    if (entry % 2 != 0) mapping(space, who, slot * 4194304 + i * 4096, entry)
  }
}

# A page table's entry that is present.
function mapping(space, who, address, entry,  number, at, page, found) {
  number = int(entry / 4096); at = sprintf("0x%08x of %s", address, who)
  compare("wrong", "whether the page at " at " is the user's", int(entry / 4) % 2, 1)
  if (space in region_count) {
    page = region_page(space, address)
    if (page == "") differ("wrong", "what is mapped at " at ", where no region is", "nothing", "frame " number)
    found = page in entry_of ? entry_of[page] : page ~ /^device / ? substr(page, 8) : "no frame"
    compare("wrong", "the frame that is mapped at " at ", where its object has this one", number, found)
    if (page ~ /^device /) return
  } else if (space == mapped_space) {
    is_mapped[address] = place_in_pool(number) " " int(entry / 2) % 2 * 2 + int(entry / 8) % 4 * 8 # PAGING_RIGHTS
  }
  mapped[number]++
}

# --- address spaces of a test in the kernel

function uses_of_spaces(names,  name, i, n) {
  for (i = 0; i < 64; i++) pool_frame(word(of("pool") + 4 * i))
  n = split(names, name, ",")
  mapped_space = of(name[1])
  for (i = 1; i <= n; i++) space_walk(of(name[i]), name[i])
  if ("mapped" in fact) mapped_against_facts()
}

# The frame whose entry of the table lies there.
function frame_at(entry) { return int((entry - of_variable("frame_table")) / layout("frame_bytes")) }

# Frames of the pool are the test's as long as they are in use.
function pool_frame(entry,  number) {
  number = frame_at(entry)
  if (entry != 0 && state[number] == layout("FRAME_CORE")) { use(number, "a frame of the test's") }
}

# Each word of such a frame has the frame's place in the pool and its own in the frame.
function place_in_pool(number,  first, last) {
  first = physical_word(number * 4096); last = physical_word(number * 4096 + 4092)
  return last - first == 1023 && first % 65536 == 0 ? first / 65536 : "frame " number ", which is none of the pool's,"
}

function mapped_against_facts(  line, part, address) {
  while ((getline line <fact["mapped"]) > 0) {
    split(line, part, " ")
    address = part[1] + 0
    compare("wrong", sprintf("the place in the pool of the frame that is mapped at 0x%08x, and what it allows, in the tables read from outside", address), address in is_mapped ? is_mapped[address] : "nothing", part[2] " " part[3])
    delete is_mapped[address]
  }
  for (address in is_mapped) compare("wrong", sprintf("the place in the pool of the frame that is mapped at 0x%08x, and what it allows, in the tables read from outside", address), is_mapped[address], "nothing")
}

# --- processes

function uses_of_programs(  i, n, list) {
  n = of_variable("test_taken_count")
  for (i = 0; i < n; i++) use(frame_at(word(of("test_taken") + 4 * i)), "taken away by the test")
  n = list_read(of("process_list"), layout("process_all"), list)
  for (i = 1; i <= n; i++) process_begin(list[i])
  for (i = 1; i <= n; i++) pager_slots(list[i])
  for (i = 1; i <= n; i++) space_walk(list[i] + layout("process_space"), name_of_process(list[i]))
  waits_of(list, n)
  lines_and_ranges()
  if (labs >= 2) compare("wrong", "the reserve's count of promised frames, where processes hold claims of so many", member(of("outside_counters"), "outside_counters_reserve.claimed"), claims + 0)
}

function name_of_process(process) { return "process " member(process, "process_number") }

# The structures on a list, at `offset` in each. Returns how many there are.
function list_read(head, offset, list,  at, n) {
  for (at = word(head); at != head; at = word(at)) {
    list[++n] = at - offset
    if (n > count) differ("wrong", "items on a list of the kernel's", "no more than frames", "no end")
  }
  return n + 0
}

# Its frame, what it promised itself, its regions, objects and pager.
function process_begin(process,  number, pager, window, n, i, list) {
  number = frame_of(process)
  use(number, "a process")
  compare("unproved", "marks of the frame of " name_of_process(process), marks[number], layout("KERNEL_FRAME_PROCESS"))
  claims += member(process, "process_claim") + member(process, "process_long_call.claim")
  regions_read(process)
  n = list_read(process + layout("process_objects"), layout("object_in_maker"), list)
  for (i = 1; i <= n; i++) {
    number = frame_of(list[i])
    use(number, "a memory object of " name_of_process(process))
    compare("unproved", "marks of the frame of an object of " name_of_process(process), marks[number], layout("KERNEL_FRAME_OBJECT"))
    object_pages(list[i], name_of_process(process))
  }
  pager = member(process, "process_pager")
  if (pager == 0) return
  use(frame_of(pager), "the pager of " name_of_process(process))
  window = pager + layout("pager_lent")
  if (member(pager, "pager_window") == window) object_pages(window, "the window of " name_of_process(process))
}

function regions_read(process,  i, region, space, n) {
  space = process + layout("process_space")
  for (i = 0; i < layout("REGIONS_MOST"); i++) {
    region = process + layout("process_regions") + i * layout("region_bytes")
    if (member(region, "region_object") != 0) region_at[space, ++n] = region
  }
  region_count[space] = n + 0
}

# Which page is to be mapped there: `OBJECT PAGE`, or `device FRAME`. Empty if no region is there.
function region_page(space, address,  i, region, start, object, page) {
  for (i = 1; i <= region_count[space]; i++) {
    region = region_at[space, i]
    start = member(region, "region_start")
    if (address < start || address >= start + 4096 * member(region, "region_pages")) continue
    object = member(region, "region_object")
    page = member(region, "region_first_page") + int((address - start) / 4096)
    if (byte(object + layout("object_kind")) == layout("OBJECT_DEVICE")) return "device " (int(member(object, "object_device") / 4096) + page)
    return object " " page
  }
  return ""
}

# --- objects

function object_pages(object, who,  kind, pages, directory, page, leaf, found) {
  kind = byte(object + layout("object_kind"))
  if (kind == layout("OBJECT_DEVICE")) return
  pages = member(object, "object_pages"); directory = member(object, "object_directory")
  if (directory == 0) {
    found = leaf_pages(object, who, member(object, "object_entries"), 0, pages, kind)
  } else {
    use(frame_of(directory), "a directory of pages of " who)
    for (page = 0; page < pages; page += 1024) {
      leaf = word(directory + 4 * int(page / 1024))
      if (leaf == 0) continue
      use(frame_of(leaf), "a leaf of pages of " who)
      found += leaf_pages(object, who, leaf, page, pages - page < 1024 ? pages : page + 1024, kind)
    }
  }
  compare("wrong", "not_absent of an object of " who ", with so many pages that are not", member(object, "object_not_absent"), found + 0)
}

# Entries at `at`, of the pages [first, end). Returns how many are not absent.
function leaf_pages(object, who, at, first, end, kind,  page, entry, where, number, found) {
  for (page = first; page < end; page++) {
    entry = word(at + 4 * (page - first))
    if (entry == 0) continue
    where = entry % 16; number = int(entry / 4096)
    if (where == 0) continue
    found++
    if (where == layout("PAGE_RESIDENT")) {
      entry_of[object " " page] = number
      use(number, kind == layout("OBJECT_WIRED") ? "a page of wired memory" : kind == layout("OBJECT_LENT") ? "a page that is lent" : "a page of an object")
      compare("wrong", "what frame " number " is for, by the frame table", owner_of(number), object " " page)
    } else if (where != layout("PAGE_FAILED")) {
      request[member(object, "object_pager") " " number] = object " " page " " (where == layout("PAGE_FETCHING") ? layout("SLOT_FETCH") : layout("SLOT_STORE"))
      requests[member(object, "object_pager")]++
    }
  }
  return found
}

function owner_of(number,  at) {
  at = of_variable("frame_table") + number * layout("frame_bytes") + layout("frame_owner")
  return word(at) " " word(at + 4)
}

# Each request in a slot is for a page that says so, and the other way round.
function pager_slots(process,  pager, i, slot, kind, open) {
  pager = member(process, "process_pager")
  if (pager == 0 || byte(process + layout("process_state")) >= layout("PROCESS_ENDING")) return
  for (i = 0; i < member(pager, "pager_slot_count"); i++) {
    slot = pager + layout("pager_slots") + i * layout("slot_bytes")
    kind = byte(slot + layout("slot_state"))
    if (kind != layout("SLOT_FETCH") && kind != layout("SLOT_STORE")) continue
    open[kind]++
    compare("wrong", "the page that is on its way in slot " i " of " name_of_process(process) ", by the objects", request[pager " " i], member(slot, "slot_object") " " member(slot, "slot_page") " " kind)
  }
  compare("wrong", "fetches of " name_of_process(process) ", of its slots", member(pager, "pager_fetches"), open[layout("SLOT_FETCH")] + 0)
  compare("wrong", "stores of " name_of_process(process) ", of its slots", member(pager, "pager_stores"), open[layout("SLOT_STORE")] + 0)
}

# --- all together

function state_for(number,  what) {
  what = used[number]
  if (what ~ /^taken away/) return state[number] == layout("FRAME_LENT") ? layout("FRAME_LENT") : layout("FRAME_KERNEL")
  if (what == "") return layout("FRAME_FREE")
  if (what ~ /^a page of wired|of the test's$/) return layout("FRAME_CORE")
  if (what == "a page that is lent") return layout("FRAME_LENT")
  return what == "a page of an object" ? layout("FRAME_PAGED") : layout("FRAME_KERNEL")
}

function frames_against_uses(  i) {
  for (i = 0; i < count; i++) {
    if (state[i] == 0 && !(i in used)) continue
    compare("wrong", "the state of frame " i ", which is " (i in used ? used[i] : "used by nothing") ", in the table, read from outside", name_of(state[i]), name_of(state_for(i)))
    if (used[i] ~ /^a page (of wired|of an object|that is lent)/) compare("wrong", "mappings of frame " i ", which page tables map so often", mappings[i], mapped[i] + 0)
  }
}

# The processor has what the kernel believes that it has.
function directory_that_is_loaded(  space, directory) {
  space = of_variable("tlb_space")
  directory = space == 0 ? of("kernel_directory") : member(space, "address_space_directory")
  compare("unproved", "the physical address of the page directory that the processor works with", loaded, directory - BASE)
}
