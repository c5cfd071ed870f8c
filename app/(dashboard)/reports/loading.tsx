import { TablePageSkeleton } from "#app/_ui/skeletons.tsx";

const ReportsLoading = () => <TablePageSkeleton />;

export default ReportsLoading;
