package dev.berth.api.differential;

import dev.berth.api.policy.PolicySettings;
import dev.berth.api.policy.WatchedPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A way to configure who may do what, for both services.
 *
 * @param file in src/test/policy; empty for none
 */
record PolicyCase(String name, Optional<String> file, PolicySettings settings) {
    private static final Path FILES = Path.of("src/test/policy").toAbsolutePath();

    static final List<PolicyCase> ALL = List.of(
            new PolicyCase("defaults", Optional.empty(), PolicySettings.PLACEMENT),
            new PolicyCase("new-defaults", Optional.empty(), PolicySettings.PLACEMENT.enforcingNewDefaults()),
            new PolicyCase("scopes", Optional.empty(), PolicySettings.PLACEMENT.enforcingScope()),
            new PolicyCase(
                    "new-defaults-and-scopes",
                    Optional.empty(),
                    PolicySettings.PLACEMENT.enforcingScope().enforcingNewDefaults()),
            of("open"),
            of("legacy"),
            of("secure"),
            of("language"),
            of("renamed"),
            new PolicyCase(
                    "renamed-and-new-defaults",
                    Optional.of("renamed.yaml"),
                    PolicySettings.PLACEMENT.enforcingNewDefaults()));

    private static PolicyCase of(String name) {
        return new PolicyCase(name, Optional.of(name + ".yaml"), PolicySettings.PLACEMENT);
    }

    /** Whether calls are made in every version: which they are does not depend on what the rules say. */
    boolean isInEveryVersion() {
        return file.isEmpty() && !settings.isOldDefaultGone();
    }

    Optional<Path> path() {
        return file.map(FILES::resolve);
    }

    /** The policy, as a service would have it. */
    WatchedPolicy open() throws IOException {
        return WatchedPolicy.open(path().orElse(FILES.resolve("none.yaml")), settings);
    }
}
