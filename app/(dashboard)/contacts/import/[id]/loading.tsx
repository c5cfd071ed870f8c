import { FormPageSkeleton } from "#app/_ui/skeletons.tsx";

const ImportLoading = () => <FormPageSkeleton />;

export default ImportLoading;
