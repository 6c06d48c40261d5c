// A doubly linked list whose nodes are base classes of what they link, as list_head in Linux.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. Nothing is allocated; an object is on at most one list per node.
#ifndef STANDSTILL_FIRMWARE_KERNEL_LIST_H
#define STANDSTILL_FIRMWARE_KERNEL_LIST_H

namespace standstill::kernel {

/// The links an object carries. Null while it is on no list.
struct ListNode {
  ListNode* prev = nullptr;
  ListNode* next = nullptr;

  bool linked() const { return next != nullptr; }
};

/// A list of `T`, which derives from ListNode. The list owns nothing and never moves.
template <typename T>
class List {
 public:
  constexpr List() : head_{&head_, &head_} {}
  List(const List&) = delete;
  List& operator=(const List&) = delete;

  bool empty() const { return head_.next == &head_; }
  T* first() { return empty() ? nullptr : static_cast<T*>(head_.next); }
  /// The element after `item`, or null at the end.
  T* after(T& item) { return item.next == &head_ ? nullptr : static_cast<T*>(item.next); }

  void push_back(T& item) { link(item, *head_.prev, head_); }
  /// Puts `item` in front of `position`; a null position means the end.
  void insert_before(T* position, T& item) {
    ListNode& next = position == nullptr ? head_ : static_cast<ListNode&>(*position);
    link(item, *next.prev, next);
  }
  static void remove(T& item) {
    item.prev->next = item.next;
    item.next->prev = item.prev;
    item.prev = item.next = nullptr;
  }
  T* pop_front() {
    T* item = first();
    if (item != nullptr) remove(*item);
    return item;
  }

 private:
  static void link(ListNode& item, ListNode& prev, ListNode& next) {
    item.prev = &prev;
    item.next = &next;
    prev.next = &item;
    next.prev = &item;
  }

  ListNode head_;
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_LIST_H
