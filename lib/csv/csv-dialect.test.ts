import { describe, expect, it } from "vitest";
import {
  type CsvDelimiter,
  decodeSample,
  detectDelimiter,
  detectEncoding,
  incompleteUtf8Tail,
  looksLikeHeader,
  refuseNotCsv,
} from "./csv-dialect.ts";

const bytes = (text: string) => Buffer.from(text, "utf8");
const bigEndian = (text: string) => Buffer.from(text, "utf16le").swap16();

describe("detectEncoding", () => {
  it.each([
    ["utf-8", bytes("email,nama\na@b.example,Sari")],
    ["utf-8", bytes("\uFEFFemail,nama\na@b.example,Žofie")],
    ["utf-8", bytes("email,naïve\n").subarray(0, 9)],
    ["utf-16le", Buffer.from("\uFEFFemail\ta@b.example", "utf16le")],
    ["utf-16le", Buffer.from("email;nama\r\na@b.example;Sari", "utf16le")],
    ["utf-16be", bigEndian("\uFEFFemail\ta@b.example")],
    ["utf-16be", bigEndian("email;nama\r\na@b.example;Sari")],
    ["windows-1252", Buffer.from("email;prénom\r\na@b.example;Zoé", "latin1")],
  ] as const)("finds %s", (encoding, sample) => {
    expect(detectEncoding(sample, true)).toBe(encoding);
  });

  it("takes a file for Windows-1252 when only its later bytes are not UTF-8", () => {
    expect(detectEncoding(bytes("email\na@b.example\n"), false)).toBe("windows-1252");
  });

  it("decodes each without its byte order mark", () => {
    expect(decodeSample(bytes("\uFEFFemail"), "utf-8")).toBe("email");
    expect(decodeSample(bigEndian("\uFEFFemail"), "utf-16be")).toBe("email");
    expect(decodeSample(Buffer.from([0x80, 0xe9]), "windows-1252")).toBe("€é");
  });
});

describe("incompleteUtf8Tail", () => {
  it("counts the bytes of a character that the end cuts", () => {
    const euro = bytes("a€");
    const smile = bytes("😀");
    expect(incompleteUtf8Tail(euro)).toBe(0);
    expect(incompleteUtf8Tail(euro.subarray(0, 3))).toBe(2);
    expect(incompleteUtf8Tail(euro.subarray(0, 2))).toBe(1);
    expect(incompleteUtf8Tail(smile)).toBe(0);
    expect(incompleteUtf8Tail(smile.subarray(0, 3))).toBe(3);
    expect(incompleteUtf8Tail(bytes(""))).toBe(0);
  });
});

describe("detectDelimiter", () => {
  it.each([
    [",", "email,name\na@b.example,Sari\n"],
    [";", "email;name\na@b.example;Sari, S.H.\n"],
    ["\t", "email\tname\na@b.example\tSari; Budi, Ana\n"],
    [",", "email\na@b.example\nc@d.example\n"],
    [",", 'email,note\na@b.example,"one;two;three\nfour;five"\n'],
    [";", 'email;note\na@b.example;"say ""a,b,c"" twice"\n'],
    [";", "email;city;note\na@b.example;Bogor\nc@d.example;Solo;x\ne@f.example;Bima;y"],
  ] as [CsvDelimiter, string][])("finds %j", (delimiter, text) => {
    expect(detectDelimiter(text)).toBe(delimiter);
  });
});

describe("looksLikeHeader", () => {
  it("is a header unless a cell is an address", () => {
    expect(looksLikeHeader(["E-mail", "Nama"])).toBe(true);
    expect(looksLikeHeader(["Sari", " sari@mail.example "])).toBe(false);
  });
});

describe("refuseNotCsv", () => {
  it.each([
    ["workbook", Buffer.from("PK\u0003\u0004rest", "latin1")],
    ["workbook", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1])],
    ["pdf", bytes("%PDF-1.7")],
    ["compressed", Buffer.from([0x1f, 0x8b, 8, 0])],
    ["empty", bytes("")],
    ["empty", bytes("\uFEFF \r\n\r\n")],
    ["notText", Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 73) % 32))],
  ] as const)("tells %s", (problem, sample) => {
    expect(refuseNotCsv(sample)).toBe(problem);
  });

  it("lets text through, also with a stray NUL that is told later with its line", () => {
    expect(refuseNotCsv(bytes("email\na\0@b.example\n"))).toBeNull();
    expect(refuseNotCsv(Buffer.from("email\r\na@b.example", "utf16le"))).toBeNull();
  });
});
