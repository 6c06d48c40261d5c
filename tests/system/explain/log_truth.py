# Whether a critical path says of each hart what the event log says of it, read independently.
# SPDX-License-Identifier: Apache-2.0
import bisect
import collections

# Waits of a hart outside its pipeline that stand on the path under their own name.
OWN_WAITS = {"fetch_miss", "miss_home", "miss_owner", "miss_memory", "fence", "atomic", "imsic",
             "reservation", "stall", "victim"}
# What a hart does itself, and not a store of its that is on its way.
OWN = OWN_WAITS | {"execute", "fn", "timer", "asleep", "bus"}
END = 1 << 62


class Spans:
    """Intervals [begin, end) of one kind, in the order of their begins."""

    def __init__(self):
        self.begins, self.all = [], []

    def add(self, begin, end, what=None):
        at = bisect.bisect(self.begins, begin)
        self.begins.insert(at, begin)
        self.all.insert(at, [begin, end, what])

    def open(self, begin, what=None):
        self.add(begin, END, what)

    def close(self, end, what=None):
        for span in reversed(self.all):
            if span[1] == END and span[2] == what:
                span[1] = end
                return

    def overlapping(self, begin, end):
        return [span for span in self.all[:bisect.bisect_left(self.begins, end)] if span[1] > begin]

    def cover(self, begin, end, accept=lambda what: True):
        """Whether those that `accept` leave nothing of [begin, end) uncovered."""
        for span in self.overlapping(begin, end):
            if accept(span[2]) and span[0] <= begin:
                begin = max(begin, span[1])
        return begin >= end


class Log:
    """What events.log says of each hart, and of the home nodes."""

    def __init__(self, path):
        new = lambda: collections.defaultdict(Spans)
        self.waits, self.misses, self.devices, self.masked, self.locks = (new() for _ in range(5))
        self.handlers, self.homes = new(), new()
        self.fabric = Spans()
        self.loads = collections.defaultdict(list)
        self.requests = {}
        for line in open(path):
            cycle, source, kind, name, cause, *words = line.rstrip("\n").split("\t")
            take = getattr(self, "take_" + kind, None)
            if take:
                take(int(cycle), source, name, cause, dict(word.split("=", 1) for word in words))

    def take_waited(self, cycle, source, _, __, words):
        self.waits[source].add(cycle - int(words["cycles"]), cycle, words["for"])

    def take_load(self, cycle, source, _, cause, words):
        if "@" in cause:
            self.loads[source].append((cycle, int(cause.split("@")[1]), int(words["looked"]),
                                       int(words["addr"], 16) & ~63))

    def take_miss(self, cycle, source, name, _, words):
        self.misses[source].open(cycle, int(words["line"], 16) & ~63)

    def take_fill(self, cycle, source, _, __, words):
        self.misses[source].close(cycle, int(words["line"], 16) & ~63)

    def take_device_begin(self, cycle, source, *_):
        self.devices[source].open(cycle)

    def take_device_end(self, cycle, source, *_):
        self.devices[source].close(cycle)

    def take_interrupts(self, cycle, source, _, __, words):
        if words["enabled"] == "0":
            self.masked[source].open(cycle)
        else:
            self.masked[source].close(cycle)

    def take_trap(self, cycle, source, *_):
        self.handlers[source].open(cycle)

    def take_trap_return(self, cycle, source, *_):
        self.handlers[source].close(cycle)

    def take_marker(self, cycle, source, _, __, words):
        if words["phase"] == "lock_wait":
            self.locks[source].open(cycle, words["object"])
        elif words["phase"] == "lock_acquired":
            self.locks[source].close(cycle, words["object"])
        elif words["phase"] == "switch":
            self.handlers[source].close(cycle)

    def take_home_begin(self, cycle, _, __, ___, words):
        self.homes[int(words["line"], 16)].open(cycle, int(words["requester"]))

    def take_home_end(self, cycle, _, __, ___, words):
        line = self.homes[int(words["line"], 16)]
        for span in line.all:
            span[1] = min(span[1], max(cycle, span[0]))

    def take_bus_request(self, cycle, _, name, *__):
        self.requests[name] = cycle

    def take_wire(self, cycle, _, __, cause, ___):
        if cause in self.requests:
            self.fabric.add(self.requests[cause], cycle)

    def contended(self, hart, begin, end):
        """Whether `hart` waits, all the time, for a line that home is busy with for others."""
        return any(self.homes[line].cover(begin, end, lambda who: f"hart{who}" != hart)
                   for _, _, line in self.misses[hart].overlapping(begin, end))

    def holds(self, hart, cause, begin, end):
        """Whether `hart` can have spent [begin, end) on `cause`. The rest of the causes is about
        stores that are on their way, of which the log does not say where they are."""
        waits = self.waits[hart].overlapping(begin, end)
        if cause in OWN_WAITS:
            names = {cause} | ({"miss_pending"} if cause == "miss_home" else set())
            return self.waits[hart].cover(begin, end, lambda what: what in names)
        if cause in ("timer", "asleep"):
            return self.waits[hart].cover(begin, end, lambda what: what == "asleep")
        if cause in ("execute", "fn", "store_visible"):
            return not waits
        if cause == "bus":
            return self.devices[hart].cover(begin, end)
        if cause == "irqs_masked":
            return self.masked[hart].cover(begin, end) and not any(w[2] == "asleep" for w in waits)
        if cause == "trap":
            return not any(what in ("asleep", "reservation", "stall") for _, _, what in waits)
        if cause == "fabric":
            return self.fabric.cover(begin, end)
        if cause == "lock":
            return self.locks[hart].cover(begin, end)
        if cause == "contention":
            return self.contended(hart, begin, end)
        if cause in ("upgrade", "line_transfer"):
            own = self.waits[hart].cover(begin, end, lambda what: what == cause)
            return own or self.misses[hart].cover(begin, end)
        return True


def check_states(log, explained):
    """What is wrong with the segments of one path, or None."""
    for segment in explained["segments"]:
        begin, end = segment["from"], segment["from"] + segment["cycles"]
        if not log.holds(f"hart{segment['hart']}", segment["cause"], begin, end):
            return f"by the log this is not what the hart did: {segment}"
    return None


def waits_from(log, hart, said, last):
    """When `hart`, which has said at `said` that it is there, was only waiting for the state that
    came after `last`; END if it came to look when that was there already. It looked before if the
    log says so of the load that saw the state, or if it had got the state's line before."""
    for cycle, store, looked, line in log.loads[hart]:
        if store >= last:
            looks = [cycle - looked] if looked > 0 else []
            looks += [end for begin, end, of in log.misses[hart].overlapping(said, last)
                      if of == line and begin >= said and end < last]
            return max(said, min(looks)) if looks else END
    return END


def check_waiters(log, rendezvous, explained):
    """A hart that waits until the others are there can spend none of the path on it, but in an
    interrupt's handler."""
    for moment in ("prepare", "run_ack"):
        said = {hart["hart"]: hart[moment] for hart in rendezvous["per_hart"] if hart[moment]}
        last = max(said.values(), default=0)
        since = {hart: waits_from(log, f"hart{hart}", at, last) for hart, at in said.items()}
        for segment in explained["segments"]:
            begin, end = segment["from"], segment["from"] + segment["cycles"]
            if segment["cause"] not in OWN or segment["hart"] not in said:
                continue
            begin, end = max(begin, since[segment["hart"]]), min(end, last)
            if begin < end and not log.handlers[f"hart{segment['hart']}"].overlapping(begin, end):
                return f"after its {moment} this hart only waited: {segment}"
    return None
