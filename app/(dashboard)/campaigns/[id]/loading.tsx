import { FormPageSkeleton } from "#app/_ui/skeletons.tsx";

const Loading = () => <FormPageSkeleton fieldCount={5} />;

export default Loading;
