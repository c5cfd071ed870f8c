import { ReportPageSkeleton } from "#app/_ui/skeletons.tsx";

const MailLoading = () => <ReportPageSkeleton />;

export default MailLoading;
