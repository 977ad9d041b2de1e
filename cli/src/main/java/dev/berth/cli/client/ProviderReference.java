package dev.berth.cli.client;

import picocli.CommandLine.Parameters;

/** The provider that a command is about, by its UUID or its name. A mixin, for one command and its thread. */
public final class ProviderReference {
    @Parameters(index = "0", paramLabel = "PROVIDER", description = "The provider's UUID or its name.")
    private String provider;

    /** The provider as the user named it. */
    public String text() {
        return provider;
    }

    /** Its UUID. The service is asked for it if it is named. */
    public String uuid(PlacementOptions placement) throws InterruptedException {
        return placement.uuid(provider);
    }
}
