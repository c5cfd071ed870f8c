import { TablePageSkeleton } from "#app/_ui/skeletons.tsx";

const SandboxLoading = () => <TablePageSkeleton />;

export default SandboxLoading;
