"""pm4py on a log that it has read: for each word on standard input it makes the call of that name, and says how many seconds it took."""

import sys
import time

import pm4py
from pm4py.util import constants

# Bars cost time, and nobody sees them.
constants.SHOW_PROGRESS_BAR = False

table = pm4py.read_xes(sys.argv[1], return_legacy_log_object=False)
net = pm4py.read_pnml(sys.argv[2])
calls = {
    "replay": lambda: pm4py.conformance_diagnostics_token_based_replay(table, *net),
    "handovers": lambda: pm4py.discover_handover_of_work_network(table),
    "variants": lambda: pm4py.get_variants(table),
}
# What they import is not what they compute.
for call in calls.values():
    call()
print("ready", flush=True)
for line in sys.stdin:
    started = time.perf_counter()
    calls[line.strip()]()
    print(time.perf_counter() - started, flush=True)
