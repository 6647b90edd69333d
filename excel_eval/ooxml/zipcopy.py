"""Zip archives: members are inflated only when asked for, and copied into a new archive without being inflated."""

from __future__ import annotations

import copy
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from excel_eval.errors import InputError, reason
from excel_eval.ooxml import limits

_LOCAL = struct.Struct("<4s2B4HL2L2H")
_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_END = struct.Struct("<4s4H2LH")
_CHUNK = 1 << 20
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x01, 0x08, 0x800
_ZIP64_EXTRA = 1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
NEW_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Packed:
    """A part's content, deflated, with the figures that its headers need."""

    data: bytes
    crc: int
    size: int

    @classmethod
    def of(cls, content: bytes) -> Packed:
        """`content` deflated, though never so far that our own limits would refuse it when it is opened again."""
        data = _deflated(content, zlib.Z_DEFAULT_STRATEGY)
        if limits.suspicious(len(content), len(data)):
            data = _deflated(content, zlib.Z_HUFFMAN_ONLY)
        return cls(data, zlib.crc32(content), len(content))

    def content(self) -> bytes:
        """The content, inflated."""
        return zlib.decompress(self.data, -15)


def _deflated(content: bytes, strategy: int) -> bytes:
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15, zlib.DEF_MEM_LEVEL, strategy)
    return squeeze.compress(content) + squeeze.flush()


class Archive:
    """An open zip archive, checked against our limits; every damage is an InputError."""

    def __init__(self, source: Path | bytes) -> None:
        self._file: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else _opened(source)
        try:
            self._zip = zipfile.ZipFile(self._file)
        except (zipfile.BadZipFile, ValueError, struct.error, EOFError, OSError, NotImplementedError) as error:
            self._file.close()
            raise InputError("ooxml.damaged_zip", detail="zip") from error
        self.comment = self._zip.comment
        self.members = tuple(self._zip.infolist())
        self._inflated: set[int] = set()
        self._sum = 0
        _check(self.members)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def read(self, member: zipfile.ZipInfo) -> bytes:
        """A member's content, counted while it is inflated and compared with its checksum."""
        raw = b"".join(self.raw(member))
        content = raw if member.compress_type == zipfile.ZIP_STORED else _inflate(member.filename, raw)
        if zlib.crc32(content) != member.CRC or len(content) != member.file_size:
            raise InputError("ooxml.damaged_zip", detail=member.filename)
        if member.header_offset not in self._inflated:
            self._inflated.add(member.header_offset)
            self._sum += len(content)
            limits.check_sum(self._sum)
        return content

    def raw(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """A member's stored bytes, chunk by chunk, still deflated."""
        self._file.seek(member.header_offset)
        header = self._file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
            raise InputError("ooxml.damaged_zip", detail=member.filename)
        *_, name_length, extra_length = _LOCAL.unpack(header)
        start = member.header_offset + _LOCAL.size + name_length + extra_length
        for offset in range(0, member.compress_size, _CHUNK):
            self._file.seek(start + offset)
            wanted = min(_CHUNK, member.compress_size - offset)
            chunk = self._file.read(wanted)
            if len(chunk) < wanted:
                raise InputError("ooxml.damaged_zip", detail=member.filename)
            yield chunk


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError("ooxml.unreadable", file=path.name, detail=reason(error)) from error


def _inflate(name: str, raw: bytes) -> bytes:
    inflater = zlib.decompressobj(-15)
    try:
        content = inflater.decompress(raw, limits.MAX_PART + 1)
    except zlib.error as error:
        raise InputError("ooxml.damaged_zip", detail=name) from error
    limits.check_part(name, len(content), len(raw))
    if not inflater.eof:
        raise InputError("ooxml.damaged_zip", detail=name)
    return content


def _check(members: tuple[zipfile.ZipInfo, ...]) -> None:
    limits.check_count("zip", len(members), limits.MAX_ENTRIES)
    limits.check_sum(sum(member.file_size for member in members))
    seen: dict[str, zipfile.ZipInfo] = {}
    for member in members:
        if member.flag_bits & _ENCRYPTED or member.header_offset < 0 or member.compress_type not in _METHODS:
            raise InputError("ooxml.damaged_zip", detail=member.filename)
        limits.check_part(member.filename, member.file_size, member.compress_size)
        twin = seen.setdefault(member.filename, member)
        if (twin.CRC, twin.file_size) != (member.CRC, member.file_size):
            raise InputError("ooxml.damaged_zip", detail=member.filename)


@dataclass(frozen=True, slots=True)
class Written:
    """One member of an archive to be written: its headers, and its new content or None for a copy of the old."""

    info: zipfile.ZipInfo
    packed: Packed | None = None


def new_member(name: str) -> zipfile.ZipInfo:
    """Headers for a part that the input did not have; the date is fixed so that equal content gives equal bytes."""
    info = zipfile.ZipInfo(name, NEW_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    info.external_attr = 0
    return info


def write_archive(target: BinaryIO, archive: Archive, members: Iterable[Written]) -> None:
    """Write an archive whose unchanged members are the bytes of `archive`."""
    directory: list[bytes] = []
    offset = 0
    for member in members:
        info = _headers(member)
        name = _stored_name(info)
        extra = _without_zip64(info.extra)
        target.write(_local_header(info, len(name), len(extra)) + name + extra)
        for chunk in [member.packed.data] if member.packed else archive.raw(member.info):
            target.write(chunk)
        directory.append(_central_header(info, len(name), len(extra), offset) + name + extra + info.comment)
        offset += _LOCAL.size + len(name) + len(extra) + info.compress_size
    entries, count, comment = b"".join(directory), len(directory), archive.comment
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(entries), offset, len(comment))
    target.write(entries + end + comment)


def _headers(member: Written) -> zipfile.ZipInfo:
    info = copy.copy(member.info)
    info.flag_bits &= ~_DESCRIPTOR
    if member.packed:
        info.compress_type = zipfile.ZIP_DEFLATED
        info.flag_bits &= _UTF8
        info.CRC, info.compress_size, info.file_size = member.packed.crc, len(member.packed.data), member.packed.size
    return info


def _stored_name(info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & _UTF8:
        return info.orig_filename.encode("utf-8")
    try:
        return info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        info.flag_bits |= _UTF8
        return info.orig_filename.encode("utf-8")


def _without_zip64(extra: bytes) -> bytes:
    kept, rest = b"", extra
    while len(rest) >= 4:
        kind, length = struct.unpack_from("<HH", rest)
        if kind != _ZIP64_EXTRA:
            kept += rest[: 4 + length]
        rest = rest[4 + length :]
    return kept


def _stamp(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _local_header(info: zipfile.ZipInfo, name: int, extra: int) -> bytes:
    return _LOCAL.pack(
        b"PK\x03\x04", 20, info.reserved, info.flag_bits, info.compress_type, *_stamp(info),
        info.CRC, info.compress_size, info.file_size, name, extra,
    )  # fmt: skip


def _central_header(info: zipfile.ZipInfo, name: int, extra: int, offset: int) -> bytes:
    return _CENTRAL.pack(
        b"PK\x01\x02", info.create_version, info.create_system, 20, info.reserved, info.flag_bits, info.compress_type,
        *_stamp(info), info.CRC, info.compress_size, info.file_size, name, extra, len(info.comment), 0,
        info.internal_attr, info.external_attr, offset,
    )  # fmt: skip
