"""Reads two logs with pm4py and says where they differ: per case the same activities, instants, resources and groups."""

import sys
from collections import defaultdict

import pm4py


def cases(path):
    """Case by case, the sequence of (activity, instant in milliseconds, resource, group) in the order of the log."""
    table = pm4py.read_xes(path, return_legacy_log_object=False)
    found = defaultdict(list)
    columns = ["case:concept:name", "concept:name", "time:timestamp", "org:resource", "org:group"]
    for case, activity, at, resource, group in table[columns].itertuples(index=False):
        found[case].append((activity, round(at.timestamp() * 1000), resource, group))
    return found


original, exported = cases(sys.argv[1]), cases(sys.argv[2])
different = [case for case in original if original[case] != exported.get(case)]
more = sorted(set(exported) - set(original))
print(f"cases {len(original)} events {sum(map(len, original.values()))} different {len(different)} more {len(more)}")
for case in different[:5]:
    print(case, original[case], exported.get(case), sep="\n  ")
sys.exit(1 if different or more else 0)
