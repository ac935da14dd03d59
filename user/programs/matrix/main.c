// SPDX-License-Identifier: MIT
// matrix [SIZE]: multiplies an n by 8 matrix with an 8 by n one; n such that the n by n result
// fills so much memory (user/demo_memory.h). Checks the result with Freivalds' test: for any vector
// r, (A B) r must be A (B r).
#include "user/demo_memory.h"
#include "user/print.h"
#include "user/system.h"

#define INNER 8
#define SEED  54321

// All in the memory: n rows of `left`, n columns of `right` (so both are read along their rows), n
// words of `vector`, and `product`.
static uint32_t (*left)[INNER], (*right)[INNER], *vector, *product;

#define WORDS_A_ROW (2 * INNER + 1) // besides the product

static uint32_t square_root(uint32_t number)
{
    uint32_t root = 0;

    for (uint32_t bit = 1u << 15; bit != 0; bit >>= 1) {
        if ((root + bit) * (root + bit) <= number)
            root += bit;
    }
    return root;
}

// Divides the memory up. Returns n: the largest, or one less, for which it is enough.
static uint32_t divide_memory(uint32_t pages)
{
    uint32_t rows = square_root(pages * (PAGE_BYTES / sizeof(uint32_t))) - (WORDS_A_ROW + 1) / 2;

    left = (void *)DEMO_MEMORY;
    right = left + rows;
    vector = (uint32_t *)(right + rows);
    product = vector + rows;
    return rows;
}

static uint32_t multiply_row(const uint32_t *row, const uint32_t *column)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < INNER; i++)
        sum += row[i] * column[i];
    return sum;
}

static void fill(uint32_t rows)
{
    uint32_t state = SEED;

    for (uint32_t row = 0; row < rows; row++) {
        for (uint32_t i = 0; i < INNER; i++) {
            left[row][i] = demo_random(&state);
            right[row][i] = demo_random(&state);
        }
        vector[row] = demo_random(&state);
    }
}

static void multiply(uint32_t rows)
{
    for (uint32_t row = 0; row < rows; row++) {
        for (uint32_t column = 0; column < rows; column++)
            product[row * rows + column] = multiply_row(left[row], right[column]);
    }
}

// In how many rows it is wrong.
static uint32_t check(uint32_t rows)
{
    uint32_t image[INNER] = {0}, wrong = 0; // B r

    for (uint32_t column = 0; column < rows; column++) {
        for (uint32_t i = 0; i < INNER; i++)
            image[i] += right[column][i] * vector[column];
    }
    for (uint32_t row = 0; row < rows; row++) {
        uint32_t sum = 0;
        for (uint32_t column = 0; column < rows; column++)
            sum += product[row * rows + column] * vector[column];
        wrong += sum != multiply_row(left[row], image);
    }
    return wrong;
}

int32_t main(const char *command_line)
{
    struct arguments arguments;
    uint32_t start = (uint32_t)clock_read();

    arguments_split(&arguments, command_line);
    uint32_t pages = demo_memory_take(&arguments, 0);
    uint32_t rows = divide_memory(pages);
    fill(rows);
    multiply(rows);
    uint32_t wrong = check(rows);
    print("matrix: a product of %u by %u numbers in %u pages has %u wrong rows, in %s\n", rows,
          rows, pages, wrong, demo_time(start));
    return wrong == 0 ? 0 : 1;
}
