import { ReportPageSkeleton } from "#app/_ui/skeletons.tsx";

const ReportLoading = () => <ReportPageSkeleton />;

export default ReportLoading;
