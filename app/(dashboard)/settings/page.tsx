import { redirect } from "next/navigation";

/** The settings open on their first tab. */
const SettingsPage = () => redirect("/settings/account");

export default SettingsPage;
