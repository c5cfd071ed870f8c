import { PageFrame } from "#app/_ui/page-frame.tsx";

const LoadingTemplate = () => (
  <PageFrame wide>
    <div aria-busy="true" className="flex animate-pulse flex-col gap-6">
      <div className="h-7 w-60 rounded-lg bg-default" />
      <div className="h-[calc(100dvh-13rem)] min-h-[28rem] rounded-lg bg-default" />
    </div>
  </PageFrame>
);

export default LoadingTemplate;
