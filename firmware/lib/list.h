// A doubly linked list whose nodes are base classes of what they link, as list_head in Linux.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. Nothing is allocated; an object is on at most one list per node.
#ifndef STANDSTILL_FIRMWARE_LIB_LIST_H
#define STANDSTILL_FIRMWARE_LIB_LIST_H

namespace standstill::kernel {

/// The links an object carries. It must not be copied while it is on a list.
struct ListNode {
  ListNode* prev = nullptr;
  ListNode* next = nullptr;
  bool linked = false;  ///< it is on a list
};

/// A list of `T`, which derives from ListNode. The list owns nothing; all zero, it is empty.
template <typename T>
class List {
 public:
  constexpr List() = default;
  List(const List&) = delete;
  List& operator=(const List&) = delete;

  bool empty() const { return first_ == nullptr; }
  T* first() { return static_cast<T*>(first_); }
  /// The element after `item`, or null at the end.
  T* after(T& item) { return static_cast<T*>(item.next); }

  void push_back(T& item) { insert_before(nullptr, item); }
  /// Puts `item` in front of `position`; a null position means the end.
  void insert_before(T* position, T& item) {
    item.next = position;
    item.prev = position == nullptr ? last_ : position->prev;
    item.linked = true;
    (item.prev == nullptr ? first_ : item.prev->next) = &item;
    (position == nullptr ? last_ : position->prev) = &item;
  }
  void remove(T& item) {
    (item.prev == nullptr ? first_ : item.prev->next) = item.next;
    (item.next == nullptr ? last_ : item.next->prev) = item.prev;
    item.prev = item.next = nullptr;
    item.linked = false;
  }
  T* pop_front() {
    T* item = first();
    if (item != nullptr) remove(*item);
    return item;
  }

 private:
  ListNode* first_ = nullptr;
  ListNode* last_ = nullptr;
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_LIB_LIST_H
