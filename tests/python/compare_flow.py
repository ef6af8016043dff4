"""What pm4py makes of a log, as one JSON value: its ways, its handovers, a performance spectrum, and a replay on each of some nets."""

import importlib.util
import json
import sys

import pm4py
from pm4py.algo.discovery.performance_spectrum import algorithm as performance_spectrum

# With it pm4py reads logs in another way, which misreads cases that have no end date.
assert importlib.util.find_spec("rustxes") is None, "rustxes is installed: pm4py misreads this log with it"

log, between, *nets = sys.argv[1:]
table = pm4py.read_xes(log, return_legacy_log_object=False)


def replayed(path):
    """Of each case what its replay came to; and what all of them came to."""
    net = pm4py.read_pnml(path)
    # It replays cases in the order of their names.
    cases = sorted(table["case:concept:name"].unique())
    told = pm4py.conformance_diagnostics_token_based_replay(table, *net)
    keys = ["trace_fitness", "produced_tokens", "consumed_tokens", "missing_tokens", "remaining_tokens"]
    overall = pm4py.fitness_token_based_replay(table, *net)
    return {
        "dossiers": {case: [one[key] for key in keys] for case, one in zip(cases, told, strict=True)},
        "mean_fitness": overall["average_trace_fitness"],
        "log_fitness": overall["log_fitness"],
        "fitting": overall["percentage_of_fitting_traces"],
        "visible": all(transition.label for transition in net[0].transitions),
    }


handovers = pm4py.discover_handover_of_work_network(table).connections
# It takes instants for nanoseconds, whatever unit they are in.
in_nanoseconds = table.assign(**{"time:timestamp": table["time:timestamp"].dt.as_unit("ns")})
spectrum = performance_spectrum.apply(in_nanoseconds, between.split("|"))
json.dump(
    {
        "variants": [[list(way), count] for way, count in pm4py.get_variants(table).items()],
        "handovers": [[*pair, share] for pair, share in handovers.items()],
        "spectrum": [[round(1000 * at) for at in line] for line in spectrum["points"]],
        "replayed": [replayed(net) for net in nets],
    },
    sys.stdout,
)
