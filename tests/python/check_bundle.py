"""Checks a bundle with nothing of ours: RFC 6962, C2SP signed notes and checkpoints, protobuf's wire format, Ed25519 by PyNaCl.

    check_bundle.py FILE [FINGERPRINT]

Prints one line a record and exits 0 if everything holds; prints what does not, and exits 1.
"""

import base64
import hashlib
import json
import sys
from collections import defaultdict

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey


class Wrong(Exception):
    """What does not hold."""


def need(holds, what):
    if not holds:
        raise Wrong(what)


def unbase64(text):
    return base64.b64decode(text, validate=True)


# RFC 6962 section 2.1.


def leaf_hash(content):
    return hashlib.sha256(b"\0" + content).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(leaf, index, size, path):
    """The root that a path leads to (RFC 9162, section 2.1.3.2)."""
    need(0 <= index < size, "outside the tree")
    fn, sn, node = index, size - 1, leaf
    for step in path:
        need(sn > 0, "the path is too long")
        if fn & 1 or fn == sn:
            node = node_hash(step, node)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = node_hash(node, step)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0, "the path is too short")
    return node


# C2SP signed-note, tlog-checkpoint.


class NoteKey:
    def __init__(self, text):
        self.name, key_hash, key = text.split("+", 2)
        kind, self.public = unbase64(key)[:1], unbase64(key)[1:]
        need(kind == b"\1" and len(self.public) == 32, "the log's key is no Ed25519 key")
        self.id = hashlib.sha256(self.name.encode() + b"\n" + kind + self.public).digest()[:4]
        need(self.id.hex() == key_hash, "the log's key has another hash")

    def open(self, note):
        text, _, signatures = note.rpartition("\n\n")
        text += "\n"
        for line in signatures.splitlines():
            dash, name, signature = line.split(" ")
            signature = unbase64(signature)
            if dash == "\u2014" and name == self.name and signature[:4] == self.id:
                verify(self.public, text.encode(), signature[4:], "the log did not sign this note")
                return text
        raise Wrong("the note is not signed by the log")


def verify(public, message, signature, what):
    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError) as error:
        raise Wrong(f"{what}: {error}") from error


# Protobuf's wire format: field number -> values in order.


def message(data):
    fields, at = defaultdict(list), 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        tag = varint()
        if tag & 7 == 0:
            fields[tag >> 3].append(varint())
        elif tag & 7 == 2:
            length = varint()
            need(at + length <= len(data), "a message is cut off")
            fields[tag >> 3].append(data[at : at + length])
            at += length
        else:
            raise Wrong("a wire type that no message of a bundle has")
    return fields


def one(fields, number, default=b""):
    return fields[number][-1] if fields[number] else default


def text(fields, number):
    return one(fields, number).decode()


def instant(fields, number):
    """Seconds and nanoseconds; None where it is absent."""
    if not fields[number]:
        return None
    stamp = message(one(fields, number))
    seconds = one(stamp, 1, 0)
    return (seconds - (1 << 64) if seconds >> 63 else seconds, one(stamp, 2, 0))


class Record:
    """What is needed of proto/lienthong/v1/record.proto and command.proto."""

    def __init__(self, sequence, data):
        record = message(data)
        self.sequence, self.leaf = sequence, leaf_hash(data)
        self.origin, self.stream = text(record, 2), text(record, 3)
        self.revision, self.previous = one(record, 4, 0), one(record, 5)
        self.recorded_at, self.command = instant(record, 6), one(record, 8)
        signed, decided_on = message(one(record, 9)), message(one(record, 10))
        self.service, self.handed_in_by, self.key_id = text(signed, 1), text(signed, 2), text(signed, 3)
        self.signature, self.index = one(signed, 4), one(signed, 5, 0)
        self.count, self.path = one(signed, 6, 0), signed[7]
        self.position, self.effective_at = one(decided_on, 3, 0), instant(decided_on, 4)
        self.events = [message(event) for event in record[11]]
        command = message(self.command)
        self.agency, self.officer, self.dossier = text(command, 2), text(command, 3), text(command, 10)
        self.occurred_at = instant(command, 6)
        self.is_timer = bool(command[170])
        registers = message(one(command, 21)) if command[21] else defaultdict(list)
        names = {"applicant": 5, "submitter": 6, "contact": 7}
        self.commitments = {name: one(message(one(registers, n)), 1) for name, n in names.items() if registers[n]}


