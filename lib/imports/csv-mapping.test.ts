import { describe, expect, it } from "vitest";
import { checkMapping, guessMapping } from "./csv-mapping.ts";

const city = { key: "city", label: "Kota", type: "text" } as const;

describe("guessMapping", () => {
  it.each([
    [["Email Address", "First Name", "Last Name"]],
    [["EMAIL", "FIRSTNAME", "LASTNAME"]],
    [["e-mail", "nama depan", "nama belakang"]],
    [["Alamat Email", "Nama", "Nama Keluarga"]],
    [["Surel", "Nama Lengkap", "Surname"]],
    [["courriel", "Prénom", "last_name"]],
  ])("knows the columns of %j", (header) => {
    expect(guessMapping(header, [["a@b.example", "Sari", "W"]], [])).toEqual([
      { to: "email" },
      { to: "firstName" },
      { to: "lastName" },
    ]);
  });

  it("offers unknown columns as attributes, known ones under their key, and skips empty columns", () => {
    expect(
      guessMapping(
        ["kota", "Email", "Tanggal Lahir", "Notes", ""],
        [["Bogor", "a@b.example", "1/2/1990", "", "x"]],
        [city],
      ),
    ).toEqual([
      { to: "attribute", key: "city", label: "Kota", type: "text" },
      { to: "email" },
      { to: "attribute", key: "tanggal_lahir", label: "Tanggal Lahir", type: "text" },
      { to: "skip" },
      { to: "skip" },
    ]);
  });

  it("finds the address by what stands in the column when no name tells", () => {
    expect(
      guessMapping(
        null,
        [
          ["Sari", "s@b.example"],
          ["Budi", "b@b.example"],
        ],
        [],
      ),
    ).toEqual([{ to: "skip" }, { to: "email" }]);
    expect(guessMapping(["Person", "Where"], [["Sari", "s@b.example"]], [])[1]).toEqual({ to: "email" });
  });

  it("never gives two columns one key", () => {
    const targets = guessMapping(["email", "City", "City"], [["a@b.example", "Bogor", "Solo"]], [city]);
    expect(targets.slice(1)).toMatchObject([{ key: "city" }, { key: "city_2" }]);
  });
});

describe("checkMapping", () => {
  const rows = [["a@b.example", "Sari"]];

  it("needs one column with addresses", () => {
    expect(checkMapping([{ to: "skip" }, { to: "firstName" }], rows)).toBe("noEmailColumn");
    expect(checkMapping([{ to: "firstName" }, { to: "email" }], rows)).toBe("noAddressInEmailColumn");
    expect(checkMapping([{ to: "email" }, { to: "firstName" }], rows)).toBeNull();
  });

  it("refuses two columns for one field", () => {
    expect(checkMapping([{ to: "email" }, { to: "email" }], rows)).toBe("twoColumnsForOneField");
    expect(
      checkMapping([{ to: "email" }, { to: "attribute", ...city }, { to: "attribute", ...city }], rows),
    ).toBe("twoColumnsForOneField");
  });
});
