# SPDX-License-Identifier: MIT
# user-writer: the sum of all words that the program adds up. Its generator works modulo 2^32, and the products
# are made from halves so that they stay exact. Variables: seed_value, writes.
BEGIN {
  seed(seed_value)
  state = 1 + random(1000000)
  for (i = 0; i < writes; i++) {
    high = int(state / 65536); low = state % 65536
    state = ((high * 1103515245 % 65536) * 65536 + low * 1103515245 + 12345) % 4294967296
    sum += state % 256
  }
  printf "%.0f\n", sum % 4294967296
}
