import { PageFrame } from "#app/_ui/page-frame.tsx";

const CARDS = ["a", "b", "c", "d", "e", "f"];

const LoadingTemplates = () => (
  <PageFrame>
    <div aria-busy="true" className="flex animate-pulse flex-col gap-6">
      <div className="h-7 w-40 rounded-lg bg-default" />
      <div className="h-9 w-80 max-w-full rounded-lg bg-default" />
      <div className="grid grid-cols-1 gap-6 sm:grid-cols-2 lg:grid-cols-3">
        {CARDS.map((card) => (
          <div key={card} className="h-80 rounded-lg bg-default" />
        ))}
      </div>
    </div>
  </PageFrame>
);

export default LoadingTemplates;
