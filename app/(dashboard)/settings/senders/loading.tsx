import { SettingsSkeleton } from "../_parts/settings-skeleton.tsx";

const SendersLoading = () => <SettingsSkeleton />;

export default SendersLoading;
