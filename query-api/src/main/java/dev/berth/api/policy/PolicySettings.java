package dev.berth.api.policy;

/**
 * What no policy file says.
 *
 * @param isScopeEnforced whether a token must be for what the rule is about, as oslo.policy's {@code enforce_scope}
 * @param isOldDefaultGone whether the defaults of older releases do not hold any more beside the new ones, as
 *     oslo.policy's {@code enforce_new_defaults}
 * @param regionsCreate the default of the rule that says who may make a region
 */
public record PolicySettings(boolean isScopeEnforced, boolean isOldDefaultGone, String regionsCreate) {
    private static final String NOBODY = "!";
    private static final String ADMINS = "rule:system_admin_api";

    /** As Placement 8.0.0 is configured where nothing is said; nobody makes a region. */
    public static final PolicySettings PLACEMENT = new PolicySettings(false, false, NOBODY);

    public PolicySettings enforcingScope() {
        return new PolicySettings(true, isOldDefaultGone, regionsCreate);
    }

    public PolicySettings enforcingNewDefaults() {
        return new PolicySettings(isScopeEnforced, true, regionsCreate);
    }

    /** With regions made by administrators. */
    public PolicySettings withRegionsOfAdmins() {
        return new PolicySettings(isScopeEnforced, isOldDefaultGone, ADMINS);
    }
}
