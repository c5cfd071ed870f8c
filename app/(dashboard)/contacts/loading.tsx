import { TablePageSkeleton } from "#app/_ui/skeletons.tsx";

const ContactsLoading = () => <TablePageSkeleton />;

export default ContactsLoading;
