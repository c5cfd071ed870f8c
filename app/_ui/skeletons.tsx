/** Grey shapes of the same size as what is loading, so that nothing jumps when it arrives. */
const Shape = ({ className }: { className: string }) => (
  <div className={`animate-pulse rounded-md bg-default ${className}`} />
);

const rows = (count: number) => Array.from({ length: count }, (_, row) => row);

/** A page with a title and a table. */
export const TablePageSkeleton = ({ rowCount = 8 }: { rowCount?: number }) => (
  <div aria-busy className="mx-auto flex w-full max-w-[1200px] flex-col gap-6 px-4 py-6 md:px-8">
    <div className="flex items-center justify-between gap-4">
      <Shape className="h-7 w-48" />
      <Shape className="h-9 w-32" />
    </div>
    <Shape className="h-9 w-full max-w-80" />
    <div className="flex flex-col gap-px overflow-hidden rounded-lg border border-border">
      {rows(rowCount).map((row) => (
        <div key={row} className="flex h-12 items-center gap-4 bg-surface px-4">
          <Shape className="h-4 w-2/5" />
          <Shape className="h-4 w-1/5" />
          <Shape className="ml-auto h-4 w-16" />
        </div>
      ))}
    </div>
  </div>
);

/** A page with a title, figures and a large block, such as a report or the overview. */
export const ReportPageSkeleton = () => (
  <div aria-busy className="mx-auto flex w-full max-w-[1200px] flex-col gap-6 px-4 py-6 md:px-8">
    <Shape className="h-7 w-64" />
    <Shape className="h-4 w-full" />
    <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
      {rows(4).map((row) => (
        <Shape key={row} className="h-24" />
      ))}
    </div>
    <Shape className="h-72 w-full" />
  </div>
);

/** A page with a title and a form. */
export const FormPageSkeleton = ({ fieldCount = 4 }: { fieldCount?: number }) => (
  <div aria-busy className="mx-auto flex w-full max-w-[1200px] flex-col gap-6 px-4 py-6 md:px-8">
    <Shape className="h-7 w-48" />
    {rows(fieldCount).map((row) => (
      <div key={row} className="flex max-w-lg flex-col gap-2">
        <Shape className="h-4 w-32" />
        <Shape className="h-9 w-full" />
      </div>
    ))}
  </div>
);
