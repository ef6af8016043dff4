"""Reads a log that is published as C2SP tiles, and believes nothing: signature, every tile, the root, entries, inclusion proofs.

    read_log.py SOURCE VERIFIER [--entries] [--prove INDEX[:LEAF]]...

SOURCE is a directory or the http address under which `checkpoint` and `tile/` stand, VERIFIER the log's C2SP verifier key. What
it found comes out as one JSON object; what is wrong ends it with status 1 and a sentence on stderr.

Written from the texts of c2sp.org/tlog-tiles, tlog-checkpoint and signed-note and from RFC 6962 alone.
"""

import argparse
import base64
import hashlib
import json
import pathlib
import sys
import urllib.request

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

WIDTH, HASH = 256, 32
TYPES = {"checkpoint": "text/plain; charset=utf-8", "tile": "application/octet-stream"}


class Wrong(Exception):
    """What is published does not hold."""


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(entry):
    return sha256(b"\0", entry)


def node_hash(left, right):
    return sha256(b"\1", left, right)


def root_of(hashes):
    """MTH of RFC 6962, over hashes of leaves or of complete subtrees of one size; the last may stand for a smaller one."""
    if len(hashes) <= 1:
        return hashes[0] if hashes else sha256()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(root_of(hashes[:split]), root_of(hashes[split:]))


def name(rows, index, width):
    elements = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        elements.insert(0, f"x{index % 1000:03}")
    return f"tile/{rows}/{'/'.join(elements)}" + ("" if width == WIDTH else f".p/{width}")


class Source:
    """Files in a directory, or below an http address. Counts what it read."""

    def __init__(self, where):
        self.where, self.read = where, []

    def get(self, path):
        self.read.append(path)
        try:
            if not self.where.startswith("http"):
                return pathlib.Path(self.where, path).read_bytes()
            with urllib.request.urlopen(f"{self.where.rstrip('/')}/{path}", timeout=30) as answer:
                kind = answer.headers["Content-Type"]
                if kind != TYPES[path.split("/")[0]]:
                    raise Wrong(f"{path}: its type is {kind}")
                return answer.read()
        except OSError as error:
            raise Wrong(f"{path}: {error}") from error


def checkpoint(source, verifier):
    """The size and root that the log's key has signed."""
    key_name, key_id, key = verifier.split("+", 2)
    key = base64.b64decode(key, validate=True)
    if key[:1] != b"\1" or len(key) != 33 or sha256(key_name.encode(), b"\n", key)[:4].hex() != key_id:
        raise Wrong("the verifier is no Ed25519 key")
    note = source.get("checkpoint").decode()
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    if not signatures.endswith("\n"):
        raise Wrong("checkpoint: the last line has no end")
    believed = False
    for line in signatures[:-1].split("\n"):
        dash, signer, blob = line.split(" ")
        blob = base64.b64decode(blob, validate=True)
        if dash != "\u2014":
            raise Wrong("checkpoint: a line that is no signature")
        if signer == key_name and blob[:4].hex() == key_id:
            try:
                VerifyKey(key[1:]).verify(text.encode(), blob[4:])
            except BadSignatureError as error:
                raise Wrong("checkpoint: the signature is not of this text") from error
            believed = True
    if not believed:
        raise Wrong(f"checkpoint: not signed by {key_name}")
    origin, size, root = text.split("\n")[:3]
    if origin != key_name:
        raise Wrong(f"checkpoint: it is of the log {origin}")
    return origin, int(size), base64.b64decode(root, validate=True)


