"""Checks who has seen a log, with nothing of ours: cosignatures, the policy's count, and what proves a fork.

    check_witness.py POLICY FILE

FILE is a checkpoint's note, a bundle, or a file in which a witness keeps two histories of one log. Prints a line of what was found and
exits 0 if it is enough (of two histories: if they are proved to be two); prints what does not hold, and exits 1.

Written from the texts of c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature and tlog-policy and from RFC 6962 alone.
"""

import base64
import hashlib
import json
import sys

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

LOG, WITNESS = b"\1", b"\4"


class Wrong(Exception):
    """What does not hold."""


def need(holds, what):
    if not holds:
        raise Wrong(what)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def unbase64(text):
    return base64.b64decode(text, validate=True)


class Key:
    """A verifier key: name+id+base64(type, key)."""

    def __init__(self, text, kind):
        self.name, key_id, key = text.split("+", 2)
        key = unbase64(key)
        need(key[:1] == kind and len(key) == 33, f"{self.name}: no key of this type")
        need(sha256(self.name.encode(), b"\n", key)[:4].hex() == key_id, f"{self.name}: the id is not the key's")
        self.id, self.public = bytes.fromhex(key_id), key[1:]

    def verify(self, signature, message):
        try:
            VerifyKey(self.public).verify(message, signature)
        except (BadSignatureError, ValueError) as error:
            raise Wrong(f"{self.name}: {error}") from error

    def lines(self, note):
        """The signatures that say that they are this key's."""
        return [blob[4:] for name, blob in note.lines if name == self.name and blob[:4] == self.id]


class Note:
    def __init__(self, text):
        body, _, signatures = text.rpartition("\n\n")
        need(body and signatures.endswith("\n"), "no note")
        self.body, self.lines = (body + "\n").encode(), []
        for line in signatures[:-1].split("\n"):
            dash, name, blob = line.split(" ")
            need(dash == "\u2014", "a line that is no signature")
            self.lines.append((name, unbase64(blob)))
        origin, size, root = body.split("\n")[:3]
        self.origin, self.size, self.root = origin, int(size), unbase64(root)

    def signed_by(self, log):
        need(self.origin == log.name and log.lines(self), f"not signed by {log.name}")
        for signature in log.lines(self):
            log.verify(signature, self.body)

    def cosigned_by(self, witness):
        """Whether a witness has cosigned it: its lines must be good."""
        for blob in witness.lines(self):
            at = int.from_bytes(blob[:8], "big")
            need(at < 1 << 63, f"{witness.name}: a time beyond the bound")
            witness.verify(blob[8:], b"cosignature/v1\ntime %d\n" % at + self.body)
        return bool(witness.lines(self))


class Policy:
    def __init__(self, text):
        self.logs, self.witnesses, groups, quorum = [], {}, {}, None
        for line in text.splitlines():
            words = line.split()
            if not words or words[0].startswith("#"):
                continue
            if words[0] == "log":
                self.logs.append(Key(words[1], LOG))
            elif words[0] == "witness":
                self.witnesses[words[1]] = Key(words[2], WITNESS)
            elif words[0] == "group":
                members = words[3:]
                groups[words[1]] = {"all": len(members), "any": 1}.get(words[2]) or int(words[2]), members
            elif words[0] == "quorum":
                quorum = words[1]
        self.groups, self.quorum = groups, quorum

    def is_met(self, name, by):
        if name in self.groups:
            needed, members = self.groups[name]
            return sum(self.is_met(member, by) for member in members) >= needed
        return name in by

    def fewest(self, name):
        if name in self.groups:
            needed, members = self.groups[name]
            return sum(sorted(self.fewest(member) for member in members)[:needed])
        return 1

    def members(self, name):
        return sum((self.members(one) for one in self.groups[name][1]), []) if name in self.groups else [name]

    def check(self, note):
        log = next((log for log in self.logs if log.name == note.origin), None)
        need(log, f"the policy names no log {note.origin}")
        note.signed_by(log)
        counted = list(self.witnesses) if self.quorum == "none" else self.members(self.quorum)
        by = [name for name in counted if note.cosigned_by(self.witnesses[name])]
        needed = 0 if self.quorum == "none" else self.fewest(self.quorum)
        said = f"{note.origin} {note.size}: seen by {len(by)} of {len(counted)} witnesses, {needed} needed"
        need(self.quorum == "none" or self.is_met(self.quorum, by), said)
        print(said, *by)


def roots(old, seed, new, path):
    """The two roots that a consistency path speaks of (RFC 9162, section 2.1.4.2); the old one is taken where it is complete."""
    need(0 < old < new, "a path leads from a smaller tree to a larger one")
    path = list(path)
    if old & old - 1 == 0:
        path.insert(0, seed)
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    need(path, "the path is too short")
    first = second = path[0]
    for step in path[1:]:
        need(sn, "the path is too long")
        if fn & 1 or fn == sn:
            first, second = sha256(b"\1", step, first), sha256(b"\1", step, second)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = sha256(b"\1", second, step)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0, "the path is too short")
    return first, second


def fork(policy, found):
    first, second = Note(found["first"]), Note(found["second"])
    need(first.origin == second.origin, "two logs")
    log = next((log for log in policy.logs if log.name == first.origin), None)
    need(log, f"the policy names no log {first.origin}")
    first.signed_by(log)
    second.signed_by(log)
    other = second.root
    if first.size != second.size:
        other = unbase64(found["begins_with"]["root"])
        path = [unbase64(step) for step in found["begins_with"]["path"]]
        need(roots(first.size, other, second.size, path) == (other, second.root), "the path leads elsewhere")
    need(other != first.root, "the second extends the first")
    print(f"{first.origin} has signed two histories: {first.size} and {second.size}")


def main():
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            policy = Policy(file.read())
        with open(sys.argv[2], encoding="utf-8") as file:
            text = file.read()
        if not text.startswith("{"):
            policy.check(Note(text))
        elif json.loads(text)["format"] == "lienthong fork v1":
            fork(policy, json.loads(text))
        else:
            for part in ["ledger", "catalogue"]:
                policy.check(Note(json.loads(text)[part]["checkpoint"]))
    except (Wrong, ValueError, KeyError, IndexError, TypeError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)


main()
