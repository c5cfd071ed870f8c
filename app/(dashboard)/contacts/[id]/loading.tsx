import { FormPageSkeleton } from "#app/_ui/skeletons.tsx";

const ContactLoading = () => <FormPageSkeleton fieldCount={6} />;

export default ContactLoading;