def part(bundle, name):
    """A ledger's records, each in the tree that the log signed."""
    said = bundle[name]
    key = NoteKey(said["log_key"])
    need(key.name == said["origin"], f"{name}: the key is another log's")
    checkpoint = key.open(said["checkpoint"])
    origin, size, root = checkpoint.splitlines()[:3]
    need(origin == said["origin"], f"{name}: the checkpoint is another log's")
    size, root, records = int(size), unbase64(root), []
    for proved in said["records"]:
        sequence, data = proved["sequence"], unbase64(proved["bytes"])
        path = [unbase64(step) for step in proved["path"]]
        need(root_of(leaf_hash(data), sequence - 1, size, path) == root, f"{origin} record {sequence}: not in the tree")
        record = Record(sequence, data)
        need(record.origin == origin, f"{origin} record {sequence}: of another ledger")
        need(not records or records[-1].sequence < sequence, f"{origin} record {sequence}: out of order")
        records.append(record)
    ends = None
    if "heads" in said:
        ends = key.open(said["heads"])
        need(ends.startswith("lienthong heads v1\n" + checkpoint), f"{name}: the heads are of another tree")
        lines = ends[len("lienthong heads v1\n" + checkpoint) :].splitlines()
        ends = {stream: (int(revision), leaf) for stream, revision, leaf in (line.split(" ") for line in lines)}
    return key, size, records, ends


def streams(origin, records, ends):
    found = defaultdict(list)
    for record in records:
        before, where = found[record.stream], f"{origin} record {record.sequence}"
        need(record.revision == len(before) + 1, f"{where}: revision {len(before) + 1} of {record.stream} is missing")
        need(record.previous == (before[-1].leaf if before else b""), f"{where}: it does not follow")
        before.append(record)
    for stream, (revision, leaf) in (ends or {}).items():
        last = found[stream][-1] if found[stream] else None
        here = (last.revision, base64.b64encode(last.leaf).decode()) if last else (0, "-")
        need((revision, leaf) == here, f"{origin}: the log says that {stream} ends with revision {revision}")
    return found


class Keys:
    """Who may sign, as the catalogue says it, each with the sequence that said it."""

    USES = {1: "agency", 2: "office", 3: "service", 4: "historian"}

    def __init__(self):
        self.registered, self.revoked = {}, []

    def register(self, sequence, data):
        key = message(data)
        public, validity = one(key, 2), message(one(key, 4))
        self.registered[hashlib.sha256(public).hexdigest()[:16]] = {
            "known": sequence, "public": public, "agency": text(key, 1), "use": self.USES[one(key, 3, 0)],
            "from": instant(validity, 1), "until": instant(validity, 2),
            "of": [code.decode() for code in key[5]], "before": instant(key, 6),
        }  # fmt: skip

    def take(self, record):
        for event in record.events:
            if event[100]:
                opened = message(one(event, 100))
                for key in opened[5]:
                    self.register(record.sequence, key)
            if event[104]:
                self.register(record.sequence, one(message(one(event, 104)), 2))
            if event[105]:
                revoked = message(one(event, 105))
                self.revoked.append((record.sequence, text(revoked, 1), instant(revoked, 2)))

    def check(self, record, brings=False):
        where = f"{record.origin} record {record.sequence}"
        key = self.registered.get(record.key_id)
        known = key and (key["known"] <= record.position or brings)
        need(known, f"{where}: key {record.key_id} was not registered")
        need(key["agency"] == record.handed_in_by, f"{where}: the key is another agency's")
        root = root_of(leaf_hash(record.command), record.index, record.count, record.path)
        signed = ["lienthong submission v1", record.origin, record.service, record.handed_in_by, record.key_id]
        signed = "\n".join([*signed, base64.b64encode(root).decode(), ""])
        verify(key["public"], signed.encode(), record.signature, f"{where}: the key did not sign this")
        if record.events:
            need(self.may_sign(key, record), f"{where}: key {record.key_id} was not valid at the time")
        return key

    def may_sign(self, key, record):
        at = record.effective_at
        revoked = [since for known, key_id, since in self.revoked if key_id == record.key_id and known <= record.position]
        if key["use"] == "service":
            return record.is_timer and not revoked
        if key["use"] == "historian":
            return record.agency in key["of"] and record.occurred_at < key["before"]
        valid = key["from"] <= at and (key["until"] is None or at < key["until"])
        return valid and key["agency"] == record.agency and not any(since <= at for since in revoked) and not record.is_timer


