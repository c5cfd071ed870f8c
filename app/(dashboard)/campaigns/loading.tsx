import { TablePageSkeleton } from "#app/_ui/skeletons.tsx";

const Loading = () => <TablePageSkeleton />;

export default Loading;
