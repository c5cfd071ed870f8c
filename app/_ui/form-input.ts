/**
 * The fields of a form as one object. A name that occurs more than once becomes an array; an unchecked box is absent;
 * React's own hidden fields (`$ACTION...`) are left out.
 */
export const formInput = (data: FormData): Record<string, FormDataEntryValue | FormDataEntryValue[]> => {
  const names = [...new Set(data.keys())].filter((name) => !name.startsWith("$ACTION"));
  return Object.fromEntries(
    names.map((name) => {
      const all = data.getAll(name);
      return [name, all.length === 1 && all[0] !== undefined ? all[0] : all];
    }),
  );
};