def check(bundle, fingerprint):
    need(bundle["format"] == "lienthong bundle v1", "another format")
    log, size, records, ends = part(bundle, "ledger")
    catalogue_log, catalogue_size, known, known_ends = part(bundle, "catalogue")
    need(log.public == catalogue_log.public, "two logs")
    need(known and known[0].sequence == 1, "record 1 of the catalogue is not here")
    for expected in [bundle["fingerprint"], fingerprint or bundle["fingerprint"]]:
        need(known[0].leaf.hex() == expected, "another fingerprint")
    opened = message(one(known[0].events[0], 100))
    need(text(opened, 3) == bundle["catalogue"]["log_key"], "the catalogue opens under another key")
    streams("catalogue", known, known_ends)
    keys = Keys()
    for record in known:
        if record.sequence == 1:
            keys.take(record)
        key = keys.check(record, brings=record.sequence == 1)
        need(not record.events or key["use"] == "office", f"catalogue record {record.sequence}: not the Office's")
        keys.take(record)
    dossier = bundle["about"].get("dossier")
    if dossier:
        found = streams("ledger", records, ends)
        need(records and set(found) == {f"dossier.{dossier}"}, "records of another dossier")
        need(all(record.dossier == dossier for record in records), "commands about another dossier")
    on_record = bundle["about"].get("on_record")
    if on_record:
        need(on_record.partition(".")[0] in ("finding", "task"), "on record are findings and tasks")
        need(records and set(streams("ledger", records, ends)) == {on_record}, "records of something else")
    for record in records:
        need(record.position <= catalogue_size, f"ledger record {record.sequence}: the catalogue's checkpoint is stale")
        keys.check(record)
        print(record.sequence, record.revision, record.effective_at[0], record.agency, record.officer, record.key_id)
    for opening in bundle.get("openings", []):
        record = next(record for record in records if record.sequence == opening["sequence"])
        field, salt, value = opening["field"], unbase64(opening["salt"]), unbase64(opening["value"])
        need(len(salt) == 32, f"{field}: a salt has 32 bytes")
        committed = hashlib.sha256(b"lienthong commitment v1/" + field.encode() + b"\0" + salt + value).digest()
        need(record.commitments.get(field) == committed, f"{field}: the value is not the one that was committed to")
        print(field, value.decode())
    last = "the log's signed statement" if ends else "not stated by the log"
    print(f"{len(records)} records under checkpoint {size}; that the last one is the last: {last}")


def main():
    try:
        with open(sys.argv[1], "rb") as file:
            bundle = json.load(file)
        check(bundle, sys.argv[2] if len(sys.argv) > 2 else None)
    except (Wrong, ValueError, KeyError, IndexError, TypeError, StopIteration) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
