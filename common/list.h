// SPDX-License-Identifier: MIT
// Doubly linked lists, closed to a ring by their head. An item leaves its list without knowing
// which one that is. All operations take constant time and never wait.
#ifndef COMMON_LIST_H
#define COMMON_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
    struct list *next, *previous;
};

// The structure that `pointer`, its member `member`, is part of.
#define LIST_ITEM(pointer, type, member) ((type *)list_item_start(pointer, offsetof(type, member)))

static inline void *list_item_start(const void *pointer, size_t member_offset)
{
    return (char *)pointer - member_offset;
}

static inline void list_init(struct list *list)
{
    list->next = list->previous = list;
}

static inline bool list_is_empty(const struct list *list)
{
    return list->next == list;
}

// Puts `item` before `place`: at the end of the list if that is its head.
static inline void list_insert(struct list *place, struct list *item)
{
    struct list *previous = place->previous;
    item->next = place;
    item->previous = previous;
    previous->next = item;
    place->previous = item;
}

static inline void list_append(struct list *list, struct list *item)
{
    list_insert(list, item);
}

// Takes `item` out of the list that it is on. Its links are garbage afterwards.
static inline void list_remove(struct list *item)
{
    struct list *next = item->next, *previous = item->previous;
    previous->next = next;
    next->previous = previous;
}

// Moves all items of `from`, in order, behind those of `to`.
static inline void list_move_all(struct list *to, struct list *from)
{
    if (list_is_empty(from))
        return;
    struct list *first = from->next, *last = from->previous;
    first->previous = to->previous;
    to->previous->next = first;
    last->next = to;
    to->previous = last;
    list_init(from);
}

#endif
