import { TablePageSkeleton } from "#app/_ui/skeletons.tsx";

const PeopleLoading = () => <TablePageSkeleton />;

export default PeopleLoading;
