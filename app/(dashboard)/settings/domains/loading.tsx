import { SettingsSkeleton } from "../_parts/settings-skeleton.tsx";

const DomainsLoading = () => <SettingsSkeleton />;

export default DomainsLoading;
