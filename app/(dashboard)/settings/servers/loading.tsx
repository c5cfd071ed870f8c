import { SettingsSkeleton } from "../_parts/settings-skeleton.tsx";

const ServersLoading = () => <SettingsSkeleton />;

export default ServersLoading;
