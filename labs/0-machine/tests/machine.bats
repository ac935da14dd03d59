#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The given kernel: what it says of the machine, and that each way to go wrong ends as it should.

load "$GRADE_LIB"

@test "machine-boot" {
  boot
  expect_finished
  # the firmware's map for 64 MiB, less what the kernel says it took: qboot keeps nothing of the upper memory
  local taken end=0x4000000
  [[ $UNEON_FIRMWARE != default ]] || end=0x3fe0000
  taken=$(given_records taken | awk '{ split($2, s, "="); split($3, e, "="); n += e[2] - s[2] } END { print n }')
  expect 'bytes of RAM left' "$(value bytes)" "$(printf '0x%x' $((0x9fc00 + end - 0x100000 - taken)))"
}

@test "machine-small" {
  boot ram=2 test=machine-boot
  expect 'what a machine of 2 MiB does' "$END" unsuitable
  expect_that 'what it says' 'a machine with 4 MiB of RAM' "$(cat "$CONSOLE_LOG")" grep -q 'needs a machine with 4 MiB' "$CONSOLE_LOG"
}

@test "machine-large" {
  boot ram=2048 test=machine-boot
  expect_finished
  local left=256
  [[ $UNEON_FIRMWARE != default ]] || left=255
  expect_that 'what it says of 2 GiB' "$left MiB left unused" "$(cat "$CONSOLE_LOG")" grep -q "$left MiB above 1.75 GiB are left unused" "$CONSOLE_LOG"
}

@test "machine-format" {
  boot
  expect_finished
  expect 'formatted text' "$(records value | text)" \
    '-2147483648|   42|42   |00042|-0042|beef|0000beef|123456789abcdef|text|    ab|ab    |z|%|0x00001000'
}

@test "machine-command-line" {
  boot
  expect_finished
}

# It is read once, and then stands where the code that sends records keeps it, and nowhere else.
@test "machine-nonce" {
  boot ram=4 test=machine-boot at_end=hold
  expect_finished
  inspect 0 $((4 << 20)) "$TEST_LOGS/memory"
  expect 'places in memory with the nonce of the records' "$(grep -aoF "$GRADE_NONCE" "$TEST_LOGS/memory" | wc -l)" 1
  rm -f "$TEST_LOGS/memory"
}

@test "machine-memory-map" {
  boot map1=u:0-1000,u:2000-3000 \
    map2=u:2000-3000,u:0-1000,u:800-2800 \
    map3=u:0-10000,r:4000-5000,r:4800-5800 \
    map4=r:4000-5000,u:0-10000,u:4000-5000 \
    map5=u:6fffffff-80000000,u:100000000-100001000 \
    map6=u:1001-2fff,u:2fff-3456 \
    map7=u:5000-5000,u:9000-8000,r:0-ffffffffffffffff \
    map8=u:0-10000,r:0-1000,r:f000-10000
  expect_finished
  expect 'the ranges of eight maps' "$(records map range | sed -E 's/(number|unreachable|start|end)=//g' | tr '\n' ';')" \
    "1 0x0;0x0 0x1000;0x2000 0x3000;2 0x0;0x0 0x3000;3 0x0;0x0 0x4000;0x5800 0x10000;4 0x0;0x0 0x4000;0x5000 0x10000;5 0x10001000;0x6fffffff 0x70000000;6 0x0;0x1001 0x3456;7 0x0;8 0x0;0x1000 0xf000;"
}

@test "machine-modules" {
  head -c 5000 /dev/zero | tr '\0' 'a' >"$TEST_LOGS/a"
  printf 'xyz' >"$TEST_LOGS/b"
  boot "modules=logs/$TEST_NAME/a one two,logs/$TEST_NAME/b three"
  expect_finished
  expect 'sums over both modules' "$(value sum | tr '\n' ' ')" "$((5000 * 97)) $((120 + 121 + 122)) "
  expect 'their command lines' "$(records value | text | sed 's|^[^ ]*/||' | tr '\n' ';')" 'a one two;b three;'
}

@test "machine-modules-too-large" {
  head -c 6000000 /dev/zero >"$TEST_LOGS/large"
  boot ram=4 test=machine-boot "modules=logs/$TEST_NAME/large"
  expect 'a module larger than memory' "$END" unsuitable
}

@test "machine-timer" {
  boot
  expect_finished
  # ten ticks of 10 ms at 8 ns an instruction, and what the 8254 cannot divide evenly
  need instructions
  local count
  count=$(value instructions)
  expect_that 'instructions in ten ticks' '12,500,000, give or take 0.1 %' "$count" test $((count > 12487500 && count < 12512500)) = 1
}

@test "machine-panic" {
  boot
  # the test's first random number, by the same generator
  local left=$((GRADE_SEED * 16807 % 2147483647 % 1000))
  expect_panic "left is $left (0x$(printf %x "$left")), right is $((left + 1))" 'an assertion that fails prints both values'
  describe_end
  expect_that 'the backtrace' 'names of functions' "$(cat "$CONSOLE_LOG")" grep -q 'machine_panic (' "$CONSOLE_LOG"
}

expect_fault() { # VECTOR FUNCTION TEXT
  expect 'how it ended' "$END" fault
  expect 'the vector' "$(records fault | key vector)" "$1"
  describe_end
  expect_that 'the function' "$2" "$END_TEXT" grep -q "^in $2 " <<<"$END_TEXT"
  expect_that 'the words' "$3" "$(records fault | text)" grep -qF "$3" <<<"$(records fault)"
  expect_that 'the registers and a backtrace' "eip and $2" "$(tail -n 8 "$CONSOLE_LOG")" \
    awk -v name="$2" '/eip [0-9a-f]+ +eflags/ { r = 1 } index($0, "  " name " (") && /^  0x/ { b = 1 } END { exit !(r && b) }' "$CONSOLE_LOG"
}

@test "machine-null-pointer" {
  boot
  expect_fault 14 write_to_null 'kernel write to 0x00000010, a null pointer or a field of one: the page is not present'
}

@test "machine-read-only" {
  boot
  expect_fault 14 machine_read_only 'the page does not allow it'
}

@test "machine-divide" {
  boot
  expect_fault 0 machine_divide 'divide error'
}

@test "machine-opcode" {
  boot
  expect_fault 6 machine_opcode 'invalid opcode'
}

@test "machine-protection" {
  boot
  expect_fault 13 machine_protection 'selector 0x1230 in the GDT'
}

@test "machine-stack-overflow" {
  boot
  expect_fault 8 recurse 'the kernel stack overflowed'
}

@test "machine-hang" {
  boot
  expect 'how it ended' "$END" hang
  describe_end
  expect_that 'the function' spin "$END_TEXT" grep -q '^in spin ' <<<"$END_TEXT"
}

@test "machine-reset" {
  boot
  expect 'how it ended' "$END" reset
}

@test "machine-flood" {
  boot
  expect 'how it ended' "$END" flood
}