class Tiles:
    """The tiles of a tree of one size, each read once."""

    def __init__(self, source, size):
        self.source, self.size, self.kept = source, size, {}

    def width(self, level, index):
        return min(WIDTH, (self.size >> 8 * level) - index * WIDTH)

    def hashes(self, level, index):
        if (level, index) not in self.kept:
            path = name(level, index, self.width(level, index))
            data = self.source.get(path)
            if len(data) != HASH * self.width(level, index):
                raise Wrong(f"{path}: it has {len(data)} bytes")
            self.kept[level, index] = [data[at : at + HASH] for at in range(0, len(data), HASH)]
        return self.kept[level, index]

    def range_hash(self, start, end):
        """MTH(D[start:end]) of a range as RFC 6962 splits one, from the highest tiles that have it."""
        length = end - start
        if length & length - 1 == 0:
            level = (length.bit_length() - 1) // 8
            first, count = start >> 8 * level, length >> 8 * level
            at = first % WIDTH
            return root_of(self.hashes(level, first // WIDTH)[at : at + count])
        split = 1 << (length - 1).bit_length() - 1
        return node_hash(self.range_hash(start, start + split), self.range_hash(start + split, end))

    def path(self, index):
        """PATH(index, D[size]), from the leaf up."""
        start, end, path = 0, self.size, []
        while end - start > 1:
            middle = start + (1 << (end - start - 1).bit_length() - 1)
            if index < middle:
                path.insert(0, self.range_hash(middle, end))
                end = middle
            else:
                path.insert(0, self.range_hash(start, middle))
                start = middle
        return path


def root_by_path(leaf, index, size, path):
    """RFC 9162 section 2.1.3.2."""
    at, last, root = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise Wrong(f"record {index}: its path is too long")
        if at % 2 or at == last:
            root = node_hash(step, root)
            while not at % 2 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, step)
        at, last = at >> 1, last >> 1
    if last:
        raise Wrong(f"record {index}: its path is too short")
    return root


def every_tile(tiles, root):
    """Each tile gives its hash in the tile above it, and the last ones give the root."""
    below, level = [], 0
    while tiles.size >> 8 * level:
        rows = tiles.size >> 8 * level
        full, rest = rows // WIDTH, rows % WIDTH
        for index in range(full):
            above = tiles.hashes(level + 1, index // WIDTH)[index % WIDTH]
            if root_of(tiles.hashes(level, index)) != above:
                raise Wrong(f"{name(level, index, WIDTH)}: the tile above has another hash for it")
        if rest:
            below = [root_of(tiles.hashes(level, full) + below)]
        level += 1
    if root_of(below) != root:
        raise Wrong("the tiles give another root than the one that is signed")


def every_entry(source, tiles):
    """Each bundle hashes to its tile of level 0; how many entries."""
    count = 0
    for index in range((tiles.size + WIDTH - 1) // WIDTH):
        path = name("entries", index, tiles.width(0, index))
        bundle, at, leaves = source.get(path), 0, []
        while at < len(bundle):
            end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
            leaves.append(leaf_hash(bundle[at + 2 : end]))
            at = end
        if at != len(bundle) or leaves != tiles.hashes(0, index):
            raise Wrong(f"{path}: its entries do not hash to the tile of level 0")
        count += len(leaves)
    return count


def prove(source, size, root, wanted):
    """A record's inclusion, from the tiles that its path needs and no other; how many these were."""
    index, _, said = wanted.partition(":")
    index = int(index)
    before, tiles = len(source.read), Tiles(source, size)
    leaf = tiles.hashes(0, index // WIDTH)[index % WIDTH]
    if said and leaf.hex() != said:
        raise Wrong(f"record {index}: its leaf is {leaf.hex()}, not {said}")
    if root_by_path(leaf, index, size, tiles.path(index)) != root:
        raise Wrong(f"record {index}: its path does not lead to the root")
    return {"index": index, "leaf": leaf.hex(), "tiles": len(source.read) - before}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("source")
    arguments.add_argument("verifier")
    arguments.add_argument("--entries", action="store_true")
    arguments.add_argument("--prove", action="append", default=[])
    asked = arguments.parse_args()
    source = Source(asked.source)
    origin, size, root = checkpoint(source, asked.verifier)
    tiles = Tiles(source, size)
    every_tile(tiles, root)
    found = {"origin": origin, "size": size, "root": root.hex(), "tiles": len(tiles.kept)}
    if asked.entries:
        found["entries"] = every_entry(source, tiles)
    found["proved"] = [prove(source, size, root, wanted) for wanted in asked.prove]
    print(json.dumps(found))


if __name__ == "__main__":
    try:
        main()
    except Wrong as wrong:
        sys.exit(str(wrong))
