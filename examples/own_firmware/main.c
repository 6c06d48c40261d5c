/* Four harts share a table. Hart 0 changes it while the others stand still; then each adds it up.
   SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "standstill_markers.h"

#define HARTS 4
#define ROUNDS 8
#define WORDS 64
#define ADD_UP 1 /* the region of add_up() */

/* What the harts of a rendezvous count down and look at, a cache line each. */
static struct {
  int arrived __attribute__((aligned(64)));
  int changed __attribute__((aligned(64)));
  int left __attribute__((aligned(64)));
} stop;

static uint32_t table[WORDS] __attribute__((aligned(64)));
static int online;
static uint32_t round;

static volatile uint32_t *const msip = (volatile uint32_t *)0x02000000;
static volatile uint32_t *const finisher = (volatile uint32_t *)0x00100000;

static void finish(uint32_t code) { *finisher = code == 0 ? 0x5555 : 0x3333 | code << 16; }

static void change_table(void) {
  for (int i = 0; i < WORDS; ++i) table[i] += (uint32_t)i;
}

/* What the table adds up to is known: a hart that sees an old word ends the run. */
static void add_up(void) {
  STANDSTILL_MARK(STANDSTILL_REGION_BEGIN, ADD_UP);
  uint32_t sum = 0;
  for (int i = 0; i < WORDS; ++i) sum += table[i];
  STANDSTILL_MARK(STANDSTILL_REGION_END, ADD_UP);
  if (sum != round * (WORDS * (WORDS - 1) / 2)) finish(1);
}

/* Interrupts are off here: on hart 0 always, on the others by their trap. */
static void take_part(int changes) {
  STANDSTILL_MARK(STANDSTILL_STOPPER, &stop);
  __atomic_sub_fetch(&stop.arrived, 1, __ATOMIC_ACQ_REL);
  STANDSTILL_MARK(STANDSTILL_PREPARE, &stop);
  if (changes) {
    while (__atomic_load_n(&stop.arrived, __ATOMIC_ACQUIRE) != 0) continue;
    STANDSTILL_MARK(STANDSTILL_RUN_BEGIN, &stop);
    change_table();
    ++round;
    STANDSTILL_MARK(STANDSTILL_RUN_END, &stop);
    __atomic_store_n(&stop.changed, 1, __ATOMIC_RELEASE);
  }
  while (__atomic_load_n(&stop.changed, __ATOMIC_ACQUIRE) == 0) continue;
  STANDSTILL_MARK(STANDSTILL_EXIT, &stop);
  add_up();
  __atomic_sub_fetch(&stop.left, 1, __ATOMIC_ACQ_REL);
  STANDSTILL_MARK(STANDSTILL_LEAVE, &stop);
}

__attribute__((interrupt("machine"), aligned(4))) void doorbell(void) {
  uint64_t hart;
  __asm__ volatile("csrr %0, mhartid" : "=r"(hart));
  msip[hart] = 0;
  take_part(0);
}

static void stop_and_change(void) {
  STANDSTILL_MARK_WITH(STANDSTILL_CALL, &stop, STANDSTILL_KIND_OWN | HARTS << 8);
  stop.arrived = HARTS;
  stop.changed = 0;
  stop.left = HARTS;
  for (int hart = 1; hart < HARTS; ++hart) {
    STANDSTILL_MARK_WITH(STANDSTILL_QUEUED, &stop, hart);
    STANDSTILL_MARK_WITH(STANDSTILL_DOORBELL, &stop, hart);
    __asm__ volatile("fence rw, rw" ::: "memory"); /* the work before the ring */
    msip[hart] = 1;
  }
  take_part(1);
  while (__atomic_load_n(&stop.left, __ATOMIC_ACQUIRE) != 0) continue;
  STANDSTILL_MARK(STANDSTILL_DONE, &stop);
  STANDSTILL_MARK(STANDSTILL_RETURN, &stop);
}

void boot(uint64_t hart) {
  __atomic_add_fetch(&online, 1, __ATOMIC_ACQ_REL);
  if (hart != 0) {
    __asm__ volatile("csrsi mstatus, 8"); /* MIE */
    return;                               /* to sleep between doorbells */
  }
  while (__atomic_load_n(&online, __ATOMIC_ACQUIRE) != HARTS) continue;
  for (int i = 0; i < ROUNDS; ++i) stop_and_change();
  finish(0);
}
