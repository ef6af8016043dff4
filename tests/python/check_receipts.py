"""Holds receipts against a log that is published as C2SP tiles with its entries, and believes neither.

    check_receipts.py FILE SOURCE VERIFIER

FILE has one receipt a line, as `lienthong submit` writes them; SOURCE and VERIFIER are those of `read_log.py`. Of each receipt: the log
signed its checkpoint, its path leads there, and the log as it is now has at that place a record with that leaf, which says of that command
what the receipt says. What it found comes out as one JSON object; the first receipt that does not hold ends it with status 1.
"""

import base64
import json
import sys

import check_bundle
import read_log


def unbase64(text):
    return base64.b64decode(text or "", validate=True)


def promised(receipt, verifier):
    """The place and leaf that the log has signed for, if it has."""
    key = check_bundle.NoteKey(verifier)
    origin, size, root = key.open(unbase64(receipt["checkpoint"]).decode()).splitlines()[:3]
    check_bundle.need(origin == receipt["origin"] == key.name, "it is of another log")
    index, leaf = int(receipt["sequence"]) - 1, unbase64(receipt["leaf"])
    path = [unbase64(step) for step in receipt.get("path", [])]
    reached = check_bundle.root_of(leaf, index, int(size), path)
    check_bundle.need(reached == unbase64(root), "its path does not lead to its checkpoint")
    return index, leaf, int(size)


def entries(source, tiles, index):
    """The entries of the bundle with this record, of which all are held against their tile."""
    number = index // read_log.WIDTH
    bundle = source.get(read_log.name("entries", number, tiles.width(0, number)))
    found, at = [], 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        found.append(bundle[at + 2 : end])
        at = end
    check_bundle.need([read_log.leaf_hash(entry) for entry in found] == tiles.hashes(0, number), "entries and tile differ")
    return found


def kept(receipt, index, leaf, source, tiles):
    """The log has the record, and it says what was promised."""
    check_bundle.need(index < tiles.size, "the log ends before it")
    data = entries(source, tiles, index)[index % read_log.WIDTH]
    check_bundle.need(read_log.leaf_hash(data) == leaf, "the log has another record there")
    record = check_bundle.Record(index + 1, data)
    command = check_bundle.message(record.command)
    said = (receipt["stream"], int(receipt["revision"]), receipt["agency"], unbase64(receipt["commandId"]), receipt.get("admitted", False))
    is_so = (record.stream, record.revision, record.agency, check_bundle.one(command, 1), bool(record.events))
    check_bundle.need(said == is_so, f"the record says {is_so}")


def main(file, where, verifier):
    source = read_log.Source(where)
    _, size, root = read_log.checkpoint(source, verifier)
    tiles = read_log.Tiles(source, size)
    read_log.every_tile(tiles, root)
    found = {"size": size, "receipts": 0, "admitted": 0}
    with open(file, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                receipt = json.loads(line)
                index, leaf, size_then = promised(receipt, verifier)
                check_bundle.need(size_then <= size, "its checkpoint is over more than the log has now")
                kept(receipt, index, leaf, source, tiles)
            except (check_bundle.Wrong, read_log.Wrong, ValueError, KeyError, IndexError, TypeError) as error:
                sys.exit(f"line {number}: {type(error).__name__}: {error}")
            found["receipts"] += 1
            found["admitted"] += receipt.get("admitted", False)
    print(json.dumps(found))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except read_log.Wrong as wrong:
        sys.exit(str(wrong))
